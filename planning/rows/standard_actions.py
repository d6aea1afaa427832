"""Named writes of standards: entered once in a school, rested on by its plans."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower

from collab.writing import one_at_a_time
from planning.errors import AlreadyDone, PlanningError, RowChanged
from planning.models import Standard
from planning.models.standards import PlanStandard
from planning.recording import next_version, recorded

STAGE = 1
WORDS = ("statement", "kind", "source_url")


class StandsOtherwise(PlanningError):
    """The school has a standard of this number in other words. `current` is the standard as it stands."""

    def __init__(self, current):
        self.current = current
        super().__init__(f"{current} stands in the school's list already, in other words.")


@dataclass(frozen=True)
class Choice:
    """Which words are to stand of two that somebody was shown: the school's as they were at `version`, or the new."""

    standard_id: int
    version: int
    is_correction: bool

    def is_of(self, standard):
        """Whether it was made before this standard as it stands."""
        return (self.standard_id, self.version) == (standard.pk, standard.version)


def standing(school, framework, number):
    """The standard of a school that has this framework and number, whatever the case; None if there is none."""
    return (
        Standard.objects.filter(school=school)
        .annotate(as_framework=Lower("framework"), as_number=Lower("number"))
        .filter(as_framework=Lower(Value(framework)), as_number=Lower(Value(number)))
        .first()
    )


@transaction.atomic
def enter_standard(*, school, values, by, now):
    """Enters a standard into the school's list, or finds the one that has its number. Returns (standard, is_new).

    Raises `StandsOtherwise` where that one does not say the same.
    """
    one_at_a_time(school.pk)  # A number is looked up and entered in one go.
    found = standing(school, values["framework"], values["number"])
    if found is None:
        return Standard.objects.create(school=school, created_at=now, created_by=by, **values), True
    if any(name in values and getattr(found, name) != values[name] for name in WORDS):
        raise StandsOtherwise(found)
    return found, False


def rest_on(*, plan, standard, by, now):
    """Lets a plan rest on a standard of its school. Raises `AlreadyDone`."""
    with recorded(plan=plan, what=f"Rested it on {standard}", by=by, now=now, stage=STAGE):
        _, is_new = PlanStandard.objects.get_or_create(plan=plan, standard=standard)
        if not is_new:
            raise AlreadyDone(f"This unit rests on {standard} already.")


def rest_on_entered(*, plan, values, by, now, choice=None):
    """Enters a standard, or finds it, and lets the plan rest on it. Returns (standard, is_new).

    Where the school's list has it in other words, a `choice` says which of the two are to stand; without one, or when
    the list changed since, `StandsOtherwise` is raised. Raises `AlreadyDone` where nothing is left to do.
    """
    with recorded(plan=plan, what="Entered a standard", by=by, now=now, stage=STAGE):
        try:
            standard, is_new = enter_standard(school=plan.school, values=values, by=by, now=now)
        except StandsOtherwise as clash:
            if choice is None or not choice.is_of(clash.current):
                raise
            standard, is_new = clash.current, False
        if choice is not None and choice.is_correction and not is_new:
            change_standard(plan=plan, standard=standard, version=choice.version, values=values, by=by, now=now)
            PlanStandard.objects.get_or_create(plan=plan, standard=standard)
        else:
            rest_on(plan=plan, standard=standard, by=by, now=now)
    return standard, is_new


def rest_no_more(*, plan, standard, by, now):
    """Takes a standard off a plan; it stays in the school's list. Raises `AlreadyDone`."""
    with recorded(plan=plan, what=f"Took {standard} off", by=by, now=now, stage=STAGE):
        gone, _ = PlanStandard.objects.filter(plan=plan, standard=standard).delete()
        if not gone:
            raise AlreadyDone(f"This unit does not rest on {standard} any more.")


def change_standard(*, plan, standard, version, values, by, now):
    """Corrects a standard, for every plan that rests on it, from the page of one of them.

    Raises `RowChanged`, and `AlreadyDone` when another standard of the school has this number.
    """
    with recorded(plan=plan, what=f"Corrected {standard}", by=by, now=now, stage=STAGE):
        one_at_a_time(plan.school_id)
        other = standing(plan.school, values["framework"], values["number"])
        if other and other.pk != standard.pk:
            raise AlreadyDone(f"{other} stands in the school's list already: use that one.")
        changed = Standard.objects.filter(pk=standard.pk, version=version).update(
            **values, version=next_version(), changed_at=now, changed_by=by
        )
        current = Standard.objects.select_related("changed_by", "created_by").get(pk=standard.pk)
        if not changed:
            raise RowChanged(current)
    return current
