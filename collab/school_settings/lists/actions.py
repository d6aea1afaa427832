"""Named writes to the four lists."""

from django.db import transaction
from django.db.models import Max

from collab.errors import AlreadyDone, Refused
from collab.models import ClassGroup, YearLevel
from collab.school_settings import records
from collab.writing import one_at_a_time

TAKEN = {
    "year_level_name_is_unique_in_its_school": ("name", "There is a year level of that name already."),
    "department_name_is_unique_in_its_school": ("name", "There is a department of that name already."),
    "subject_name_is_unique_in_its_school": ("name", "There is a subject of that name already."),
    "class_name_is_unique_in_its_school": ("name", "There is a class of that name already."),
}


def add_row(*, kind, values, by, now):
    """A new row of one of the lists; a year level goes to the end. Returns it. Raises `Refused`."""
    if kind.is_ordered:
        last = kind.model.objects.visible_to(by).aggregate(last=Max("position"))["last"] or 0
        values = values | {"position": min(last + 1, 32_767)}
    return records.add(kind.model, values, sentences=TAKEN, by=by, now=now)


def change_row(*, row, version, values, by, now):
    """Other values for a row that was read at `version`. Raises `Refused`, `RowChanged`, `RowGone`."""
    records.change(row, values, version=version, sentences=TAKEN, by=by, now=now)


def remove_row(*, row, by, now):
    """Removes a row that nothing uses. Raises `StillInUse`, `AlreadyDone`."""
    records.remove(row, by=by, now=now)


@transaction.atomic
def add_classes(*, values, by, now):
    """Several classes, all or none. `values["lines"]`: list of (line number, fields). Raises `Refused`."""
    for number, fields in values["lines"]:
        try:
            records.add(ClassGroup, fields, sentences=TAKEN, by=by, now=now)
        except Refused as refusal:
            why = f"there is a class “{fields['name']}” already." if refusal.field == "name" else refusal
            raise Refused(f"Line {number}: {why}", "lines") from refusal


@transaction.atomic
def move_year_level(*, row, up, by, now):
    """Moves a year level one place up or down; at the end of the list it stays. Raises `AlreadyDone`."""
    one_at_a_time(by.school_id)
    levels = list(YearLevel.objects.visible_to(by).order_by("position", "name", "pk"))
    if row not in levels:
        raise AlreadyDone("Somebody removed this in the meantime.")
    place = levels.index(row)
    other = max(place - 1, 0) if up else min(place + 1, len(levels) - 1)
    levels[place], levels[other] = levels[other], levels[place]
    for position, level in enumerate(levels, start=1):
        level.position = position
    YearLevel.objects.bulk_update(levels, ["position"])
    records.note("moved", row, by=by, now=now)
