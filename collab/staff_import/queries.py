"""Named reads of the staff import."""

from collections import defaultdict

from collab.models import Department, Member
from collab.staff_import.comparing import Person, compare


def comparison(*, staff_import, by, lock=False):
    """What the rows of a StaffImport would do now, if `by` imported them. Three queries, however many rows.

    `lock` keeps everybody from changing those people, and from removing a department, until the end of the transaction.
    """
    school_id = staff_import.school_id
    departments = Department.objects.filter(school_id=school_id)
    if lock:
        departments = departments.select_for_update(no_key=True)
    return compare(
        rows=staff_import.rows,
        people=_everybody(school_id, lock),
        departments=list(departments.values_list("name", flat=True)),
        by=by,
    )


def _everybody(school_id, lock):
    """Every Person of a school, also those who left; plain rows, since there may be thousands."""
    columns = [name for name in Person._fields if name != "department_names"]
    people = Member.objects.filter(school_id=school_id).order_by("pk").values_list(*columns)
    rows = list(people.select_for_update(no_key=True) if lock else people)
    names = defaultdict(list)
    placed = Member.departments.through.objects.filter(member__school_id=school_id).order_by("department__name")
    for member_id, name in placed.values_list("member_id", "department__name"):
        names[member_id].append(name)
    return [Person(*values, names[values[0]]) for values in rows]
