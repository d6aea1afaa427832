"""Titles of the catalogue for a list: by a scan, which names one, or by words."""

from resources.catalogue.finding.filters import Asked, Sort
from resources.catalogue.finding.queries import exact_hits, page_of_resources
from resources.models import Resource

SHOWN = 12


def title_of_scan(*, member, typed):
    """The title that an ISBN or a barcode stands for; None where it is neither, or stands for several."""
    found = exact_hits(member=member, text=typed)
    return Resource.objects.defer("search").get(pk=found[0]) if len(found) == 1 else None


def titles_with(*, member, typed, without):
    """The best titles for the words, and the words looked for in their place if those find nothing (or "").

    `without`: keys of titles that are on the list already.
    """
    search = page_of_resources(member=member, asked=Asked(q=typed, sort=Sort.BEST))
    keys = [row.pk for row in search.found.rows if row.pk not in set(without)][:SHOWN]
    titles = Resource.objects.defer("search", "summary").in_bulk(keys)
    return [titles[key] for key in keys], search.instead
