"""What somebody means who scans or types: a copy by its barcode, titles by an ISBN, or titles by words."""

from dataclasses import dataclass, field

from resources.catalogue import isbn
from resources.catalogue.finding.filters import Asked, Sort
from resources.catalogue.finding.queries import page_of_resources
from resources.catalogue.finding.typed import code_of
from resources.models import Copy, Resource

AT_ONCE = 9  # As many as there are keys to pick them with.
LONGEST = 200


@dataclass(frozen=True)
class Meant:
    """What was found: a copy, or keys of titles, at most `AT_ONCE`; `has_more` of them were found.

    `is_sure`: the one copy or title is meant, and no other. `isbn`: the ISBN that was read. `instead`: the words that
    were looked for in place of those typed.
    """

    copy: Copy | None = None
    titles: list = field(default_factory=list)
    has_more: bool = False
    isbn: str = ""
    instead: str = ""
    is_sure: bool = False


def meant_by(text, *, member):
    """What a scan or some words mean in the catalogue of the member's school.

    A barcode goes before an ISBN, and that before a call number; each has to be complete. Words are never sure: that
    one title alone has them, in its summary perhaps, does not say that it is meant.
    """
    copies = Copy.objects.visible_to(member).select_related("resource")
    if copy := copies.filter(barcode__in={text, text.upper()}).first():
        return Meant(copy=copy, is_sure=True)
    on_the_shelf = Resource.objects.visible_to(member).on_the_shelf()
    number, _ = isbn.read(text)
    if number:
        return _exactly(on_the_shelf.filter(isbns__contains=[number]), isbn=number)
    called = _exactly(on_the_shelf.filter(call_number__iexact=text)) if _may_be_a_call_number(text) else None
    return called if called and called.titles else _by_words(text, member)


def is_code(text):
    """Whether a text is none that people type as words: an ISBN, or one piece with a figure in it."""
    return bool(isbn.read(text)[0]) or (bool(code_of(text)) and " " not in text)


def _may_be_a_call_number(text):
    """It has a figure or several parts; one word alone, such as “Kit”, is rather a word of a title."""
    return bool(code_of(text)) or " " in text


def _exactly(titles, **about):
    """The titles that a code names: sure where it is one."""
    found = list(titles.order_by("title", "pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    return Meant(titles=found[:AT_ONCE], has_more=len(found) > AT_ONCE, is_sure=len(found) == 1, **about)


def _by_words(text, member):
    search = page_of_resources(member=member, asked=Asked(q=text[:LONGEST], sort=Sort.BEST))
    rows = sorted(search.found.rows, key=lambda row: row.title.lower() != text.lower())
    return Meant(
        titles=[row.pk for row in rows[:AT_ONCE]], has_more=len(rows) > AT_ONCE, instead=search.instead if rows else ""
    )
