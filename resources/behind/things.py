"""The things that stand behind topic requests, by name: boxes, loans, lists, purchases and unit plans."""

from typing import NamedTuple

from django.db.models import F, IntegerField, Value

from collab.addresses import address
from resources.behind.kinds import KINDS


class Thing(NamedTuple):
    """One thing behind a request: what it is in a word and as a mark, its icon, its name, its page and its key."""

    word: str
    mark: str
    icon: str
    name: str
    url: str
    key: int


def things_behind(requests, *, reader):
    """Key of a request → its Things that the reader may open, for a list of such keys. One query."""
    found = {}
    first, *more = _questions(requests, reader)
    for number, request, thing, name in sorted(first.union(*more, all=True)) if requests else ():
        kind = KINDS[number]
        url = address(kind.page, school_slug=reader.school.slug, **{kind.key: thing})
        found.setdefault(request, []).append(Thing(kind.word, kind.mark, kind.icon, name, url, thing))
    return found


def _questions(requests, reader):
    """One question for each kind; its answers: (number of the kind, key of the request, key of the thing, name)."""
    return [
        kind.standing(reader)
        .filter(**{f"{kind.request}__in": requests})
        .order_by()
        .values_list(Value(number, output_field=IntegerField()), F(kind.request), F(kind.thing), F(kind.name))
        for number, kind in enumerate(KINDS)
    ]
