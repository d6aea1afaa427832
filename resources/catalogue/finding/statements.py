"""The questions of the catalogue's list as SQL, one text for all filters, so that the server knows it already.

Which records are wanted is gathered as keys first, as many as are counted; rows are read for one page of them. Of very
many hits not all can be ranked in the time of a page. First come those with the words in title or names, for which
there is an index of its own (`FOREMOST` of them are ranked), then all others, which are looked for only where they are
needed to fill the page or to count, and ranked only for the page. The last word may go on (“volc”), unless there are
enough titles with the word as it stands. Before all of these come the titles that are what was typed, then some of
those that begin with it: the index of the titles finds them in the spellings that are likely.

What is looked for stands in subqueries, and limits are numbers: so the planner, which would think of a common word that
reading everything is quickest, does not see what differs from one search to the next, and keeps one plan for all.
"""

from functools import cache

from collab.found import COUNTED_UP_TO
from resources.catalogue.finding.filters import Sort

FOREMOST = 180
ENOUGH = 10
BEGUN_TITLES = 25
PAGE_SIZE = 50
COUNTED = COUNTED_UP_TO + 1

ON_THE_SHELF = "record.school_id = %(school)s AND record.withdrawn_at IS NULL"
NARROWED = """
    record.school_id = %(school)s
    AND (record.withdrawn_at IS NOT NULL) = %(withdrawn)s
    AND (%(kind)s::text = '' OR record.kind = %(kind)s)
    AND (%(location)s::text = '' OR record.location = %(location)s)
    AND record.added_on >= %(since)s::date
    AND (%(subject)s::text = '' OR record.search @@ to_tsquery(%(dictionary)s::regconfig, %(subject)s))
    AND (%(age_from)s::int IS NULL OR record.reads_to >= %(age_from)s
        OR (record.reads_to IS NULL AND record.reads_from IS NOT NULL))
    AND (%(age_to)s::int IS NULL OR record.reads_from <= %(age_to)s
        OR (record.reads_from IS NULL AND record.reads_to IS NOT NULL))
"""
FOREMOST_WORDS = "ts_filter(record.search, '{a,b}')"
BY_WORDS = "record.search @@ (SELECT query FROM meant)"
BY_WORDS_OR_NUMBER = """
    (record.search @@ (SELECT query FROM meant) OR record.id = ANY(%(hits)s::bigint[])
        OR (upper(record.call_number) ~>=~ %(code)s AND upper(record.call_number) ~<~ (%(code)s || chr(1114109))))
"""
MEANT = """
    with_whole AS MATERIALIZED (
        SELECT id, added_on, search FROM resources_resource AS record
        WHERE {foremost_words} @@ (SELECT %(whole)s::tsquery) AND {wanted} LIMIT {counted}
    ),
    whole AS MATERIALIZED (
        SELECT id, added_on, 3 AS tier, ts_rank(search, (SELECT %(whole)s::tsquery)) AS rank
        FROM (SELECT * FROM with_whole LIMIT {foremost}) AS first_ones
    ),
    meant AS MATERIALIZED (
        SELECT CASE WHEN (SELECT count(*) FROM whole) > {enough} THEN %(whole)s::tsquery ELSE %(begun)s::tsquery END
        AS query
    ),
"""
ROWS = """
    SELECT record.id, record.kind, record.title, record.subtitle, record.creators, record.year, record.reads_from,
        record.reads_to, record.call_number, record.location, record.subjects, record.added_on,
        record.withdrawn_at IS NOT NULL,
        (SELECT count(*) FROM resources_copy AS copy WHERE copy.resource_id = record.id AND copy.withdrawn_at IS NULL),
        {total}
    FROM page JOIN resources_resource AS record ON record.id = page.id
    ORDER BY page.place
"""
TOTAL = "(SELECT count(*) FROM counted)"
# Where there are more with the words in title or names than are counted, the others are not looked for.
TOTAL_OF_BEST = """
    greatest((SELECT count(*) FROM counted), (SELECT count(*) FROM with_whole), (SELECT count(*) FROM with_begun),
        (SELECT count(*) FROM by_title WHERE tier = 1))
"""
# Behind the text stands anything that sorts before letters, and so ends a word.
BY_TITLE = """
    by_title AS MATERIALIZED (
        SELECT id, added_on, 1 AS tier, 0 AS rank FROM resources_resource AS record
        WHERE record.title = ANY((SELECT %(titles)s::varchar[])::varchar[]) AND {wanted}
        UNION ALL
        SELECT id, added_on, 2, 0 FROM unnest((SELECT %(titles)s::text[])) AS typed(title) CROSS JOIN LATERAL (
            SELECT * FROM resources_resource
            WHERE school_id = %(school)s AND title >= typed.title || ' ' AND title < typed.title || 'A'
            ORDER BY title, id LIMIT {begun_titles}
        ) AS record WHERE {wanted}
    ),
"""
BEST = """
    WITH {meant} {by_title}
    with_begun AS MATERIALIZED (
        SELECT id, added_on, search FROM resources_resource AS record
        WHERE (SELECT count(*) FROM whole) <= {enough}
            AND {foremost_words} @@ (SELECT query FROM meant) AND {wanted} LIMIT {counted}
    ),
    begun AS MATERIALIZED (
        SELECT id, added_on, 4 AS tier, ts_rank(search, (SELECT query FROM meant)) AS rank
        FROM (SELECT * FROM with_begun LIMIT {foremost}) AS first_ones
    ),
    foremost AS MATERIALIZED (
        SELECT DISTINCT ON (id) id, added_on, tier, rank
        FROM ({hits} TABLE by_title UNION ALL TABLE whole UNION ALL TABLE begun) AS together
        ORDER BY id, tier
    ),
    counted AS MATERIALIZED (
        SELECT id, added_on, 5 AS tier, CASE WHEN (SELECT count(*) FROM foremost) < %(end)s
            THEN ts_rank(record.search, (SELECT query FROM meant)) ELSE 0 END AS rank
        FROM resources_resource AS record
        WHERE {found} AND {wanted} AND NOT (
            (SELECT count(*) FROM foremost) >= %(end)s
            AND greatest((SELECT count(*) FROM with_whole), (SELECT count(*) FROM with_begun)) = {counted}
        )
        LIMIT {counted}
    ),
    page AS MATERIALIZED (
        SELECT id, row_number() OVER (ORDER BY tier, rank DESC, added_on DESC, id DESC) AS place
        FROM (
            TABLE foremost
            UNION ALL SELECT * FROM counted
            WHERE (SELECT count(*) FROM foremost) < %(end)s AND id NOT IN (SELECT id FROM foremost)
        ) AS every_one
        ORDER BY place OFFSET %(start)s LIMIT {page_size} + 1
    )
    {rows}
"""
EXACT_HITS = """
    SELECT id, added_on, 0 AS tier, 0 AS rank FROM resources_resource AS record
    WHERE id = ANY(%(hits)s::bigint[]) AND {wanted} UNION ALL
"""
IN_ORDER = """
    WITH {meant} counted AS MATERIALIZED (
        SELECT 1 FROM resources_resource AS record WHERE {found} AND {wanted} LIMIT {counted}
    ),
    page AS MATERIALIZED (
        SELECT id, row_number() OVER (ORDER BY {order}) AS place
        FROM (
            SELECT id, added_on, title FROM resources_resource AS record WHERE {found} AND {wanted}
            ORDER BY {order} OFFSET %(start)s LIMIT {page_size} + 1
        ) AS wanted
    )
    {rows}
"""
KEYS = """
    WITH {meant} nothing AS (SELECT)
    SELECT id FROM resources_resource AS record WHERE {found} AND {wanted} ORDER BY {order} LIMIT %(most)s
"""
ORDERS = {Sort.NEWNESS: "added_on DESC, id DESC", Sort.TITLE: "title, id"}


@cache
def page_of(sort, *, has_words, has_number, is_narrowed):
    """The statement for a page in this order; `has_number`: what was typed may be a barcode or the like."""
    template = BEST if sort == Sort.BEST else IN_ORDER
    return _filled(template, sort, has_words=has_words, has_number=has_number, is_narrowed=is_narrowed)


@cache
def keys_of(sort, *, has_words):
    """The statement for the keys of all that is found; by title where the list has the best first."""
    order = Sort.TITLE if sort == Sort.BEST else sort
    return _filled(KEYS, order, has_words=has_words, has_number=has_words, is_narrowed=True)


def _filled(template, sort, *, has_words, has_number, is_narrowed):
    parts = {
        "wanted": NARROWED if is_narrowed else ON_THE_SHELF,
        "found": (BY_WORDS_OR_NUMBER if has_number else BY_WORDS) if has_words else "true",
        "foremost_words": FOREMOST_WORDS,
        "foremost": FOREMOST,
        "enough": ENOUGH,
        "counted": COUNTED,
        "page_size": PAGE_SIZE,
        "rows": ROWS.format(total=TOTAL_OF_BEST if has_words and template is BEST else TOTAL),
        "order": ORDERS.get(sort),
    }
    meant = MEANT.format(**parts) if has_words else ""
    hits = EXACT_HITS.format(**parts) if has_number else ""
    by_title = BY_TITLE.format(begun_titles=BEGUN_TITLES, **parts) if has_words else ""
    return template.format(meant=meant, by_title=by_title, hits=hits, **parts)


EXACT = """
    SELECT id FROM resources_resource
    WHERE school_id = %(school)s AND (withdrawn_at IS NOT NULL) = %(withdrawn)s AND (
        isbns @> ARRAY[%(isbn)s::varchar] OR id = ANY(ARRAY(
            SELECT resource_id FROM resources_copy WHERE school_id = %(school)s AND barcode = %(barcode)s
        ))
    )
"""
LOCATIONS = """
    WITH RECURSIVE place AS (
        (SELECT location FROM resources_resource WHERE school_id = %(school)s ORDER BY location LIMIT 1)
        UNION ALL
        SELECT (
            SELECT location FROM resources_resource
            WHERE school_id = %(school)s AND location > place.location ORDER BY location LIMIT 1
        )
        FROM place WHERE place.location IS NOT NULL
    )
    SELECT location FROM place WHERE location <> '' LIMIT 200
"""
