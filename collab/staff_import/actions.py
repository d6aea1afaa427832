"""Named writes of the staff import: keep what was read, import it, forget it."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from collab.models import Department, Member, StaffImport
from collab.people.actions import revoke_invitations
from collab.people.permissions import may_keep_people
from collab.staff_import.comparing import CHANGED, NEW, UNIQUE
from collab.staff_import.errors import AlreadyImported, ChangedMeanwhile, StaffImportError
from collab.staff_import.queries import comparison
from collab.staff_import.wanted import SIMPLE, department_key
from collab.writing import one_at_a_time

KEPT_FOR = timedelta(days=1)
STAMP = ("version", "changed_at", "changed_by")


def keep_rows(*, school, sheet, filename, by, now):
    """Keeps what was read of an upload or a paste until it is imported. Returns the StaffImport; no person changes."""
    _check(by, school.pk)
    return StaffImport.objects.create(
        school=school,
        created_by=by,
        created_at=now,
        filename=filename[-200:],
        read_as=sheet.read_as[:300],
        columns=sheet.columns,
        ignored=sheet.ignored,
        rows=sheet.rows,
    )


@transaction.atomic
def import_staff(*, staff_import, seen, by, now):
    """Writes what the rows say, in a fixed number of queries. Returns the Comparison that was carried out.

    `seen` is the fingerprint of the Comparison that the person looked at: nothing else is written than what it said.
    Raises `ChangedMeanwhile` where it would be, and `AlreadyImported`.
    """
    _check(by, staff_import.school_id)
    one_at_a_time(staff_import.school_id)
    mine = StaffImport.objects.filter(pk=staff_import.pk, imported_at__isnull=True)
    if not mine.update(imported_at=now, imported_by=by):
        raise AlreadyImported
    result = comparison(staff_import=staff_import, by=by, lock=True)
    if result.fingerprint != seen:
        raise ChangedMeanwhile
    try:
        with transaction.atomic():
            _write(result, school_id=staff_import.school_id, by=by, now=now)
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    StaffImport.objects.filter(pk=staff_import.pk).update(outcome=result.counts)
    return result


def discard(*, staff_import, by, now):
    """Throws away rows that were not imported. Raises `AlreadyImported`."""
    _check(by, staff_import.school_id)
    deleted, _ = StaffImport.objects.filter(pk=staff_import.pk, imported_at__isnull=True).delete()
    if not deleted:
        raise AlreadyImported


def forget_old_rows(*, now):
    """Deletes what was read more than a day ago, imported or not. Returns how many uploads that were."""
    deleted, _ = StaffImport.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return deleted


def _check(by, school_id):
    if by.school_id != school_id or not may_keep_people(by):
        raise StaffImportError("Librarians and administrators of the school import its staff.")


def _write(result, *, school_id, by, now):
    new = [line for line in result.lines if line.kind == NEW]
    changed = [line for line in result.lines if line.kind == CHANGED]
    Department.objects.bulk_create(Department(school_id=school_id, name=name) for name in result.new_departments)
    departments = {
        department_key(name): key
        for key, name in Department.objects.filter(school_id=school_id).values_list("pk", "name")
    }
    added = Member.objects.bulk_create(Member(school_id=school_id, created_at=now, **line.values) for line in new)
    _change(changed, school_id=school_id, by=by, now=now)
    _place(
        [(person.pk, line.wanted.departments) for person, line in zip(added, new, strict=True)],
        [(line.person.pk, line.values["departments"]) for line in changed if "departments" in line.values],
        departments,
    )
    revoke_invitations(members=[line.person.pk for line in changed if "email" in line.values], now=now)


def _change(changed, *, school_id, by, now):
    """One upsert by primary key writes all changed people, who were read and locked in this transaction."""
    _let_go(changed)
    fields = (*SIMPLE, "roles")
    people = []
    for line in changed:
        values = {name: line.values.get(name, getattr(line.person, name)) for name in fields}
        made = {"version": line.person.version + 1, "changed_at": now, "changed_by": by}
        people.append(Member(pk=line.person.pk, school_id=school_id, created_at=now, **made, **values))
    Member.objects.bulk_create(people, update_conflicts=True, unique_fields=["id"], update_fields=[*fields, *STAMP])


def _let_go(changed):
    """Leaves without address or staff ID, for a moment, those who get another one: so that they can swap theirs."""
    for field in UNIQUE:
        people = [line.person.pk for line in changed if field in line.values]
        Member.objects.filter(pk__in=people).update(**{field: ""})


def _place(added, moved, departments):
    """Puts people into departments: (member key, names) of new people, and of people whose departments change."""
    membership = Member.departments.through
    membership.objects.filter(member__in=[key for key, _ in moved]).delete()
    membership.objects.bulk_create(
        membership(member_id=key, department_id=departments[department_key(name)])
        for key, names in added + moved
        for name in names
    )
