"""Purchases and weeding that wait, and what became of a suggestion; see `facts` for what each part may name."""

# Advice is there, or nobody is asked for it: where only somebody who left is asked, nobody is.
UNDECIDED = """
SELECT '{thread}_' || thing.state, 0, '', '', min(thing.created_at)::date, count(*), ''
FROM {table} thing
WHERE reader.is_librarian AND thing.school_id = reader.school_id AND (
    thing.state = 'advised' OR thing.state = 'asked' AND NOT EXISTS (
        SELECT FROM resources_advice advice JOIN collab_member asked ON asked.id = advice.asked_of_id
        WHERE advice.{key} = thing.id AND asked.deactivated_at IS NULL
    )
)
GROUP BY thing.state
"""
TO_DECIDE = UNDECIDED.format(thread="purchases", table="resources_purchasesuggestion", key="purchase_id")
TO_LET_GO = UNDECIDED.format(thread="weedings", table="resources_weedingproposal", key="weeding_id")
# Of several the oldest is named: it is the first to ask the shop about.
ORDERED_LONG_AGO = """
SELECT 'orders_late', purchase.id, purchase.title, '', ordered.day, count(*) OVER (), ''
FROM resources_purchasesuggestion purchase
JOIN collab_school school ON school.id = purchase.school_id
JOIN LATERAL (
    SELECT (max(at) AT TIME ZONE school.time_zone)::date AS day
    FROM resources_purchasemove
    WHERE of_id = purchase.id AND became = 'ordered' AND was NOT IN ('ordered', 'available')
) ordered ON ordered.day < %(late)s
WHERE reader.is_librarian AND purchase.school_id = reader.school_id AND purchase.state = 'ordered'
ORDER BY ordered.day, purchase.id LIMIT 1
"""
# Many titles can be put forward for weeding at once: from the fourth on, one line stands for all that are asked about.
TO_ADVISE_ON = """
SELECT kind, id, title, who, day, CASE WHEN kind = 'advice_weeding' AND number > 3 THEN number ELSE 1 END, ''
FROM (
    SELECT CASE WHEN advice.purchase_id IS NULL THEN 'advice_weeding' ELSE 'advice_purchase' END AS kind,
        advice.id, coalesce(purchase.title, resource.title) AS title,
        asker.name AS who, advice.asked_at::date AS day, advice.asked_at,
        count(*) OVER (PARTITION BY advice.purchase_id IS NULL) AS number,
        row_number() OVER (PARTITION BY advice.purchase_id IS NULL ORDER BY advice.asked_at, advice.id) AS place
    FROM resources_advice advice
    JOIN collab_member asker ON asker.id = advice.asked_by_id
    LEFT JOIN resources_purchasesuggestion purchase ON purchase.id = advice.purchase_id
    LEFT JOIN resources_weedingproposal weeding ON weeding.id = advice.weeding_id
    LEFT JOIN resources_resource resource ON resource.id = weeding.resource_id
    WHERE advice.asked_of_id = reader.id AND advice.answered_at IS NULL
        AND coalesce(purchase.state, weeding.state) IN ('asked', 'advised')
) asked
WHERE kind = 'advice_purchase' OR number <= 3 OR place = 1
ORDER BY asked_at, id LIMIT %(each)s
"""
# For who suggested it what was decided, for who teaches its topic that it has come; nobody is told what they did.
# An order that came in part is still one; so is one of which somebody had noted by mistake that it had come.
ANSWERED = """
SELECT
    'answered_' || CASE
        WHEN move.became = 'ordered' AND move.copies > 0 THEN 'part'
        WHEN move.became = 'ordered' AND move.was IN ('ordered', 'available') THEN 'undone'
        ELSE purchase.state
    END,
    purchase.id, purchase.title, mover.name, (move.at AT TIME ZONE school.time_zone)::date,
    (SELECT sum(copies) FROM resources_purchasemove WHERE of_id = purchase.id),
    CASE
        WHEN purchase.state = 'declined' THEN move.why
        WHEN move.became = 'ordered' AND move.copies > 0 THEN purchase.quantity::text
        ELSE coalesce(request.topic, '')
    END
FROM (
    SELECT id FROM resources_purchasesuggestion
    WHERE created_by_id = reader.id AND state IN ('accepted', 'declined', 'ordered', 'available')
    UNION
    SELECT for_topic.id
    FROM resources_topicrequest taught
    JOIN resources_purchasesuggestion for_topic ON for_topic.request_id = taught.id
    WHERE taught.school_id = reader.school_id AND taught.teacher_id = reader.id AND for_topic.state = 'available'
) mine
JOIN resources_purchasesuggestion purchase ON purchase.id = mine.id
JOIN collab_school school ON school.id = purchase.school_id
LEFT JOIN resources_topicrequest request ON request.id = purchase.request_id
JOIN LATERAL (
    SELECT at, by_id, why, was, became, copies
    FROM resources_purchasemove WHERE of_id = purchase.id ORDER BY at DESC, id DESC LIMIT 1
) move ON move.at >= %(news)s AND move.by_id <> reader.id
JOIN collab_member mover ON mover.id = move.by_id
ORDER BY move.at DESC, purchase.id LIMIT %(each)s
"""
