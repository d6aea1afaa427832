"""Named writes: something is suggested, changed, and moved on towards the shelf."""

from uuid import uuid5

from collab.errors import AlreadyDone, Refused
from collab.writing import refusing, write_over
from resources.models import PurchaseSuggestion
from resources.moves import move, write_down
from resources.purchases.states import NEXT, State

CHANGEABLE = ("title", "creator", "isbn", "link", "why", "quantity", "price", "department", "request")
ONCE = {"purchase_is_suggested_once": (None, "The library has your suggestion already.")}


class SuggestedBefore(AlreadyDone):
    """The same form was sent before. `purchase`: what it made then."""

    def __init__(self, purchase):
        self.purchase = purchase
        super().__init__("The library has your suggestion already.")


def suggest_purchase(*, values, by, now, sending=None):
    """A new suggestion of `by`; `values` are those of `CHANGEABLE`. Returns it.

    `sending` names one filling in of the form. Raises `SuggestedBefore` where it was sent with these values before,
    and `Refused`.
    """
    if before := sent_before(sending=sending, values=values, by=by):
        raise before
    made = {"created_by": by, "created_at": now, "changed_by": by, "changed_at": now}
    about = {"school_id": by.school_id, "sending": _name_of(sending, values, by)}
    try:
        with refusing(ONCE, values):
            purchase = PurchaseSuggestion.objects.create(**about, **made, **values)
            write_down(purchase, became=State.ASKED, by=by, now=now)
    except Refused as refusal:
        raise sent_before(sending=sending, values=values, by=by) or refusal from refusal
    return purchase


def _name_of(sending, values, by):
    """The name under which a suggestion is kept: nobody else's, and another one for another title."""
    return sending and uuid5(sending, f"{by.pk} {values['title']}")


def sent_before(*, sending, values, by):
    """What `suggest_purchase` raises where the form has made a suggestion before, or None."""
    name = _name_of(sending, values, by)
    before = name and PurchaseSuggestion.objects.filter(school_id=by.school_id, sending=name).first()
    if not before:
        return None
    if all(getattr(before, field) == value for field, value in values.items()):
        return SuggestedBefore(before)
    return Refused(f"“{before}” is with the library already, with other details. Change it on its own page.")


def change_purchase(*, purchase, version, values, by, now):
    """Other values for a suggestion read at `version`. Raises `Refused`, `RowChanged`, `RowGone`."""
    write_over(purchase, values, version=version, sentences={}, by=by, now=now)


def move_purchase(*, purchase, to, why, by, now):
    """Moves a suggestion on from the state in which `by` saw it. Raises `AlreadyDone` and `Refused`.

    `why` is needed where it is declined, and read by who suggested it.
    What was declined is opened again where it stood: advised, if somebody has given advice.
    """
    if to == State.AVAILABLE:
        raise Refused("Say first which title of the catalogue it is.")
    if to == State.ADVISED and purchase.state == State.ASKED:
        raise Refused("It is advised as soon as somebody gives advice.")
    if to == State.DECLINED and not why.strip():
        raise Refused(f"Say why, for {purchase.created_by.name} to read.", "why")
    if purchase.state == State.DECLINED and to in (State.ASKED, State.ADVISED):
        to = State.ADVISED if purchase.advice.exclude(answer="").exists() else State.ASKED
    move(purchase, to, table=NEXT, by=by, now=now, why=why.strip())
