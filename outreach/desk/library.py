"""What of the library waits for a person: topics to say or see, loans, advice, purchases. Read as facts, then said."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection
from django.utils.formats import date_format

from collab.addresses import address
from outreach.desk.items import DeskItem, Kind

EACH = 10  # Of one kind; whoever has more is helped better by the list itself.
ASKED_AHEAD = timedelta(weeks=5)
BROUGHT_BACK_AHEAD = timedelta(days=2)
READY_IS_NEWS_FOR = timedelta(days=14)

# One question for many members, whatever waits for each: (member, kind, key, name, who, day, number).
FACTS = """
WITH reader AS (
    SELECT id, school_id, 'librarian' = ANY (roles) AS is_librarian, 'teacher' = ANY (roles) AS is_teacher
    FROM collab_member WHERE id = ANY (%(members)s)
)
SELECT reader.id, fact.* FROM reader CROSS JOIN LATERAL (
    (
        SELECT 'requests' AS kind, term.id AS key, term.name, '' AS who, term.starts_on AS day, count(*) AS number
        FROM resources_topicrequest request JOIN collab_term term ON term.id = request.term_id
        WHERE reader.is_librarian AND request.school_id = reader.school_id AND request.state = 'asked'
        GROUP BY term.id
    ) UNION ALL (
        SELECT
            CASE booking.state WHEN 'requested' THEN 'loan_asked' WHEN 'confirmed' THEN 'hand_out' ELSE 'overdue' END,
            booking.id, box.name, borrower.name,
            CASE booking.state WHEN 'out' THEN booking.ends_on ELSE booking.starts_on END, 1
        FROM resources_boxbooking booking
        JOIN resources_resourcebox box ON box.id = booking.box_id
        JOIN collab_member borrower ON borrower.id = booking.borrower_id
        WHERE reader.is_librarian AND booking.school_id = reader.school_id AND (
            booking.state = 'requested'
            OR booking.state = 'confirmed' AND booking.starts_on <= %(on)s
            OR booking.state = 'out' AND booking.ends_on < %(on)s
        )
        ORDER BY booking.starts_on, booking.id LIMIT %(each)s
    ) UNION ALL (
        SELECT 'bring_back', booking.id, box.name, '', booking.ends_on, 1
        FROM resources_boxbooking booking JOIN resources_resourcebox box ON box.id = booking.box_id
        WHERE booking.school_id = reader.school_id AND booking.borrower_id = reader.id AND booking.state = 'out'
            AND booking.ends_on <= %(due)s
        ORDER BY booking.ends_on, booking.id LIMIT %(each)s
    ) UNION ALL (
        SELECT 'follow_ups', 0, '', '', min(created_at)::date, count(*)
        FROM resources_followup
        WHERE reader.is_librarian AND school_id = reader.school_id AND settled_at IS NULL
        HAVING count(*) > 0
    ) UNION ALL (
        SELECT 'purchases_' || purchase.state, 0, '', '', min(purchase.created_at)::date, count(*)
        FROM resources_purchasesuggestion purchase
        WHERE reader.is_librarian AND purchase.school_id = reader.school_id AND (
            purchase.state = 'advised' OR purchase.state = 'asked' AND NOT EXISTS (
                SELECT FROM resources_advice advice WHERE advice.purchase_id = purchase.id
            )
        )
        GROUP BY purchase.state
    ) UNION ALL (
        SELECT CASE WHEN advice.purchase_id IS NULL THEN 'advice_weeding' ELSE 'advice_purchase' END,
            advice.id, coalesce(purchase.title, resource.title),
            asker.name, advice.asked_at::date, 1
        FROM resources_advice advice
        JOIN collab_member asker ON asker.id = advice.asked_by_id
        LEFT JOIN resources_purchasesuggestion purchase ON purchase.id = advice.purchase_id
        LEFT JOIN resources_weedingproposal weeding ON weeding.id = advice.weeding_id
        LEFT JOIN resources_resource resource ON resource.id = weeding.resource_id
        WHERE advice.asked_of_id = reader.id AND advice.answered_at IS NULL
            AND coalesce(purchase.state, weeding.state) IN ('asked', 'advised')
        ORDER BY advice.asked_at, advice.id LIMIT %(each)s
    ) UNION ALL (
        SELECT 'ask', term.id, term.name, '', term.starts_on, 1
        FROM collab_term term
        WHERE reader.is_teacher AND term.school_id = reader.school_id
            AND term.starts_on > %(on)s AND term.starts_on <= %(coming)s
            AND NOT EXISTS (
                SELECT FROM resources_topicrequest request
                WHERE request.school_id = reader.school_id AND request.teacher_id = reader.id
                    AND request.term_id = term.id AND request.state <> 'withdrawn'
            ) AND NOT EXISTS (
                SELECT FROM resources_nothingthistime nothing
                WHERE nothing.term_id = term.id AND nothing.teacher_id = reader.id
            )
    ) UNION ALL (
        SELECT 'prepared', request.id, request.topic, '', request.changed_at::date, 1
        FROM resources_topicrequest request
        WHERE request.school_id = reader.school_id AND request.teacher_id = reader.id AND request.state = 'ready'
            AND request.changed_at >= %(news)s
        ORDER BY request.changed_at, request.id LIMIT %(each)s
    )
) AS fact
"""


class Fact(NamedTuple):
    """One thing that waits: what kind of thing, its key, its name, who is behind it, its day, and how many they are."""

    kind: str
    key: int
    name: str
    who: str
    day: date
    number: int


def facts(*, members, on):
    """What waits for each member on a day: member's pk → list of Facts. One query."""
    found = defaultdict(list)
    asked = {
        "members": [member.pk for member in members],
        "on": on,
        "due": on + BROUGHT_BACK_AHEAD,
        "coming": on + ASKED_AHEAD,
        "news": on - READY_IS_NEWS_FOR,
        "each": EACH,
    }
    with connection.cursor() as cursor:
        cursor.execute(FACTS, asked)
        for member, *fact in cursor.fetchall():
            found[member].append(Fact(*fact))
    return found


def items_of(*, school_slug, facts, on):
    """The facts as DeskItems, in no order."""
    return [SAID[fact.kind](fact, school_slug, on) for fact in facts]


def _requests(fact, slug, on):
    text = f"{fact.number} topic requests for {fact.name}" if fact.number > 1 else f"A topic request for {fact.name}"
    url = f"{address('topic_board', school_slug=slug)}?term={fact.key}&state=asked"
    return DeskItem(Kind.REQUESTS, text, "Nobody of the library has looked at them yet.", url, due_on=fact.day)


def _loan_asked(fact, slug, on):
    text = f"{fact.who} would like “{fact.name}”"
    return DeskItem(Kind.LOAN_ASKED, text, f"From {_day(fact.day)}. Confirm it, or say why not.", _loan(fact, slug))


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
    state = fact.kind.removeprefix("purchases_")
    many = "purchase suggestions" if fact.number > 1 else "purchase suggestion"
    wait = "wait" if fact.number > 1 else "waits"
    text = f"{fact.number} {many} {wait} for {'a decision' if state == 'advised' else 'advice'}"
    detail = "Advice is there." if state == "advised" else "Ask a head of department whether it would be used."
    return DeskItem(Kind.PURCHASES, text, detail, f"{address('purchases', school_slug=slug)}?state={state}")


def _advice(fact, slug, on):
    is_purchase = fact.kind == "advice_purchase"
    text = f"Would “{fact.name}” be used?" if is_purchase else f"May “{fact.name}” go?"
    url = address("advice_give", school_slug=slug, advice_id=fact.key)
    return DeskItem(Kind.ADVICE, text, f"{fact.who} asks for your advice.", url, due_on=fact.day)


def _ask(fact, slug, on):
    text = f"What will you teach in {fact.name}?"
    detail = f"It begins on {_day(fact.day)}. Saying your topics takes a minute; the library gets ready for them."
    return DeskItem(Kind.ASK, text, detail, f"{address('topics_ask', school_slug=slug)}?term={fact.key}")


def _prepared(fact, slug, on):
    url = address("topic_request", school_slug=slug, request_id=fact.key)
    return DeskItem(Kind.PREPARED, f"“{fact.name}” is ready", "See what the library has got ready for it.", url)


def _loan(fact, slug):
    return address("booking", school_slug=slug, booking_id=fact.key)


def _day(day):
    return date_format(day, "l j F")


SAID = {
    "requests": _requests,
    "loan_asked": _loan_asked,
    "hand_out": _hand_out,
    "overdue": _overdue,
    "bring_back": _bring_back,
    "follow_ups": _follow_ups,
    "purchases_asked": _purchases,
    "purchases_advised": _purchases,
    "advice_purchase": _advice,
    "advice_weeding": _advice,
    "ask": _ask,
    "prepared": _prepared,
}
