"""Lists that came to somebody, to own or to keep with others; see `facts` for what each part may name."""

# Who owned a list goes on as a curator from the moment at which it is another's.
CURATED = """
SELECT CASE WHEN curator.added_at = list.given_at THEN 'list_passed_on' ELSE 'list_curated' END,
    list.id, list.title, adder.name, (curator.added_at AT TIME ZONE school.time_zone)::date, 1,
    CASE WHEN curator.added_at = list.given_at THEN owner.name ELSE '' END
FROM resources_curator curator
JOIN resources_resourcelist list ON list.id = curator.list_id
JOIN collab_school school ON school.id = list.school_id
JOIN collab_member owner ON owner.id = list.owner_id
JOIN collab_member adder ON adder.id = curator.added_by_id
WHERE curator.member_id = reader.id AND curator.added_at >= %(news)s AND curator.added_by_id <> reader.id
ORDER BY curator.added_at DESC, list.id LIMIT %(each)s
"""
GIVEN = """
SELECT 'list_given', list.id, list.title, giver.name, (list.given_at AT TIME ZONE school.time_zone)::date, 1, ''
FROM resources_resourcelist list
JOIN collab_school school ON school.id = list.school_id
JOIN collab_member giver ON giver.id = list.given_by_id
WHERE list.owner_id = reader.id AND list.given_at >= %(news)s AND list.given_by_id <> reader.id
ORDER BY list.given_at DESC, list.id LIMIT %(each)s
"""
