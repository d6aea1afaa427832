"""What is there already of something that somebody is about to suggest."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime

from resources.catalogue import isbn
from resources.models import PurchaseSuggestion, Resource

SHOWN = 3


@dataclass(frozen=True)
class Known:
    """`titles` of the catalogue as (title, address), `suggestions` as (title, sentence, address or "").

    `key` names them, so that a form can say which of them its writer has been told of.
    """

    titles: tuple
    suggestions: tuple
    key: str

    def __bool__(self):
        return bool(self.titles or self.suggestions)


def known_of(*, title, isbn_typed, member, but=None):
    """What the library has, and what was suggested, under this ISBN or this very title.

    That somebody suggested a thing may be known to all; by whom and why is for those who may see the suggestion.
    `but`: the key of the suggestion that is being looked at.
    """
    isbn13, _ = isbn.read(isbn_typed)
    title = title.strip()
    titles = _titles(title, isbn13, member)
    alike = Q(title__iexact=title) if title else Q(pk__in=())
    if isbn13:
        alike |= Q(isbn=isbn13)
    suggestions = _suggestions(alike, but, member)
    return Known(
        titles=tuple((one.title, one.get_absolute_url()) for one in titles),
        suggestions=tuple(_told(one, seen) for one, seen in suggestions),
        key=" ".join([*(f"title-{one.pk}" for one in titles), *(f"suggestion-{one.pk}" for one, _ in suggestions)]),
    )


def called(titles, title):
    """Those of a queryset of the catalogue that are called just so; their words are looked up, which have an index."""
    return titles.filter(search=SearchQuery(title, config="simple", search_type="plain"), title__iexact=title)


def _titles(title, isbn13, member):
    on_the_shelf = Resource.objects.visible_to(member).on_the_shelf()
    found = called(on_the_shelf, title)
    if isbn13:
        found = found | on_the_shelf.filter(isbns__contains=[isbn13])
    return list(found.select_related("school").order_by("pk")[:SHOWN])


def _suggestions(alike, but, member):
    """Pairs of a suggestion and whether the member may see it."""
    of_school = PurchaseSuggestion.objects.filter(alike, school=member.school_id).exclude(pk=but)
    found = list(of_school.select_related("school").order_by("-created_at")[:SHOWN])
    if not found:
        return []
    seen = PurchaseSuggestion.objects.visible_to(member).filter(pk__in=[one.pk for one in found])
    seen = set(seen.values_list("pk", flat=True))
    return [(one, one.pk in seen) for one in found]


def _told(suggestion, seen):
    on = date_format(localtime(suggestion.created_at), "j F Y")
    sentence = f"suggested on {on}, {suggestion.get_state_display().lower()}"
    return suggestion.title, sentence, suggestion.get_absolute_url() if seen else ""
