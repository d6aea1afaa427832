"""Who sees which part of the school in reports."""

from dataclasses import dataclass

from collab.models import Role


@dataclass(frozen=True)
class Sight:
    """What somebody sees, and cannot widen: the school, their departments (keys), or what is a teacher's own (key)."""

    departments: tuple[int, ...] | None = None
    teacher: int | None = None

    @property
    def limits(self):
        """The names of the filters that are always set, as a set."""
        return {name for name in ("departments", "teacher") if getattr(self, name) is not None}

    @property
    def is_of_school(self):
        return not self.limits


def sight_of(member, departments):
    """The Sight of a member, or None for who sees no report. `departments`: all of the school."""
    if member.has_role(Role.LIBRARIAN, Role.LEADER):
        return Sight()
    headed = tuple(department.pk for department in departments if department.head_id == member.pk)
    if headed:
        return Sight(departments=headed)
    return Sight(teacher=member.pk) if member.has_role(Role.TEACHER) else None
