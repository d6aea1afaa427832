"""Titles of the catalogue for a list: by a scan, which names one, or by words."""

from django.db.models import Q

from collab.search import matching
from resources.catalogue import isbn
from resources.models import Copy, Resource

SHOWN = 12


def title_of_scan(*, member, typed):
    """The title that an ISBN or a barcode stands for; None where it is neither, or stands for several."""
    barcode = Copy.objects.visible_to(member).filter(barcode=typed, withdrawn_at__isnull=True).values("resource")
    wanted = Q(pk__in=barcode)
    number, _ = isbn.read(typed)
    if number:
        wanted |= Q(isbns__contains=[number])
    found = Resource.objects.visible_to(member).on_the_shelf().filter(wanted).defer("search")[:2]
    return found[0] if len(found) == 1 else None


def titles_with(*, member, typed, without):
    """The first titles with all the words, those on the list (their keys) left out; a scan finds what it stands for."""
    number, _ = isbn.read(typed)
    words = matching(typed)
    wanted = Q(isbns__contains=[number]) if number else Q(search=words) if words is not None else None
    if wanted is None:
        return []
    titles = Resource.objects.visible_to(member).on_the_shelf().filter(wanted).exclude(pk__in=without)
    return list(titles.defer("search", "summary").order_by("title", "pk")[:SHOWN])
