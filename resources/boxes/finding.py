"""What somebody means who scans or types: a copy by its barcode, titles by an ISBN, or titles by words."""

from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F

from resources.catalogue import isbn
from resources.catalogue.dictionaries import dictionary_of
from resources.catalogue.finding.filters import Asked, Sort
from resources.catalogue.finding.queries import page_of_resources
from resources.catalogue.words import words_in
from resources.models import Copy, Resource

AT_ONCE = 9  # As many as there are keys to pick them with.
LONGEST = 200
MOST_WORDS = 20


@dataclass(frozen=True)
class Meant:
    """What was found: a copy, or keys of titles, at most `AT_ONCE`; `has_more` of them were found.

    `is_sure`: the one title is meant, and no other. `isbn`: the ISBN that was read. `instead`: the words that were
    looked for in place of those typed.
    """

    copy: Copy | None = None
    titles: list = field(default_factory=list)
    has_more: bool = False
    isbn: str = ""
    instead: str = ""

    @property
    def is_sure(self):
        return len(self.titles) == 1 and not self.instead


def meant_by(text, *, member):
    """What a scan or some words mean in the catalogue of the member's school; a barcode goes before an ISBN."""
    copies = Copy.objects.visible_to(member).select_related("resource")
    if copy := copies.filter(barcode__in={text, text.upper()}).first():
        return Meant(copy=copy)
    number, _ = isbn.read(text)
    if not number:
        return _by_words(text, member)
    titles = Resource.objects.visible_to(member).on_the_shelf().filter(isbns__contains=[number])
    found = list(titles.order_by("title", "pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    return Meant(titles=found[:AT_ONCE], has_more=len(found) > AT_ONCE, isbn=number)


def _by_words(text, member):
    search = page_of_resources(member=member, asked=Asked(q=text[:LONGEST], sort=Sort.BEST))
    rows = search.found.rows
    named = [row.pk for row in rows if row.title.lower() == text.lower()]
    if len(named) == 1:
        return Meant(titles=named)
    return Meant(
        titles=[row.pk for row in rows[:AT_ONCE]], has_more=len(rows) > AT_ONCE, instead=search.instead if rows else ""
    )


def proposals(box, version, *, skip=0):
    """Keys of titles that fit the words of a box's topics and are not in it, the best first: `Meant`.

    The topics of the requests that it serves count too; where no topic is known, the words of its name do.
    """
    topics = ", ".join(filter(None, (box.topics, *box.requests.values_list("topic", flat=True))))
    words = list(dict.fromkeys(words_in(topics or box.name)))[:MOST_WORDS]
    if not words:
        return Meant()
    config = f"pg_catalog.{dictionary_of(box.school)}"  # It leaves out words such as “and”.
    query = SearchQuery(" | ".join(f"'{word}':*" for word in words), config=config, search_type="raw")
    inside = version.items.filter(resource__isnull=False).values("resource")
    titles = Resource.objects.filter(school=box.school, search=query).on_the_shelf().exclude(pk__in=inside)
    ranked = titles.order_by(SearchRank(F("search"), query).desc(), "-added_on", "-pk").values_list("pk", flat=True)
    found = list(ranked[skip : skip + AT_ONCE + 1])
    return Meant(titles=found[:AT_ONCE], has_more=len(found) > AT_ONCE)
