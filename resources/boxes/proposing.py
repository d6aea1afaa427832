"""What is proposed for a box: titles with the words of its topics, those first that are for who will read them."""

import re
from collections import Counter
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, F, FloatField, Q, Value, When

from resources.boxes.finding import AT_ONCE, Meant
from resources.boxes.readers import ages_of
from resources.catalogue.dictionaries import dictionary_of
from resources.catalogue.finding.typed import tells_enough
from resources.catalogue.words import words_in
from resources.models import Resource

MOST_WORDS = 12
MOST_RANKED = 1000  # Of each portion.
# What a word of the box's own topics counts beside one that only a request has, which is often a whole sentence.
OWN, OF_A_REQUEST = 2.0, 0.75
# Where it stands: the word itself in title or subjects; its beginning there, or in subtitle or names; elsewhere. Two
# words in a summary count for more than one in a title.
EXACTLY, NEARLY, SOMEWHERE = 1.0, 0.7, 0.55
# Two words of a title for others count for more than one of a title for these readers.
FITS, UNSAID, FOR_OTHERS = 1.0, 0.9, 0.55
# The more of a series, or of titles with the same words, came before, the less the next one counts, down to a floor.
SERIES, SERIES_FLOOR, SAME, SAME_FLOOR = 0.8, 0.35, 0.95, 0.7
FIGURES = re.compile(r"[\W\d_]+")


class Found(NamedTuple):
    """A title that fits: which of the words it has, and what it counts by itself."""

    pk: int
    score: float
    series: str
    words: tuple


def proposals(box, version, *, skip=0):
    """Keys of titles that fit the words of a box's topics and are not in it, the best first: `Meant`.

    The topics of the requests that it serves count too, if less, and their readers; where no topic is known, the words
    of its name do. Three queries. `skip` counts titles that are not in the box.
    """
    asked = "topic", "reads_from", "reads_to", "year_levels__name", "classes__year_level__name"
    served = list(box.requests.order_by("pk").values_list(*asked))
    words = _words(box, [topic for topic, *_ in served])
    if not words:
        return Meant()
    inside = set(version.items.values_list("resource", flat=True))
    ranked = [one.pk for one in varied(_fitting(box, words, ages_of(served))) if one.pk not in inside]
    return Meant(titles=ranked[skip : skip + AT_ONCE], has_more=len(ranked) > skip + AT_ONCE)


def _words(box, topics):
    """The words that are looked for: word → what it counts."""
    words = dict.fromkeys(words_in(box.topics or ("" if topics else box.name)), OWN)
    for word in words_in(", ".join(topics)):
        words.setdefault(word, OF_A_REQUEST)
    return dict([(word, counts) for word, counts in words.items() if tells_enough(word)][:MOST_WORDS])


def _fitting(box, words, ages):
    """The titles on the shelf with at least one of the words, as `Found`, the best first."""
    config = f"pg_catalog.{dictionary_of(box.school)}"  # It leaves out words such as “and”.

    def having(text):
        return SearchQuery(text, config=config, search_type="raw")

    where = {}
    for number, word in enumerate(words):
        where[f"word{number}"] = Case(
            When(search=having(f"'{word}':AC"), then=Value(EXACTLY)),
            When(search=having(f"'{word}':*ABC"), then=Value(NEARLY)),
            When(search=having(f"'{word}':*"), then=Value(SOMEWHERE)),
            default=Value(0.0),
            output_field=FloatField(),
        )
    score = sum(F(name) * Value(counts) for name, counts in zip(where, words.values(), strict=True)) * _reading(ages)
    on_the_shelf = Resource.objects.filter(school=box.school).on_the_shelf().order_by().values("pk")
    portions = [on_the_shelf.filter(search=having(text))[:MOST_RANKED] for text in _portions(words)]
    candidates = Resource.objects.filter(pk__in=portions[0].union(*portions[1:]))
    ranked = candidates.annotate(**where).annotate(score=score).order_by("-score", "-added_on", "-pk")
    rows = ranked.values_list("pk", "score", "title", *where)
    return [Found(pk, score, _series(title), tuple(map(bool, found))) for pk, score, title, *found in rows]


def _portions(words):
    """What is ranked where not all that fits can be: titles with two words, with one in its best place, with any."""
    begun = [f"'{word}':*" for word in words]
    pairs = [f"({one} & {other})" for one, other in combinations(begun, 2)]
    exactly = [f"'{word}':AC" for word in words]
    return [" | ".join(portion) for portion in (pairs, exactly, begun) if portion]


def _reading(ages):
    """What a title counts by its reading age, for readers of (from, to) or None."""
    if ages is None:
        return Value(FITS)
    unsaid = Q(reads_from__isnull=True, reads_to__isnull=True)
    begins = Q(reads_from__isnull=True) | Q(reads_from__lte=ages[1])
    goes_on = Q(reads_to__isnull=True) | Q(reads_to__gte=ages[0])
    return Case(
        When(unsaid, then=Value(UNSAID)),
        When(begins & goes_on, then=Value(FITS)),
        default=Value(FOR_OTHERS),
        output_field=FloatField(),
    )


def _series(title):
    """What titles such as “River stories 28” and “River stories 29” share."""
    return FIGURES.sub(" ", title.lower()).strip() or title


def varied(found):
    """The best first, so that not many of one kind stand in a row where others fit as well. A list.

    What is worth less by now than the next one waits; nothing ever becomes worth more.
    """
    waiting = [(-one.score, place, one) for place, one in enumerate(found)]
    heapify(waiting)
    series, words, ordered = Counter(), Counter(), []
    while waiting:
        _, place, one = heappop(waiting)
        worth = one.score * max(SERIES_FLOOR, SERIES ** series[one.series]) * max(SAME_FLOOR, SAME ** words[one.words])
        if waiting and (-worth, place) > waiting[0][:2]:
            heappush(waiting, (-worth, place, one))
            continue
        ordered.append(one)
        series[one.series] += 1
        words[one.words] += 1
    return ordered
