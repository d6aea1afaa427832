"""Named writes to a plan as a whole."""

import pghistory
from django.db.models import Q
from django.utils.formats import date_format

from collab.models import Role
from collab.writing import refusing
from planning import levels
from planning.errors import AlreadyDone, PlanningError, RowChanged
from planning.models import CriterionCount, Partner, StageState, UnitPlan
from planning.recording import count_contribution, next_version, recorded
from planning.stages import BY_NUMBER, NUMBERS

SHARED_ONCE_COMPLETE = 2  # The school sees a plan from its plan of action on, unless somebody chose otherwise.


def start_plan(*, school, title, partner, by, now, term=None, **about):
    """A new plan from its two fields: title, and a partner (a Member; None for nobody yet).

    Whoever starts it is a partner too. `about` may hold any further field of the plan's head. Returns the UnitPlan.
    Raises `PlanningError` at the field that names what somebody has just removed from the school's settings.
    """
    history = pghistory.context(member_id=by.pk, member=by.name, what="Started the plan", why="")
    with refusing({}, {"term": term, **about}), history:
        many = {name: about.pop(name) for name in ("year_levels", "classes") if name in about}
        plan = UnitPlan.objects.create(
            school=school, title=title, term=term, created_at=now, created_by=by, changed_at=now, changed_by=by, **about
        )
        for name, values in many.items():
            getattr(plan, name).set(values)
        StageState.objects.bulk_create(StageState(plan=plan, number=number) for number in NUMBERS)
        for member in dict.fromkeys([by, partner] if partner else [by]):
            Partner.objects.create(
                plan=plan,
                member=member,
                kind=kind_of_partner(member),
                expertise=member.expertise,
                created_at=now,
                created_by=by,
                changed_at=now,
                changed_by=by,
            )
        count_contribution(plan=plan, stage=0, by=by, now=now)
    return plan


def kind_of_partner(member):
    """Which part a member plays in a plan by their roles: the librarian's, the teacher's, or else a colleague's."""
    if member.is_librarian:
        return Partner.Kind.LIBRARIAN
    return Partner.Kind.TEACHER if member.has_role(Role.TEACHER) else Partner.Kind.COLLEAGUE


def change_head(*, plan, version, values, by, now):
    """Writes fields of the plan's head (`values`: field name → clean value), read at `version`.

    Raises `RowChanged` when somebody wrote to the head since, and `PlanningError` when its dates would not fit
    together, or it names what somebody has just removed from the school's settings.
    """
    many = {name: values[name] for name in ("year_levels", "classes") if name in values}
    plain = {name: value for name, value in values.items() if name not in many}
    with recorded(plan=plan, what="Changed the unit's details", by=by, now=now, stage=0):
        _check_dates(plan, plain)
        with refusing({}, values):
            changed = UnitPlan.objects.filter(pk=plan.pk, version=version).update(**plain, version=next_version())
            if not changed:
                raise RowChanged(UnitPlan.objects.get(pk=plan.pk))
            for name, chosen in many.items():
                getattr(plan, name).set(chosen)


def _check_dates(plan, values):
    """Refuses, inside the plan's lock, a first and a last day that two people moved past each other."""
    days = UnitPlan.objects.values("starts_on", "ends_on").get(pk=plan.pk)
    moved = {name: values[name] for name in days if name in values}
    days |= moved
    if moved and all(days.values()) and days["ends_on"] < days["starts_on"]:
        raise PlanningError(
            f"Somebody else moved the unit meanwhile: it would begin on {date_format(days['starts_on'], 'j M Y')} "
            f"and end on {date_format(days['ends_on'], 'j M Y')}. Choose another day."
        )


def complete_stage(*, plan, number, by, now):
    """Marks a stage as complete. Completing stage 2 shares the plan with the school unless somebody chose.

    Raises `AlreadyDone`.
    """
    with recorded(plan=plan, what=f"Completed {BY_NUMBER[number].name}", by=by, now=now):
        changed = StageState.objects.filter(plan=plan, number=number, completed_at__isnull=True).update(
            completed_at=now, completed_by=by
        )
        if not changed:
            raise AlreadyDone("This stage is complete already.")
        if number == SHARED_ONCE_COMPLETE:
            UnitPlan.objects.filter(pk=plan.pk, sharing_chosen_at__isnull=True).update(is_shared=True)


def reopen_stage(*, plan, number, by, now, why=""):
    """Opens a complete stage again. Raises `AlreadyDone`."""
    with recorded(plan=plan, what=f"Reopened {BY_NUMBER[number].name}", by=by, now=now, why=why):
        changed = StageState.objects.filter(plan=plan, number=number, completed_at__isnull=False).update(
            completed_at=None, completed_by=None, reopened_at=now, reopened_by=by
        )
        if not changed:
            raise AlreadyDone("This stage is open already.")


def share_plan(*, plan, is_shared, by, now):
    """Shows the plan to the school, or only to its partners, librarians and leaders. Raises `AlreadyDone`."""
    what = "Shared the plan with the school" if is_shared else "Stopped sharing the plan"
    with recorded(plan=plan, what=what, by=by, now=now, may_be_closed=True):
        changed = (
            UnitPlan.objects.filter(pk=plan.pk)
            .exclude(is_shared=is_shared)
            .update(is_shared=is_shared, sharing_chosen_at=now, sharing_chosen_by=by)
        )
        if not changed:
            raise AlreadyDone("It is shared already." if is_shared else "It is not shared.")


def close_plan(*, plan, by, now):
    """Makes the plan read-only. Raises `AlreadyDone`."""
    with recorded(plan=plan, what="Closed the plan", by=by, now=now, may_be_closed=True):
        if not UnitPlan.objects.filter(pk=plan.pk, closed_at__isnull=True).update(closed_at=now, closed_by=by):
            raise AlreadyDone("This plan is closed already.")


def reopen_plan(*, plan, by, now, why=""):
    """Opens a closed plan again. Raises `AlreadyDone`."""
    with recorded(plan=plan, what="Reopened the plan", by=by, now=now, why=why, may_be_closed=True):
        if not UnitPlan.objects.filter(pk=plan.pk, closed_at__isnull=False).update(closed_at=None, closed_by=None):
            raise AlreadyDone("This plan is open already.")


def overrule_level(*, plan, level, reason, read_at, by, now):
    """Sets the level reached by hand, for a reason; `level=None` goes back to what is recorded.

    `read_at`: the moment at which it had been set when it was read, None for not at all. Raises `RowChanged` with the
    plan as it stands when somebody set it since, and `PlanningError` when the reason is missing.
    """
    reason = reason.strip()
    if level is not None and not reason:
        raise PlanningError("Say in a few words why the level is another one.")
    with recorded(plan=plan, what="Overruled the level reached", by=by, now=now, why=reason):
        as_read = Q(overruled_at=read_at) if read_at else Q(overruled_at__isnull=True)
        changed = UnitPlan.objects.filter(as_read, pk=plan.pk).update(
            overruled_level=level,
            overruled_reason=reason if level is not None else "",
            overruled_at=now if level is not None else None,
            overruled_by=by if level is not None else None,
        )
        if not changed:
            raise RowChanged(UnitPlan.objects.select_related("overruled_by").get(pk=plan.pk))


def set_level_labels(*, plan, labels, by, now):
    """Names the levels that criteria are counted by: two to six, lowest first. The plan is as it was read.

    Raises `PlanningError`, also when somebody named them meanwhile, or counted students at a level that would go.
    """
    if not levels.FEWEST_LABELS <= len(labels) <= levels.MOST_LABELS:
        raise PlanningError("Name two to six levels, the lowest first.")
    with recorded(plan=plan, what="Named the levels of the criteria", by=by, now=now, stage=4):
        if counted := CriterionCount.objects.filter(criterion__plan=plan, level__gt=len(labels)).last():
            raise PlanningError(f"Students are counted at level {counted.level} already: name it too.")
        if not UnitPlan.objects.filter(pk=plan.pk, level_labels=plan.level_labels).update(level_labels=labels):
            raise PlanningError("Somebody renamed the levels meanwhile. Save again to see their names.")
    plan.level_labels = labels
