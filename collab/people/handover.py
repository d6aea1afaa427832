"""What a person holds, and how it passes to somebody else when they leave.

Other apps know things that people hold, and the school knows none of those apps: `settings.HANDOVERS` names one class
for each kind of thing by its dotted path. Each has the two methods of `Handover`.
"""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from collab.models import Department
from collab.writing import stamp

SHOWN = 10


@dataclass(frozen=True)
class Holding:
    """Things of one kind that a person holds.

    `title` names the kind as a heading, `count` says how many there are, `items` are the first of them as
    (text, address or ""), and `then` says in a sentence what the new owner gets.
    """

    title: str
    count: int
    items: tuple
    then: str

    @property
    def more(self):
        """How many there are beyond the items."""
        return self.count - len(self.items)


class Handover(Protocol):
    """One kind of thing that people hold."""

    def holdings(self, member, *, seen_by):
        """The Holdings of a member; none that are empty. Addresses only where the one who looks may go."""

    def hand_over(self, *, member, to, by, now):
        """Passes everything of this kind on, inside the caller's transaction."""


def handovers():
    """An instance of each class that `settings.HANDOVERS` names."""
    return [import_string(path)() for path in settings.HANDOVERS]


def holdings(member, *, seen_by):
    """Everything that a member holds, of every kind, as `seen_by` is shown it."""
    return [holding for handover in handovers() for holding in handover.holdings(member, seen_by=seen_by)]


class DepartmentsHandover:
    """Departments that the member heads, or is the library champion of."""

    def holdings(self, member, *, seen_by):
        for title, field, then in (
            ("Head of department", "head", "The new owner becomes head."),
            ("Library champion", "champion", "The new owner becomes champion."),
        ):
            names = list(Department.objects.filter(**{field: member}).values_list("name", flat=True))
            if names:
                yield Holding(title, len(names), tuple((name, "") for name in names[:SHOWN]), then)

    def hand_over(self, *, member, to, by, now):
        for field in ("head", "champion"):
            Department.objects.filter(**{field: member}).update(**{field: to}, **stamp(by=by, now=now))
