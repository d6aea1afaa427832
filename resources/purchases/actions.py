"""Named writes: something is suggested, changed, and moved on towards the shelf."""

from django.db import transaction

from collab.errors import Refused
from collab.writing import refusing, write_over
from resources.models import PurchaseSuggestion
from resources.moves import move, write_down
from resources.purchases.states import NEXT, State

CHANGEABLE = ("title", "creator", "isbn", "link", "why", "quantity", "price", "department", "request")


@transaction.atomic
def suggest_purchase(*, values, by, now):
    """A new suggestion of `by`; `values` are those of `CHANGEABLE`. Returns it. Raises `Refused`."""
    with refusing({}, values):
        purchase = PurchaseSuggestion.objects.create(
            school_id=by.school_id, created_by=by, created_at=now, changed_by=by, changed_at=now, **values
        )
    write_down(purchase, became=State.ASKED, by=by, now=now)
    return purchase


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
