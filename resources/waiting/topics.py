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
    AND term.starts_on > %(on)s AND term.starts_on <= %(coming)s
    AND NOT EXISTS (
        SELECT FROM resources_topicrequest request
        WHERE request.school_id = reader.school_id AND request.teacher_id = reader.id
            AND request.term_id = term.id AND request.state <> 'withdrawn'
    ) AND NOT EXISTS (
        SELECT FROM resources_nothingthistime nothing
        WHERE nothing.term_id = term.id AND nothing.teacher_id = reader.id
    )
"""
READY = """
SELECT 'prepared', request.id, request.topic, '', request.changed_at::date, 1, ''
FROM resources_topicrequest request
WHERE request.school_id = reader.school_id AND request.teacher_id = reader.id AND request.state = 'ready'
    AND request.changed_at >= %(news)s
ORDER BY request.changed_at, request.id LIMIT %(each)s
"""
