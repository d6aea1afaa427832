"""From what teachers were asked to what was ready for them; and all figures of what flows."""

from outreach.reports.figures.lent import CONTACTS, LISTS, LOANS, PURCHASES, THINGS_LOST, THINGS_USED
from outreach.reports.figures.rows import ACROSS_NOTHING, as_rows
from outreach.reports.shape import Figure, Measure, Of, Section
from resources.behind.marks import IS_BARE
from resources.models import TopicRequest

ANSWERS = (("topics", "Topics"), ("nothing", "Nothing this time"), ("open", "No answer yet"))
BEHIND_IT = (
    ("bare", "Nothing behind it yet"),
    ("behind", "Something behind it"),
    ("helped", "Helped otherwise, or no help wanted"),
)
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
