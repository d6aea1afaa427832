"""From what was asked to what was ready, lent and bought."""

from outreach.reports.figures.rows import ACROSS_NOTHING, as_rows
from outreach.reports.shape import Figure, Measure, Of, Section
from resources.behind.marks import IS_BARE
from resources.models import PurchaseSuggestion, TopicRequest

ANSWERS = (("topics", "Topics"), ("nothing", "Nothing this time"), ("open", "No answer yet"))
BEHIND_IT = (
    ("bare", "Nothing behind it yet"),
    ("behind", "Something behind it"),
    ("helped", "Helped otherwise, or no help wanted"),
)
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
TOPIC = "Each topic for a term that lies in the period, wholly or in part"

# The rule of `outreach.calls.answers`.
CALLS = Figure(
    key="calls",
    section=Section.FLOW,
    title="Teachers asked for their topics, and what they answered",
    counted="Each teacher who was asked in the period what they will teach, once for each term that was asked about. "
    "It is answered where the teacher has a topic for that term that was not withdrawn, whichever way it came, or "
    "said “nothing this time”. Reminded is who was sent a reminder.",
    unit="times asked",
    of=Of.INVITATION,
    facts=f"""
        SELECT invitations.period, named.key AS part, named.name AS label, named.place,
            CASE WHEN reminders > 0 THEN 'reminded' ELSE 'unreminded' END AS across,
            CASE WHEN reminders > 0 THEN 'Reminded' ELSE 'Not reminded' END AS across_label,
            CASE WHEN reminders > 0 THEN '2' ELSE '1' END AS across_place,
            invitations.id AS thing, 1 AS amount
        FROM invitations
        JOIN {as_rows(ANSWERS)} AS named(key, name, place) ON named.key = CASE
                WHEN EXISTS (
                    SELECT FROM resources_topicrequest WHERE term_id = invitations.term_id
                        AND teacher_id = invitations.teacher_id AND state <> 'withdrawn'
                ) THEN 'topics'
                WHEN EXISTS (
                    SELECT FROM resources_nothingthistime WHERE term_id = invitations.term_id
                        AND teacher_id = invitations.teacher_id
                ) THEN 'nothing'
                ELSE 'open'
            END
    """,  # noqa: S608 - our own words
    parted_by="Answer",
    across_by="Reminded",
)
REQUESTS = Figure(
    key="requests",
    section=Section.FLOW,
    title="Topics, and how far the library is with them",
    counted=f"{TOPIC}, by the state in which it stands.",
    unit="topics",
    of=Of.REQUEST,
    facts=f"""
        SELECT requests.period, named.key AS part, named.name AS label, named.place, {ACROSS_NOTHING},
            requests.id AS thing, 1 AS amount
        FROM requests JOIN {as_rows(TopicRequest.State.choices)} AS named(key, name, place)
            ON named.key = requests.state
    """,  # noqa: S608 - our own words
    parted_by="State",
)
# What was withdrawn and asked again waits from that day on.
DAYS_TO_READY = Figure(
    key="days_to_ready",
    section=Section.FLOW,
    title="Days from asked to ready",
    counted=f"{TOPIC}, that the library has called ready: the days of the calendar from that on which it was asked to "
    "that on which it first was ready. Half of the topics took no more than the number shown (the median).",
    unit="days",
    of=Of.REQUEST,
    facts=f"""
        SELECT requests.period, 'ready' AS part, 'From asked to ready' AS label, '' AS place, {ACROSS_NOTHING},
            requests.id AS thing,
            (ready.at AT TIME ZONE %(zone)s)::date
                - (coalesce(asked.at, requests.created_at) AT TIME ZONE %(zone)s)::date AS amount
        FROM requests
        CROSS JOIN LATERAL (
            SELECT at FROM resources_topicrequestmove WHERE of_id = requests.id AND became = 'ready'
            ORDER BY at, id LIMIT 1
        ) AS ready
        LEFT JOIN LATERAL (
            SELECT at FROM resources_topicrequestmove
            WHERE of_id = requests.id AND became = 'asked' AND at <= ready.at ORDER BY at DESC, id DESC LIMIT 1
        ) AS asked ON true
    """,  # noqa: S608 - our own words
    measure=Measure.MEDIAN,
    adds_up=False,
    overlap="A median is no number of topics.",
    parted_by="Step",
)
# The rules of `resources.behind`.
BEHIND = Figure(
    key="topics_behind",
    section=Section.FLOW,
    title="Topics with something behind them, and with nothing",
    counted=f"{TOPIC}, and is neither declined nor withdrawn. Behind it stands a box or a loan, a list, a purchase or "
    "a unit plan. Nothing stands behind it where help is wanted and neither such a thing is there yet, nor has the "
    "library called it ready.",
    unit="topics",
    of=Of.REQUEST,
    facts=f"""
        SELECT looked.period, named.key AS part, named.name AS label, named.place, {ACROSS_NOTHING},
            looked.id AS thing, 1 AS amount
        FROM (
            SELECT requests.period, requests.id, requests.state, requests.help_wanted,
                EXISTS (
                    SELECT FROM resources_resourcebox_requests AS served
                    JOIN resources_resourcebox AS box ON box.id = served.resourcebox_id
                    WHERE served.topicrequest_id = requests.id AND box.retired_at IS NULL
                ) OR EXISTS (
                    SELECT FROM resources_boxbooking WHERE request_id = requests.id AND state <> 'cancelled'
                ) AS has_box,
                EXISTS (
                    SELECT FROM resources_resourcelist_requests WHERE topicrequest_id = requests.id
                ) AS has_list,
                EXISTS (
                    SELECT FROM resources_purchasesuggestion WHERE request_id = requests.id AND state <> 'declined'
                ) AS has_purchase,
                EXISTS (SELECT FROM planning_unitplan WHERE topic_request_id = requests.id) AS has_plan
            FROM requests WHERE requests.state NOT IN ('declined', 'withdrawn')
        ) AS looked
        JOIN {as_rows(BEHIND_IT)} AS named(key, name, place) ON named.key = CASE
            WHEN has_box OR has_list OR has_purchase OR has_plan THEN 'behind'
            WHEN {IS_BARE} THEN 'bare'
            ELSE 'helped'
        END
    """,  # noqa: S608 - our own words
    parted_by="Behind it",
)
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
FIGURES = (
    CALLS,
    REQUESTS,
    DAYS_TO_READY,
    BEHIND,
    LOANS,
    THINGS_USED,
    THINGS_LOST,
    LISTS,
    PURCHASES,
    CONTACTS,
)
