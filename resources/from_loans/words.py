"""What loans tell in the words of the page and of a suggestion, and the address of “suggest a purchase” with them."""

from urllib.parse import urlencode

from django.utils.formats import date_format

from collab.addresses import address

LONGEST_WHY = 1000
NAMED = 3  # boxes in one sentence


def lost_in_words(tally, *, of_a_title):
    """“2 copies went missing, 1 copy came back damaged”"""
    counts = ((tally.missing, "went missing"), (tally.damaged, "came back damaged"))
    return ", ".join(f"{_many(number, of_a_title)} {what}" for number, what in counts if number)


def wanted_in_words(tally):
    """“used every time, in 3 loans; the box was asked for twice while it was out”"""
    boxes = "the box was" if len(tally.boxes) == 1 else "its boxes were"
    out = "it was" if len(tally.boxes) == 1 else "they were"
    return f"used every time, in {tally.used} loans; {boxes} asked for {_often(tally.asked)} while {out} out"


def why_of(words, tally, *, boxes, school):
    """Why to buy it, as the suggestion says it: what happened, in which boxes, when, and for which topics."""
    names = ", ".join(f"“{box.name}”" for box in boxes[:NAMED])
    more = f" and {len(boxes) - NAMED} more" if len(boxes) > NAMED else ""
    topics = ", ".join(dict.fromkeys(box.topics for box in boxes if box.topics))
    said = f"{words[0].upper()}{words[1:]} (loans of {names}{more}, {_when(tally, school)})."
    return f"{said}{f' Topics: {topics}.' if topics else ''}"[:LONGEST_WHY]


def suggest_address(known, *, why, quantity, topic_request, school):
    """The page on which a purchase is suggested, with everything that is known filled in."""
    typed = {
        "title": known.title,
        "creator": known.creator,
        "isbn": known.isbns[0] if known.isbns else "",
        "why": why,
        "quantity": quantity if quantity > 1 else "",
        "request": topic_request or "",
    }
    query = urlencode({name: value for name, value in typed.items() if value})
    return f"{address('purchase_add', school_slug=school.slug)}?{query}"


def _many(number, of_a_title):
    if not of_a_title:
        return str(number)
    return "1 copy" if number == 1 else f"{number} copies"


def _often(number):
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _when(tally, school):
    first, last = (date_format(school.day_of(moment), "F Y") for moment in (tally.first, tally.last))
    return first if first == last else f"{first} to {last}"
