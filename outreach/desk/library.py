"""What of the library waits for a person, in words: the facts that the library's rooms know, as items of the desk."""

from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator

from collab.addresses import address
from outreach.desk.items import DeskItem, Kind
from resources.purchases.late import LATE_AFTER

LONGEST_REASON = 120


def items_of(*, school_slug, facts, on):
    """The facts as DeskItems, in no order."""
    return [SAID[fact.kind](fact, school_slug, on) for fact in facts]


def _requests(fact, slug, on):
    text = f"{fact.number} topic requests for {fact.name}" if fact.number > 1 else f"A topic request for {fact.name}"
    url = f"{address('topic_board', school_slug=slug)}?term={fact.key}&state=asked"
    return DeskItem(Kind.REQUESTS, text, "Nobody of the library has looked at them yet.", url, due_on=fact.day)


def _loan_asked(fact, slug, on):
    text = f"{fact.who} would like “{fact.name}”"
    detail = f"From {_day(fact.day)}. Confirm it, or say why not."
    return DeskItem(Kind.LOAN_ASKED, text, detail, _loan(fact, slug), due_on=fact.day)


def _loan_answered(fact, slug, on):
    if fact.kind == "loan_confirmed":
        text, detail = f"“{fact.name}” is booked for you", f"From {_day(fact.day)}. {fact.who} confirmed it."
        moved_on = date.fromisoformat(fact.said)
    else:
        said = Truncator(fact.said).chars(LONGEST_REASON)
        text = f"You do not get “{fact.name}” from {_day(fact.day)}"
        detail = f"{fact.who}: “{said}”" if said else f"{fact.who} cancelled the loan."
        moved_on = None  # That is so once and for all.
    return DeskItem(Kind.LOAN_ANSWERED, text, detail, _loan(fact, slug), due_on=fact.day, moved_on=moved_on)


def _hand_out(fact, slug, on):
    late = "today" if fact.day == on else f"since {_day(fact.day)}"
    text = f"Hand out “{fact.name}” to {fact.who}"
    return DeskItem(Kind.HAND_OUT, text, f"It is booked {late}.", _loan(fact, slug), due_on=fact.day)


def _overdue(fact, slug, on):
    text = f"“{fact.name}” is not back from {fact.who}"
    return DeskItem(Kind.LOAN_OVERDUE, text, f"It was due on {_day(fact.day)}.", _loan(fact, slug), due_on=fact.day)


def _bring_back(fact, slug, on):
    is_late = fact.day < on
    when = "today" if fact.day == on else f"on {_day(fact.day)}"
    detail = f"It was due {when}." if is_late else f"It is due {when}. Ask for an extension if you need it longer."
    kind = Kind.LOAN_OVERDUE if is_late else Kind.BRING_BACK
    return DeskItem(kind, f"Bring back “{fact.name}”", detail, _loan(fact, slug), due_on=fact.day)


def _follow_ups(fact, slug, on):
    text = f"{fact.number} things came back missing or damaged" if fact.number > 1 else "Something came back incomplete"
    return DeskItem(Kind.FOLLOW_UPS, text, "Settle what became of it.", address("follow_ups", school_slug=slug))


def _purchases(fact, slug, on):
    what = ("purchase suggestion waits", "purchase suggestions wait")
    asks = "Ask a head of department whether it would be used."
    return _to_decide(fact, Kind.PURCHASES, what, asks, address("purchases", school_slug=slug))


def _weedings(fact, slug, on):
    what = ("title that might go waits", "titles that might go wait")
    asks = "Ask a head of department whether it may go."
    return _to_decide(fact, Kind.WEEDING, what, asks, address("weedings", school_slug=slug))


def _to_decide(fact, kind, what, asks, url):
    """What waits for a decision since advice is there, or for somebody to be asked; `what` of one and of several."""
    _, state = fact.kind.split("_")
    one, several = what
    is_advised = state == "advised"
    text = f"{fact.number} {several if fact.number > 1 else one} for {'a decision' if is_advised else 'advice'}"
    return DeskItem(kind, text, "Advice is there." if is_advised else asks, f"{url}?state={state}")


def _orders_late(fact, slug, on):
    if fact.number == 1:
        url = address("purchase", school_slug=slug, purchase_id=fact.key)
        text, detail = f"“{fact.name}” has not come yet", f"It was ordered on {_day(fact.day)}."
    else:
        url = f"{address('purchases', school_slug=slug)}?state=late"
        text = f"{fact.number} orders have not come yet"
        detail = f"Ordered more than {LATE_AFTER.days} days ago, “{fact.name}” on {_day(fact.day)}."
    return DeskItem(Kind.ORDERS_LATE, text, f"{detail} Ask the shop, or say that it has arrived.", url)


def _advice(fact, slug, on):
    is_purchase = fact.kind == "advice_purchase"
    text = f"Would “{fact.name}” be used?" if is_purchase else f"May “{fact.name}” go?"
    url = address("advice_give", school_slug=slug, advice_id=fact.key)
    if fact.number > 1:
        detail = f"{fact.who} asks for your advice. Begin with “{fact.name}”; each answer leads to the next."
        return DeskItem(Kind.ADVICE, f"May these {fact.number} titles go?", detail, url, due_on=fact.day)
    return DeskItem(Kind.ADVICE, text, f"{fact.who} asks for your advice.", url, due_on=fact.day)


def _ask(fact, slug, on):
    text = f"What will you teach in {fact.name}?"
    detail = f"It begins on {_day(fact.day)}. Saying your topics takes a minute; the library gets ready for them."
    return DeskItem(Kind.ASK, text, detail, f"{address('topics_ask', school_slug=slug)}?term={fact.key}")


def _withdrawn(fact, slug, on):
    url = address("topic_request", school_slug=slug, request_id=fact.key)
    detail = f"{fact.who} withdrew it on {_day(fact.day)}. See what stands behind it, and whether it is needed still."
    return DeskItem(Kind.WITHDRAWN, f"“{fact.name}” is not taught after all", detail, url)


def _prepared(fact, slug, on):
    url = address("topic_request", school_slug=slug, request_id=fact.key)
    text, detail = f"“{fact.name}” is ready", "See what the library has got ready for it."
    return DeskItem(Kind.PREPARED, text, detail, url, moved_on=fact.day)


def _declined(fact, slug, on):
    url = address("topic_request", school_slug=slug, request_id=fact.key)
    said = Truncator(fact.said).chars(LONGEST_REASON)
    detail = f"{fact.who} on {_day(fact.day)}: “{said}”" if said else f"{fact.who} declined it on {_day(fact.day)}."
    text = f"The library cannot get ready for “{fact.name}”"
    return DeskItem(Kind.DECLINED, text, detail, url, moved_on=fact.day)


def _seen(fact, slug, on):
    url = address("topic_request", school_slug=slug, request_id=fact.key)
    detail = f"{fact.who} has it in hand since {_day(fact.day)}."
    became = "is being prepared" if fact.said == "preparing" else "is with the library"
    return DeskItem(Kind.SEEN, f"“{fact.name}” {became}", detail, url, moved_on=fact.day)


def _answered(fact, slug, on):
    _, state = fact.kind.split("_")
    became, detail = ANSWERS[state]
    said = Truncator(fact.said).chars(LONGEST_REASON)
    detail = detail.format(who=fact.who, day=_day(fact.day), said=said, number=fact.number)
    if state == "available" and fact.said:
        detail = f"For “{said}”. {detail}"
    url = address("purchase", school_slug=slug, purchase_id=fact.key)
    return DeskItem(Kind.ANSWERED, f"“{fact.name}” {became}", detail, url, moved_on=fact.day)


def _list(fact, slug, on):
    url = address("resource_list", school_slug=slug, list_id=fact.key)
    text, detail = LISTS[fact.kind]
    about = {"name": fact.name, "who": fact.who, "day": _day(fact.day), "owner": fact.said}
    return DeskItem(Kind.LIST, text.format(**about), detail.format(**about), url, moved_on=fact.day)


def _loan(fact, slug):
    return address("booking", school_slug=slug, booking_id=fact.key)


def _day(day):
    return date_format(day, "l j F")


ANSWERS = {
    "accepted": ("is accepted", "{who} accepted it on {day}."),
    "declined": ("was declined", "{who} on {day}: “{said}”"),
    "ordered": ("is ordered", "{who} ordered it on {day}."),
    "part": ("has come in part", "{number} of {said} are in the library since {day}."),
    "undone": ("has not come after all", "{who} corrected it on {day}: it is on order still."),
    "available": ("has come", "It is in the library since {day}."),
}
LISTS = {
    "list_given": ("“{name}” is your list now", "{who} gave it to you on {day}."),
    "list_curated": ("You keep “{name}” too", "{who} made you a curator on {day}: you change what is on it."),
    "list_passed_on": (
        "“{name}” is {owner}'s list now",
        "{who} gave it to them on {day}. You still change what is on it, as a curator.",
    ),
}
SAID = {
    "requests": _requests,
    "loan_asked": _loan_asked,
    "hand_out": _hand_out,
    "overdue": _overdue,
    "bring_back": _bring_back,
    "loan_confirmed": _loan_answered,
    "loan_cancelled": _loan_answered,
    "follow_ups": _follow_ups,
    "purchases_asked": _purchases,
    "purchases_advised": _purchases,
    "orders_late": _orders_late,
    "weedings_asked": _weedings,
    "weedings_advised": _weedings,
    "advice_purchase": _advice,
    "advice_weeding": _advice,
    "ask": _ask,
    "withdrawn": _withdrawn,
    "prepared": _prepared,
    "declined": _declined,
    "seen": _seen,
    **dict.fromkeys(LISTS, _list),
    **{f"answered_{state}": _answered for state in ANSWERS},
}
