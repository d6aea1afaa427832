"""The questions of the catalogue's list as SQL, one text for all filters, so that the server knows it already.

Which records are wanted is gathered as keys first, as many as are counted; rows are read for one page of them. Of very
many hits not all can be ranked in the time of a page. First come those with the words in title or names, for which
there is an index of its own (`FOREMOST` of them are ranked), then all others, which are ranked only where they are
needed to fill the page. The last word may go on (“volc”), unless there are enough titles with the word as it stands.

What is looked for stands in subqueries: the planner, which would think of a common word that reading everything is
quickest, does not see it, and has one plan for all.
"""

from collab.found import COUNTED_UP_TO
from resources.catalogue.finding.filters import Sort

FOREMOST = 200
ENOUGH = 50
COUNTED = COUNTED_UP_TO + 1

WANTED = """
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
MEANT = f"""
    whole AS MATERIALIZED (
        SELECT id, added_on, 1 AS tier, ts_rank(record.search, (SELECT %(whole)s::tsquery)) AS rank
        FROM resources_resource AS record
        WHERE {FOREMOST_WORDS} @@ (SELECT %(whole)s::tsquery) AND {WANTED} LIMIT {FOREMOST}
    ),
    meant AS MATERIALIZED (
        SELECT CASE WHEN (SELECT count(*) FROM whole) > {ENOUGH} THEN %(whole)s::tsquery ELSE %(begun)s::tsquery END
        AS query
    )
"""  # noqa: S608 - parts of our own

ROWS = """
    SELECT record.id, record.kind, record.title, record.subtitle, record.creators, record.year, record.reads_from,
        record.reads_to, record.call_number, record.location, record.subjects, record.added_on,
        record.withdrawn_at IS NOT NULL,
        (SELECT count(*) FROM resources_copy AS copy WHERE copy.resource_id = record.id AND copy.withdrawn_at IS NULL),
        (SELECT count(*) FROM counted)
    FROM page JOIN resources_resource AS record ON record.id = page.id
    ORDER BY page.place
"""
BEST = """
    WITH {meant},
    begun AS MATERIALIZED (
        SELECT id, added_on, 2 AS tier, ts_rank(record.search, (SELECT query FROM meant)) AS rank
        FROM resources_resource AS record
        WHERE (SELECT count(*) FROM whole) <= {enough}
            AND {foremost_words} @@ (SELECT query FROM meant) AND {wanted} LIMIT {foremost}
    ),
    foremost AS MATERIALIZED (
        SELECT DISTINCT ON (id) id, added_on, tier, rank FROM ({hits} TABLE whole UNION ALL TABLE begun) AS together
        ORDER BY id, tier
    ),
    counted AS MATERIALIZED (
        SELECT id, added_on, 3 AS tier, CASE WHEN (SELECT count(*) FROM foremost) < %(end)s
            THEN ts_rank(record.search, (SELECT query FROM meant)) ELSE 0 END AS rank
        FROM resources_resource AS record WHERE {found} AND {wanted} LIMIT {counted}
    ),
    page AS MATERIALIZED (
        SELECT id, row_number() OVER (ORDER BY tier, rank DESC, added_on DESC, id DESC) AS place
        FROM (
            TABLE foremost
            UNION ALL SELECT * FROM counted
            WHERE (SELECT count(*) FROM foremost) < %(end)s AND id NOT IN (SELECT id FROM foremost)
        ) AS every_one
        ORDER BY place OFFSET %(start)s LIMIT %(end)s - %(start)s
    )
    {rows}
"""
EXACT_HITS = """
    SELECT id, added_on, 0 AS tier, 0 AS rank FROM resources_resource AS record
    WHERE id = ANY(%(hits)s::bigint[]) AND {wanted} UNION ALL
"""
IN_ORDER = """
    WITH {meant} counted AS MATERIALIZED (
        SELECT 1 FROM resources_resource AS record WHERE {condition} LIMIT {counted}
    ),
    page AS MATERIALIZED (
        SELECT id, row_number() OVER (ORDER BY {order}) AS place
        FROM (
            SELECT id, added_on, title FROM resources_resource AS record WHERE {condition}
            ORDER BY {order} OFFSET %(start)s LIMIT %(end)s - %(start)s
        ) AS wanted
    )
    {rows}
"""
KEYS = """
    WITH {meant} nothing AS (SELECT)
    SELECT id FROM resources_resource AS record WHERE {condition} ORDER BY {order} LIMIT %(most)s
"""
ORDERS = {Sort.NEWNESS: "added_on DESC, id DESC", Sort.TITLE: "title, id"}


def in_order(condition, *, meant=""):
    """Order → statement, for records that meet a condition, by newness or by title."""
    parts = {"condition": condition, "meant": meant, "counted": COUNTED, "rows": ROWS}
    return {sort: IN_ORDER.format(order=order, **parts) for sort, order in ORDERS.items()}


def searching(found, *, hits=""):
    """Order → statement, for records that are found."""
    best = BEST.format(
        meant=MEANT,
        found=found,
        hits=hits,
        wanted=WANTED,
        foremost_words=FOREMOST_WORDS,
        enough=ENOUGH,
        foremost=FOREMOST,
        counted=COUNTED,
        rows=ROWS,
    )
    return {Sort.BEST: best} | in_order(f"{found} AND {WANTED}", meant=f"{MEANT},")


BROWSE = in_order(WANTED)
SEARCH = searching(BY_WORDS)
SEARCH_NUMBERS_TOO = searching(BY_WORDS_OR_NUMBER, hits=EXACT_HITS.format(wanted=WANTED))


def keys(condition, *, meant=""):
    """Order → statement for the keys of all records that meet a condition; by title where the best come first."""
    orders = ORDERS | {Sort.BEST: ORDERS[Sort.TITLE]}
    return {sort: KEYS.format(meant=meant, condition=condition, order=order) for sort, order in orders.items()}


BROWSE_KEYS = keys(WANTED)
SEARCH_KEYS = keys(f"{BY_WORDS_OR_NUMBER} AND {WANTED}", meant=f"{MEANT},")

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
