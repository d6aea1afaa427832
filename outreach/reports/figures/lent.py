"""What was lent and how it came back, lists and purchases, and what grew out of conversations."""

from outreach.reports.figures.rows import ACROSS_NOTHING, as_rows
from outreach.reports.shape import Figure, Of, Section
from resources.models import PurchaseSuggestion

BACK = (("on_time", "Back on time"), ("late", "Back late"), ("out", "Still out"))
USED = (("used", "Used"), ("unused", "Not used"), ("unsaid", "Nobody has said"))
LOST = (("missing", "Missing"), ("damaged", "Damaged"))
AT_WORK = (
    ("plan", "In a unit plan"),
    ("topic", "Behind a topic"),
    ("public", "On its public page"),
    ("nowhere", "Nowhere yet"),
)
GREW = (("plan", "Grew into a unit"), ("topic", "Grew into a topic"), ("talk", "Stayed a conversation"))

LOANS = Figure(
    key="loans",
    section=Section.FLOW,
    title="Boxes lent, and how they came back",
    counted="Each loan of a box that begins in the period and went out. On time is what came back on its last day or "
    "before.",
    unit="loans",
    of=Of.BOOKING,
    facts=f"""
        SELECT bookings.period, named.key AS part, named.name AS label, named.place, {ACROSS_NOTHING},
            bookings.id AS thing, 1 AS amount
        FROM bookings
        JOIN {as_rows(BACK)} AS named(key, name, place) ON named.key = CASE
                WHEN bookings.state = 'out' THEN 'out'
                WHEN (bookings.returned_at AT TIME ZONE %(zone)s)::date > bookings.ends_on THEN 'late'
                ELSE 'on_time'
            END
        WHERE bookings.state IN ('out', 'returned')
    """,  # noqa: S608 - our own words
    parted_by="Back",
)
THINGS_USED = Figure(
    key="things_used",
    section=Section.FLOW,
    title="Things in boxes, used and not used",
    counted="Each thing of a box, once for each loan that begins in the period and has come back, by whether it was "
    "used. Several copies of one title are one thing.",
    unit="things",
    of=Of.BOOKING,
    facts=f"""
        SELECT bookings.period, named.key AS part, named.name AS label, named.place, {ACROSS_NOTHING},
            bookings.id AS thing, count(*) AS amount
        FROM bookings
        JOIN resources_loanline AS line ON line.booking_id = bookings.id AND line.handed_out > 0
        JOIN {as_rows(USED)} AS named(key, name, place)
            ON named.key = CASE line.was_used WHEN true THEN 'used' WHEN false THEN 'unused' ELSE 'unsaid' END
        WHERE bookings.state = 'returned'
        GROUP BY bookings.period, named.key, named.name, named.place, bookings.id
    """,  # noqa: S608 - our own words
    parted_by="Used",
)
THINGS_LOST = Figure(
    key="things_lost",
    section=Section.FLOW,
    title="Missing and damaged things",
    counted="How many copies and things came back damaged, or did not come back, of the loans that begin in the "
    "period; what was found or repaired later is among them.",
    unit="things",
    of=Of.BOOKING,
    facts=f"""
        SELECT bookings.period, named.key AS part, named.name AS label, named.place, {ACROSS_NOTHING},
            bookings.id AS thing, sum(how_many.number) AS amount
        FROM bookings
        JOIN resources_loanline AS line ON line.booking_id = bookings.id
        CROSS JOIN LATERAL (VALUES ('missing', line.missing), ('damaged', line.damaged)) AS how_many(key, number)
        JOIN {as_rows(LOST)} AS named(key, name, place)
            ON named.key = how_many.key
        WHERE how_many.number > 0
        GROUP BY bookings.period, named.key, named.name, named.place, bookings.id
    """,  # noqa: S608 - our own words
    parted_by="What became of it",
)
LISTS = Figure(
    key="lists",
    section=Section.FLOW,
    title="Lists made, and where they are at work",
    counted="Each list that was made in the period, by the first of these that holds: it works in a unit plan, it "
    "stands behind a topic, it has a public page, or none of them yet. How often a list is read is not recorded.",
    unit="lists",
    of=Of.LIST,
    facts=f"""
        SELECT lists.period, named.key AS part, named.name AS label, named.place, {ACROSS_NOTHING},
            lists.id AS thing, 1 AS amount
        FROM lists
        JOIN {as_rows(AT_WORK)} AS named(key, name, place) ON named.key = CASE
            WHEN EXISTS (SELECT FROM planning_planresource WHERE list_id = lists.id) THEN 'plan'
            WHEN EXISTS (SELECT FROM resources_resourcelist_requests WHERE resourcelist_id = lists.id) THEN 'topic'
            WHEN lists.token <> '' THEN 'public'
            ELSE 'nowhere'
        END
    """,  # noqa: S608 - our own words
    parted_by="At work",
)
PURCHASES = Figure(
    key="purchases",
    section=Section.FLOW,
    title="Purchases suggested, and what became of them",
    counted="Each purchase that was suggested in the period, by the state in which it stands; what is available was "
    "met.",
    unit="suggestions",
    of=Of.PURCHASE,
    facts=f"""
        SELECT purchases.period, named.key AS part, named.name AS label, named.place, {ACROSS_NOTHING},
            purchases.id AS thing, 1 AS amount
        FROM purchases JOIN {as_rows(PurchaseSuggestion.State.choices)} AS named(key, name, place)
            ON named.key = purchases.state
    """,  # noqa: S608 - our own words
    parted_by="State",
)
CONTACTS = Figure(
    key="contacts",
    section=Section.FLOW,
    title="Conversations, and what grew out of them",
    counted="Each informal conversation of the period that somebody noted, by what grew out of it; a unit plan, where "
    "both a topic and a unit plan did.",
    unit="conversations",
    of=Of.CONTACT,
    facts=f"""
        SELECT contacts.period, named.key AS part, named.name AS label, named.place, {ACROSS_NOTHING},
            contacts.id AS thing, 1 AS amount
        FROM contacts
        JOIN {as_rows(GREW)} AS named(key, name, place) ON named.key = CASE
                WHEN contacts.plan_id IS NOT NULL THEN 'plan'
                WHEN contacts.topic_request_id IS NOT NULL THEN 'topic'
                ELSE 'talk'
            END
    """,  # noqa: S608 - our own words
    parted_by="What grew",
)
