"""Topics that wait to be said, to be looked at, or that are ready; see `facts` for what each part may name."""

REQUESTS = """
SELECT 'requests' AS kind, term.id AS key, term.name, '' AS who, term.starts_on AS day, count(*) AS number, '' AS said
FROM resources_topicrequest request JOIN collab_term term ON term.id = request.term_id
WHERE reader.is_librarian AND request.school_id = reader.school_id AND request.state = 'asked'
GROUP BY term.id
"""
TO_SAY = """
SELECT 'ask', term.id, term.name, '', term.starts_on, 1, ''
FROM collab_term term
WHERE reader.is_teacher AND term.school_id = reader.school_id
    AND term.starts_on = (
        SELECT min(starts_on) FROM collab_term WHERE school_id = reader.school_id AND starts_on > %(on)s
    ) AND NOT EXISTS (
        SELECT FROM collab_term running
        WHERE running.school_id = reader.school_id AND running.starts_on <= %(on)s AND running.ends_on >= %(ending)s
    ) AND NOT EXISTS (
        SELECT FROM resources_topicrequest request
        WHERE request.school_id = reader.school_id AND request.teacher_id = reader.id
            AND request.term_id = term.id AND request.state <> 'withdrawn'
    ) AND NOT EXISTS (
        SELECT FROM resources_nothingthistime nothing
        WHERE nothing.term_id = term.id AND nothing.teacher_id = reader.id
    )
"""
# Not taught after all, though the library has begun on it; whoever was told it at the counter knows already.
WITHDRAWN = """
SELECT 'withdrawn', request.id, request.topic, mover.name, (move.at AT TIME ZONE school.time_zone)::date, 1, move.why
FROM resources_topicrequest request
JOIN collab_school school ON school.id = request.school_id
JOIN LATERAL (
    SELECT at, by_id, why FROM resources_topicrequestmove WHERE of_id = request.id ORDER BY at DESC, id DESC LIMIT 1
) move ON move.at >= %(news)s AND move.by_id <> reader.id
JOIN collab_member mover ON mover.id = move.by_id
WHERE reader.is_librarian AND request.school_id = reader.school_id AND request.state = 'withdrawn' AND (
    EXISTS (SELECT FROM resources_resourcebox_requests WHERE topicrequest_id = request.id)
    OR EXISTS (SELECT FROM resources_resourcelist_requests WHERE topicrequest_id = request.id)
    OR EXISTS (
        SELECT FROM resources_boxbooking
        WHERE request_id = request.id AND state IN ('requested', 'confirmed', 'out')
    ) OR EXISTS (
        SELECT FROM resources_purchasesuggestion WHERE request_id = request.id AND state <> 'declined'
    )
)
ORDER BY move.at DESC, request.id LIMIT %(each)s
"""
# What the library did with a topic of somebody's: it was seen, is being prepared, is ready, or cannot be prepared.
ANSWERED = """
SELECT
    CASE request.state WHEN 'ready' THEN 'prepared' WHEN 'declined' THEN 'declined' ELSE 'seen' END,
    request.id, request.topic, mover.name, (move.at AT TIME ZONE school.time_zone)::date, 1,
    CASE request.state WHEN 'declined' THEN move.why ELSE request.state END
FROM resources_topicrequest request
JOIN collab_school school ON school.id = request.school_id
JOIN LATERAL (
    SELECT at, by_id, why FROM resources_topicrequestmove WHERE of_id = request.id ORDER BY at DESC, id DESC LIMIT 1
) move ON move.at >= %(news)s AND move.by_id <> reader.id
JOIN collab_member mover ON mover.id = move.by_id
WHERE request.school_id = reader.school_id AND request.teacher_id = reader.id
    AND request.state IN ('seen', 'preparing', 'ready', 'declined')
ORDER BY move.at DESC, request.id LIMIT %(each)s
"""
