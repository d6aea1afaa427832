"""What the forms offer to choose from: subjects, year levels, classes and weeks, read once for a page."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet

from collab.models import ClassGroup, Department, Subject, YearLevel


@dataclass(frozen=True)
class Offered:
    """Rows to choose from, as their field checks them (`queryset`) and as it shows them (`choices`)."""

    queryset: QuerySet
    choices: list


@dataclass
class Offers:
    """The choices of one school for one term. `last_year`: key as text → TopicRequest that may be said again."""

    member: object
    term: object
    teacher: object = None
    last_year: dict = field(default_factory=dict)

    @cached_property
    def subjects(self):
        """The subjects of the teacher's departments come first."""
        subjects = Subject.objects.visible_to(self.member)
        of_teacher = Department.objects.filter(pk=OuterRef("department"), members=self.teacher)
        rows = subjects.annotate(is_near=Exists(of_teacher)).order_by("-is_near", "name")
        near, far = [], []
        for pk, name, is_near in rows.values_list("pk", "name", "is_near"):
            (near if is_near else far).append((pk, name))
        groups = [("Their subjects" if self.is_for_another else "Your subjects", near), ("All others", far)]
        choices = [group for group in groups if group[1]] if near else far
        return Offered(subjects, [("", "Not settled"), *choices])

    @property
    def is_for_another(self):
        return self.teacher is not None and self.teacher.pk != self.member.pk

    @cached_property
    def year_levels(self):
        levels = YearLevel.objects.visible_to(self.member)
        return Offered(levels, list(levels.values_list("pk", "name")))

    @cached_property
    def _groups(self):
        groups = ClassGroup.objects.visible_to(self.member).order_by("year_level__position", "name")
        return list(groups.values_list("pk", "name", "year_level_id", "size"))

    @cached_property
    def classes(self):
        return Offered(ClassGroup.objects.visible_to(self.member), [(pk, name) for pk, name, _, _ in self._groups])

    @cached_property
    def weeks(self):
        """The weeks of the term as choices: (3, “Week 3 · 27 Jul”)."""
        weeks = self.term.weeks() if self.term else []
        return [(number, f"Week {number} · {first:%-d %b}") for number, first, _ in weeks]

    def who(self, levels, classes):
        """Two bound fields as one choice: a list of rows, in each the chip of a year level and those of its classes."""
        chosen_levels, chosen = _chosen(levels), _chosen(classes)
        rows = {pk: [_chip(levels, pk, name, chosen_levels)] for pk, name in self.year_levels.choices}
        for pk, name, level, size in self._groups:
            rows.setdefault(level, []).append(_chip(classes, pk, name, chosen, size))
        return list(rows.values())


def _chosen(bound):
    return {str(getattr(value, "pk", value)) for value in bound.value() or ()}


def _chip(bound, pk, label, chosen, size=None):
    return {
        "id": f"{bound.auto_id}_{pk}",
        "name": bound.html_name,
        "value": pk,
        "label": label,
        "size": size or "",
        "is_checked": str(pk) in chosen,
    }
