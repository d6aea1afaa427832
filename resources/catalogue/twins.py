"""Whether what is being written down is in the catalogue already: by its ISBN, or by its title and who made it."""

from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q
from django.db.models.functions import Length

from resources.catalogue.dictionaries import dictionary_of
from resources.catalogue.finding.typed import meaning_of, words_typed
from resources.catalogue.words import without_accents, words_in
from resources.models import Resource
from resources.models.catalogue import Foremost

MOST_SHOWN = 5
MOST_LOOKED_AT = 500
MOST_SIGNS_MORE = 12  # Punctuation and spaces, by which two titles with the same words may differ.


class Twin(NamedTuple):
    """Another record that may be the same; `has_isbn` says whether by an ISBN, and not by title and name alone."""

    record: Resource
    has_isbn: bool


def twins_of(*, member, isbns, title="", creators=(), but=None):
    """The Twins of what somebody types, on the shelf or withdrawn, those by ISBN first; without the one being changed.

    One query for the ISBNs, two for the title.
    """
    others = Resource.objects.visible_to(member).exclude(pk=but and but.pk)
    by_isbn = list(_shown(others.filter(isbns__overlap=isbns))[:MOST_SHOWN]) if isbns else []
    seen = {record.pk for record in by_isbn}
    by_name = [record for record in _with_title(others, member, title, creators) if record.pk not in seen]
    return ([Twin(record, True) for record in by_isbn] + [Twin(record, False) for record in by_name])[:MOST_SHOWN]


def _shown(records):
    copies = Count("copies", filter=Q(copies__withdrawn_at__isnull=True))
    names = ("pk", "school_id", "title", "creators", "year", "withdrawn_at")
    return records.only(*names).annotate(number_of_copies=copies).order_by("pk")


def _with_title(others, member, title, creators):
    """Those with this title, case, accents and punctuation apart, of which none says that somebody else made it."""
    words = words_typed(title)
    if not words:
        return []
    meaning = meaning_of(words, school_id=member.school_id, dictionary=dictionary_of(member.school))
    query = SearchQuery(meaning.query(is_prefix=False), config="simple", search_type="raw")
    about_as_long = (len(title) - MOST_SIGNS_MORE, len(title) + MOST_SIGNS_MORE)
    found = others.alias(foremost=Foremost("search"), length=Length("title"))
    found = found.filter(foremost=query, length__range=about_as_long)
    wanted, makers = _bare(title), set(map(_name, creators))
    return [
        record
        for record in _shown(found)[:MOST_LOOKED_AT]
        if _bare(record.title) == wanted
        and (not makers or not record.creators or makers & set(map(_name, record.creators)))
    ]


def _bare(text):
    """The words of a text without their accents."""
    return [without_accents(word) for word in words_in(text)]


def _name(text):
    """A name, whichever of its parts comes first: “Dahl, Ines” is “Ines Dahl”."""
    return tuple(sorted(_bare(text)))
