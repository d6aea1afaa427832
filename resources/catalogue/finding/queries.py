"""Reads of the catalogue's list: a page of plain rows, and what the filters offer.

The questions are SQL that the server prepares (`collab/prepared.py`): to put them together and to plan them anew each
time would take longer than to answer them.
"""

from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import NamedTuple

from collab.found import Found
from collab.prepared import Prepared, ask
from resources.catalogue.dictionaries import dictionary_of
from resources.catalogue.finding import statements
from resources.catalogue.finding.filters import Sort
from resources.catalogue.finding.spelling import corrected
from resources.catalogue.finding.spellings import spellings_of
from resources.catalogue.finding.statements import PAGE_SIZE
from resources.catalogue.finding.typed import code_of, isbn_of, meaning_of, words_typed

MOST_DOWNLOADED = 20_000
NO_CODE = "\U0010ffff"  # No call number begins with it.


class Row(NamedTuple):
    """What the list shows of one record: the columns of `ROWS`; `total` is the number of records counted."""

    pk: int
    kind: str
    title: str
    subtitle: str
    creators: list
    year: int | None
    reads_from: int | None
    reads_to: int | None
    call_number: str
    location: str
    subjects: list
    added_on: date
    is_withdrawn: bool
    copies: int
    total: int


@dataclass(frozen=True)
class Search:
    """A page of titles, and the words that were looked for in place of those typed, if any."""

    found: Found
    instead: str = ""


def page_of_resources(*, member, asked):
    """The page asked for, as `Search`.

    One query without words; two with them, for what they mean and for the rows; two more where nothing is found and
    the words may be mistyped. One more where a barcode or an ISBN may be meant.
    """
    values = values_of(member, asked)
    if not asked.q:
        return Search(_page(asked, values))
    words = words_typed(asked.q)
    if not words:
        return Search(_as_found([], asked))
    meaning = meaning_of(words, school_id=member.school_id, dictionary=dictionary_of(member.school))
    found = _search(asked, values, meaning, asked.q, _hits(member, asked))
    if found.rows or asked.exactly or asked.page > 1:
        return Search(found)
    other = corrected(words, school_id=member.school_id)
    if other is None:
        return Search(found)
    meaning = meaning_of(other, school_id=member.school_id, dictionary=dictionary_of(member.school))
    instead = " ".join(other)
    return Search(_search(asked, values, meaning, instead, []), instead)


def values_of(member, asked):
    """What the statements need of the member and the filters: only records of the member's school are ever found."""
    return {
        "school": member.school_id,
        "dictionary": f"pg_catalog.{dictionary_of(member.school)}",
        "kind": str(asked.kind),
        "location": asked.location,
        "since": asked.since or date.min,
        "age_from": asked.age_from,
        "age_to": asked.age_to,
        "subject": asked.subject_query,
        "withdrawn": asked.withdrawn,
    }


def _search(asked, values, meaning, text, hits):
    """The page that a meaning finds; first of all what has the text as its title."""
    titles = {"titles": spellings_of(text, meaning)} if asked.sort == Sort.BEST else {}
    return _page(asked, values | _values_of_words(asked, meaning, hits) | titles)


def _values_of_words(asked, meaning, hits):
    return {
        "whole": meaning.query(is_prefix=False),
        "begun": meaning.query(is_prefix=not asked.exactly),
        "code": code_of(asked.q).upper() or NO_CODE,
        "hits": hits,
    }


def keys_of_resources(*, member, asked, most):
    """The keys of all records that are asked for, at most so many; by title where the list has the best first.

    One query, two with words; three where a barcode or an ISBN may be meant.
    """
    values = values_of(member, asked) | {"most": most}
    words = words_typed(asked.q)
    if asked.q and not words:
        return []
    if words:
        meaning = meaning_of(words, school_id=member.school_id, dictionary=dictionary_of(member.school))
        values |= _values_of_words(asked, meaning, _hits(member, asked))
    return [key for (key,) in ask(statements.keys_of(asked.sort, has_words=bool(words)), values)]


def exact_hits(*, member, text, withdrawn=False):
    """The keys of the records on the shelf, or of those withdrawn, that have this ISBN, or a copy with this barcode."""
    if not code_of(text):
        return []
    values = {"school": member.school_id, "barcode": text, "isbn": isbn_of(text) or "", "withdrawn": withdrawn}
    return [key for (key,) in ask(statements.EXACT, values)]


def _hits(member, asked):
    return exact_hits(member=member, text=asked.q, withdrawn=asked.withdrawn)


def _page(asked, values):
    """A page as `Found`. One row more than it has tells whether there is a next one."""
    statement = statements.page_of(
        asked.sort,
        has_words="whole" in values,
        has_number="whole" in values and bool(code_of(asked.q)),
        is_narrowed=bool(asked.filters.keys() - {"q", "exactly"}),
    )
    start = (asked.page - 1) * PAGE_SIZE
    rows = list(starmap(Row, ask(statement, values | {"start": start, "end": start + PAGE_SIZE + 1})))
    if "titles" in values and asked.page == 1:
        rows[:PAGE_SIZE] = _typed_first(rows[:PAGE_SIZE], values)
    return _as_found(rows, asked)


def _typed_first(rows, values):
    """The rows with those in front that have what was typed as their title, however odd its capitals (“iPod”)."""
    titles = {title.lower() for title in values["titles"]}
    return sorted(rows, key=lambda row: row.pk not in values["hits"] and row.title.lower() not in titles)


def _as_found(rows, asked):
    total = rows[0].total if rows else 0
    return Found(rows[:PAGE_SIZE], asked.page, total, has_next=len(rows) > PAGE_SIZE, one="title", many="titles")


locations_of = Prepared(str, lambda school: (statements.LOCATIONS, {"school": school}))
