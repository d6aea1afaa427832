"""Named reads of the staff import."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from collab.models import Department, Member
from collab.staff_import.comparing import Person, compare


def everybody(*, school_id):
    """All members of a school as `Person` has them, also those who left; one query, and no objects for thousands."""
    names = Department.objects.filter(members=OuterRef("pk")).order_by("name").values("name")
    people = Member.objects.filter(school_id=school_id).order_by("pk")
    return people.annotate(department_names=ArraySubquery(names)).values_list(*Person._fields)


def comparison(*, staff_import, by, people=None):
    """What the rows of a StaffImport would do now, if `by` imported them. Two queries, however many rows."""
    school_id = staff_import.school_id
    found = everybody(school_id=school_id) if people is None else people
    return compare(
        rows=staff_import.rows,
        people=[Person(*values) for values in found],
        departments=list(Department.objects.filter(school_id=school_id).values_list("name", flat=True)),
        by=by,
    )
