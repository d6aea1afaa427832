"""A thing as loans name it: a title of the catalogue, wherever it was lent; or what only has a name, in its box."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models.functions import Left, Lower

from resources.models import Resource

LONGEST_TITLE = 300  # letters of a title that a suggestion can hold


class Thing(NamedTuple):
    """The key of a title; or a name in small letters and the key of the box that it is in."""

    resource: int | None
    box: int | None
    name: str

    @classmethod
    def of(cls, resource, box, name):
        return cls(resource, None, "") if resource else cls(None, box, name)


@dataclass(frozen=True)
class Known:
    """What is known of a thing. `called` is its title in small letters, as far as a suggestion can hold it."""

    title: str
    called: str
    creator: str = ""
    isbns: tuple = ()


def known_titles(things, *, names):
    """What is known of each Thing: dict. `names`: of what is in no catalogue, as somebody wrote it. One query."""
    titles = Resource.objects.filter(pk__in=[thing.resource for thing in things if thing.resource])
    rows = titles.values_list("pk", "title", Lower(Left("title", LONGEST_TITLE)), "creators", "isbns")
    found = {
        Thing(pk, None, ""): Known(title, called, ", ".join(creators[:2]), tuple(isbns))
        for pk, title, called, creators, isbns in rows
    }
    return found | {thing: Known(names[thing], thing.name) for thing in things if not thing.resource}


@dataclass
class Tally:
    """What loans said of one thing. `first` and `last`: the moments of the first and the last loan that said it."""

    boxes: list
    first: datetime
    last: datetime
    missing: int = 0
    damaged: int = 0
    used: int = 0
    unused: int = 0
    asked: int = 0
    follow_up: int | None = None

    def add(self, box, first, last, **numbers):
        """Counts what the loans of one more box said."""
        self.boxes.append(box)
        self.first, self.last = min(self.first, first), max(self.last, last)
        for name, number in numbers.items():
            setattr(self, name, getattr(self, name) + number)
