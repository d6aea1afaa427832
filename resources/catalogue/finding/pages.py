"""What the templates of the catalogue's list print."""

from collections import Counter

from collab.choices import Choice, joined, options
from resources.catalogue.finding import queries
from resources.catalogue.finding.filters import Sort
from resources.catalogue.finding.rows import Shown
from resources.catalogue.permissions import may_keep_catalogue
from resources.models import Resource

FREQUENT = 8
SORTS = ((Sort.BEST, "Best match"), (Sort.NEWNESS, "Newest"), (Sort.TITLE, "Title"))


def found(*, member, asked, today):
    """The part below the filters: a page of titles, and what stands around it."""
    search = queries.page_of_resources(member=member, asked=asked)
    shown = Shown(member.school, today)
    rows = search.found.rows
    return {
        "asked": asked,
        "found": search.found,
        "instead": search.instead,
        "exactly": asked.address(exactly=1),
        "rows": joined(map(shown.table_row, rows)),
        "is_empty": not rows,
        "subjects": [(subject, asked.address(subject=subject)) for subject in frequent_subjects(rows, asked)],
        "without_subject": asked.address(subject=None),
        "sorts": [
            (label, asked.address(sort=None if sort == asked.usual_sort else sort), asked.sort == sort)
            for sort, label in SORTS
            if asked.q or sort != Sort.BEST
        ],
        "kept": asked.address().removeprefix("?"),
        "may_keep": may_keep_catalogue(member),
        "download_note": f"What you see here, all pages of it, at most {queries.MOST_DOWNLOADED:,} titles.",
    }


def frequent_subjects(rows, asked):
    """The subjects that stand most often on the titles of this page, without the one that is chosen."""
    counted = Counter(subject for row in rows for subject in row.subjects if subject != asked.subject)
    return [subject for subject, number in counted.most_common(FREQUENT) if number > 1]


def filters(*, member, asked):
    """The filters with their options; the rarer ones are folded away unless one of them is set."""
    locations = [(place, place) for place in queries.locations_of(member.school_id)]
    withdrawn = Choice("withdrawn", "Shelf", options([(1, "Withdrawn")], int(asked.withdrawn)), "On the shelf")
    rarer = ("age_from", "age_to", "subject", "since", "withdrawn")
    return {
        "first_choices": [
            Choice("kind", "Kind", options(Resource.Kind.choices, asked.kind)),
            Choice("location", "Location", options(locations, asked.location), "Everywhere"),
        ],
        "rarer_choices": [withdrawn] if may_keep_catalogue(member) else [],
        "rarer_set": sum(name in asked.filters for name in rarer),
    }
