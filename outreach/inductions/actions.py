"""Named writes: a first step of a new colleague is noted, or taken back; one is set aside, or taken back."""

from django.db import transaction

from collab.errors import AlreadyDone
from collab.writing import stamp
from outreach.models import Induction

STEPS = {"met": "met", "shown": "shown round"}


@transaction.atomic
def note_step(*, member, step, by, now):
    """Notes that `by` has met (`met`) a new colleague today, or shown them round (`shown`). Raises `AlreadyDone`."""
    noted = {f"{step}_on": member.school.day_of(now), f"{step}_by": by}
    if not _change(member, {f"{step}_on__isnull": True}, noted, by, now):
        raise AlreadyDone(f"Somebody noted already that {member.name} was {STEPS[step]}.")


@transaction.atomic
def take_back_step(*, member, step, by, now):
    """Takes back that a new colleague was met, or shown round. Raises `AlreadyDone`."""
    nothing = {f"{step}_on": None, f"{step}_by": None}
    if not _change(member, {f"{step}_on__isnull": False}, nothing, by, now):
        raise AlreadyDone("That was taken back already.")


@transaction.atomic
def set_aside(*, member, by, now):
    """Takes a colleague off the list. Raises `AlreadyDone`."""
    if not _change(member, {"set_aside_at__isnull": True}, {"set_aside_at": now, "set_aside_by": by}, by, now):
        raise AlreadyDone(f"{member.name} is off the list already.")


@transaction.atomic
def take_back(*, member, by, now):
    """Puts a colleague on the list again. Raises `AlreadyDone`."""
    if not _change(member, {"set_aside_at__isnull": False}, {"set_aside_at": None, "set_aside_by": None}, by, now):
        raise AlreadyDone(f"{member.name} is on the list already.")


def _change(member, standing, values, by, now):
    """Whether the row of a member stood like that, and now holds the values; the row is made where there is none."""
    Induction.objects.bulk_create([Induction(school_id=member.school_id, member=member)], ignore_conflicts=True)
    return Induction.objects.filter(member=member, **standing).update(**values, **stamp(by=by, now=now))
