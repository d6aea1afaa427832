"""Loans that wait at the shelf or on somebody's own; see `facts` for what each part may name."""

AT_THE_SHELF = """
SELECT
    CASE booking.state WHEN 'requested' THEN 'loan_asked' WHEN 'confirmed' THEN 'hand_out' ELSE 'overdue' END,
    booking.id, box.name, borrower.name,
    CASE booking.state WHEN 'out' THEN booking.ends_on ELSE booking.starts_on END, 1, ''
FROM resources_boxbooking booking
JOIN resources_resourcebox box ON box.id = booking.box_id
JOIN collab_member borrower ON borrower.id = booking.borrower_id
WHERE reader.is_librarian AND booking.school_id = reader.school_id AND (
    booking.state = 'requested'
    OR booking.state = 'confirmed' AND booking.starts_on <= %(on)s
    OR booking.state = 'out' AND booking.ends_on < %(on)s
)
ORDER BY booking.starts_on, booking.id LIMIT %(each)s
"""
TO_BRING_BACK = """
SELECT 'bring_back', booking.id, box.name, '', booking.ends_on, 1, ''
FROM resources_boxbooking booking JOIN resources_resourcebox box ON box.id = booking.box_id
WHERE booking.school_id = reader.school_id AND booking.borrower_id = reader.id AND booking.state = 'out'
    AND booking.ends_on <= %(due)s
ORDER BY booking.ends_on, booking.id LIMIT %(each)s
"""
# What the library did with a loan of somebody's: it is theirs since a day, or they do not get it for a reason.
ANSWERED = """
SELECT 'loan_' || booking.state, booking.id, box.name, mover.name, booking.starts_on, 1,
    CASE booking.state
        WHEN 'confirmed' THEN to_char(move.at AT TIME ZONE school.time_zone, 'YYYY-MM-DD')
        ELSE move.why
    END
FROM resources_boxbooking booking
JOIN resources_resourcebox box ON box.id = booking.box_id
JOIN collab_school school ON school.id = booking.school_id
JOIN LATERAL (
    SELECT at, by_id, why FROM resources_bookingmove WHERE of_id = booking.id ORDER BY at DESC, id DESC LIMIT 1
) move ON move.at >= %(news)s AND move.by_id <> reader.id
JOIN collab_member mover ON mover.id = move.by_id
WHERE booking.school_id = reader.school_id AND booking.borrower_id = reader.id
    AND booking.state IN ('confirmed', 'cancelled') AND booking.ends_on >= %(on)s
ORDER BY booking.starts_on, booking.id LIMIT %(each)s
"""
FOLLOW_UPS = """
SELECT 'follow_ups', 0, '', '', min(created_at)::date, count(*), ''
FROM resources_followup
WHERE reader.is_librarian AND school_id = reader.school_id AND settled_at IS NULL
HAVING count(*) > 0
"""
