"""What the page of a suggestion shows, and which buttons stand on it."""

from dataclasses import dataclass

from collab.money import in_words
from resources.advice.forms import AskForm
from resources.advice.permissions import may_decide
from resources.advice.timeline import thread_entries
from resources.catalogue import isbn
from resources.models.suggestions import UNDECIDED
from resources.purchases.arrivals import in_words as in_part
from resources.purchases.arrivals import may_be_undone
from resources.purchases.known import known_of
from resources.purchases.late import LATE_AFTER, late_since
from resources.purchases.money import left_for, total_of
from resources.purchases.permissions import may_change_purchase
from resources.purchases.states import NEXT, State
from resources.purchases.words import DID, ICONS, TONES
from resources.standing import places_of

BUTTONS = {
    State.ACCEPTED: ("Accept it", "check2-circle"),
    State.ORDERED: ("It is ordered", "cart"),
    State.ASKED: ("Open it again", "arrow-counterclockwise"),
}
ORDER_BACK = ("It is not ordered after all", "arrow-counterclockwise")


@dataclass(frozen=True)
class Button:
    """A move that one press makes."""

    to: str
    label: str
    icon: str


def context_of(*, purchase, reader, now, move_form):
    """The context of the page; `purchase` comes from `purchases_with_everything`."""
    decides = may_decide(reader, purchase)
    undecided, today = purchase.state in UNDECIDED, purchase.school.day_of(now)
    known = known_of(title=purchase.title, isbn_typed=purchase.isbn, member=reader, but=purchase.pk)
    return {
        "purchase": purchase,
        "tone": TONES[purchase.state],
        "isbn_is_odd": bool(purchase.isbn) and isbn.read(purchase.isbn)[0] is None,
        "price": in_words(purchase.price, purchase.school.country),
        "total": total_of(purchase),
        "entries": thread_entries(purchase, did=DID, icons=ICONS, now=now),
        "reason": _reason(purchase),
        "late_since": late_since(purchase, today=today) if decides else None,
        "late_title": "Not all of it has come yet" if in_part(purchase) else "It has not come yet",
        "late_after": LATE_AFTER.days,
        "my_advice": next((one for one in purchase.advice.all() if one.asked_of_id == reader.pk), None),
        "unanswered": [one for one in purchase.advice.all() if not one.answer] if decides else [],
        "may_change": may_change_purchase(reader, purchase),
        "decides": decides,
        "known": known if decides and purchase.state != State.AVAILABLE and not purchase.resource_id else None,
        "buttons": buttons_of(purchase) if decides else [],
        "may_undo": decides and may_be_undone(purchase, now),
        "in_part": in_part(purchase),
        "may_arrive": decides and State.AVAILABLE in NEXT[purchase.state],
        "money": left_for(purchase, reader=reader, today=today) if decides and undecided else "",
        "may_decline": decides and State.DECLINED in NEXT[purchase.state],
        "move_form": move_form,
        "ask_form": AskForm(thing=purchase) if decides and undecided else None,
        "is_undecided": undecided,
    } | _offered_to_its_topic(purchase)


def buttons_of(purchase):
    """The moves that need nothing but a press, out of the table of moves."""
    found = []
    for to in NEXT[purchase.state]:
        if to in BUTTONS:
            label, icon = ORDER_BACK if purchase.state == State.ORDERED else BUTTONS[to]
            found.append(Button(to, label, icon))
    return found


def _reason(purchase):
    """Why it was declined, if it is."""
    if purchase.state != State.DECLINED:
        return None
    return next((move for move in reversed(purchase.moves.all()) if move.became == State.DECLINED), None)


def _offered_to_its_topic(purchase):
    """The boxes and lists of its topic, once the title is in the catalogue: each with whether it stands there."""
    if purchase.resource is None or purchase.request is None:
        return {"boxes": [], "lists": []}
    has_it = {place.key for place in places_of(purchase.resource)}
    boxes = purchase.request.boxes.in_use().select_related("school")
    lists = purchase.request.lists.select_related("school")
    return {
        "boxes": [(box, f"box-{box.pk}" in has_it) for box in boxes],
        "lists": [(one, f"list-{one.pk}" in has_it) for one in lists],
    }
