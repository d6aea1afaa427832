"""Named writes of the rows of a plan. A row is written with the version it was read at; no text is ever lost."""

from planning.errors import AlreadyDone, PlanningError, RowChanged, RowGone
from planning.models import Criterion, CriterionCount, Duty, Lesson, Partner, UnitPlan
from planning.recording import next_version, recorded

LOG_STAGE = 3
COUNTS = "counts"


def add_row(*, model, plan, values, by, now, stage=None):
    """A new row of a plan. `values`: field name → clean value, for a Criterion with `counts`: level → students or None.

    It counts as a part in the row's stage, or in `stage` where a row belongs to more than one. Returns the row.
    Raises `AlreadyDone` for a member who is a partner already, and `PlanIsClosed`.
    """
    values = dict(values)
    counts = values.pop(COUNTS, None)
    with recorded(plan=plan, what=f"Added a {name_of(model)}", by=by, now=now, stage=_stage(model, stage)):
        _check_relations(plan, values)
        row = model.objects.create(plan=plan, created_at=now, created_by=by, changed_at=now, changed_by=by, **values)
        if counts is not None:
            _write_counts(row, counts)
    return row


def change_row(*, row, version, values, by, now, stage=None):
    """Writes the `values` of a row that was read at `version`; returns the row as it stands then.

    Values that stand there already are not written again. Raises `RowChanged` with the row as it stands now, or
    `RowGone`, when somebody else was first.
    """
    model = type(row)
    values = dict(values)
    counts = values.pop(COUNTS, None)
    current = model.objects.filter(pk=row.pk).first()
    if current is not None and current.version == version and _stands(current, values, counts):
        return current
    what = f"Changed a {name_of(model)}"
    with recorded(plan=row.plan, what=what, by=by, now=now, stage=_stage(model, stage)):
        _check_relations(row.plan, values)
        changed = model.objects.filter(pk=row.pk, version=version).update(
            **values, version=next_version(), changed_at=now, changed_by=by
        )
        current = model.objects.select_related("changed_by").filter(pk=row.pk).first()
        if current is None:
            raise RowGone
        if not changed and not _stands(current, values, counts):
            raise RowChanged(current)
        if changed and counts is not None:
            _write_counts(current, counts)
    return current


def remove_row(*, row, version, by, now, stage=None):
    """Removes a row that was read at `version`. The duties of a partner who goes fall to all partners.

    Returns how many duties those are. Raises `AlreadyDone` when it is gone, `RowChanged` when it is another by now.
    """
    model = type(row)
    what = f"Removed a {name_of(model)}"
    with recorded(plan=row.plan, what=what, by=by, now=now, stage=_stage(model, stage)):
        current = model.objects.select_related("changed_by").filter(pk=row.pk).first()
        if current is None:
            raise AlreadyDone("Somebody removed this before you.")
        if current.version != version:
            raise RowChanged(current)
        fallen = 0
        if model is Partner:
            fallen = Duty.objects.filter(owner=current).update(owner=None, version=next_version())
        current.delete()
    return fallen


def set_done(*, duty, is_done, by, now):
    """Ticks a duty off, or opens it again. Raises `AlreadyDone`, and `RowGone`."""
    what = "Finished a duty" if is_done else "Opened a duty again"
    with recorded(plan=duty.plan, what=what, by=by, now=now, stage=Duty.stage):
        changed = Duty.objects.filter(pk=duty.pk, done_at__isnull=is_done).update(
            done_at=now if is_done else None, done_by=by if is_done else None
        )
        if not changed:
            if not Duty.objects.filter(pk=duty.pk).exists():
                raise RowGone
            raise AlreadyDone("This duty is done already." if is_done else "This duty is open already.")


def log_lesson(*, lesson, version, values, by, now):
    """Writes down what happened in a lesson (`happened`, `students_reached`, who led it): a part in stage 3."""
    return change_row(row=lesson, version=version, values=values, by=by, now=now, stage=LOG_STAGE)


def name_of(model):
    """What people call one row of a model: “lesson”."""
    return model._meta.verbose_name


def _stage(model, stage):
    return model.stage if stage is None else stage


def _stands(current, values, counts):
    if any(getattr(current, name) != value for name, value in values.items()):
        return False
    return counts is None or _counted(counts) == counts_of(current)


def _counted(counts):
    return {level: students for level, students in counts.items() if students is not None}


def counts_of(criterion):
    """{level: students} as it stands."""
    return dict(criterion.counts.values_list("level", "students"))


def _write_counts(criterion: Criterion, counts):
    """Replaces the counts. Refuses, inside the plan's lock, those of a level that was left out meanwhile."""
    counted = _counted(counts)
    [labels] = UnitPlan.objects.filter(pk=criterion.plan_id).values_list("level_labels", flat=True)
    if any(level > len(labels) for level in counted):
        raise PlanningError(f"Somebody renamed the levels meanwhile: {', '.join(labels)}. Look at the numbers again.")
    criterion.counts.exclude(level__in=counted).delete()
    CriterionCount.objects.bulk_create(
        [CriterionCount(criterion=criterion, level=level, students=students) for level, students in counted.items()],
        update_conflicts=True,
        unique_fields=["criterion", "level"],
        update_fields=["students"],
    )


def _check_relations(plan, values):
    """Refuses, inside the plan's lock, what was true when the form was shown and is not any more."""
    owner, lesson, member = values.get("owner"), values.get("lesson"), values.get("member")
    if owner is not None and not Partner.objects.filter(plan=plan, pk=owner.pk).exists():
        raise PlanningError(f"{owner} is no longer a partner of this plan. Choose somebody else.")
    if lesson is not None and not Lesson.objects.filter(plan=plan, pk=lesson.pk).exists():
        raise PlanningError(f"The lesson “{lesson}” is no longer in this plan. Choose another, or none.")
    if member is not None and Partner.objects.filter(plan=plan, member=member).exists():
        raise AlreadyDone(f"{member} is a partner of this plan already.")
