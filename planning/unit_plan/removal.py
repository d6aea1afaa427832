"""Removing a plan that was started by mistake: only as long as nothing is written in it but its head."""

from django.db.models import RestrictedError

from planning.errors import PlanningError
from planning.models import (
    Answer,
    Barrier,
    Criterion,
    Duty,
    Evidence,
    FormativeCheck,
    Lesson,
    Need,
    PlanResource,
    RivalAnswer,
    StageState,
    UnitPlan,
)
from planning.models.standards import PlanStandard
from planning.recording import recorded

# What somebody has written or decided: (rows, word for one, word for many).
WRITTEN = (
    (Answer.objects.exclude(text=""), "answer", "answers"),
    (RivalAnswer.objects.filter(settled_at=None), "text that waits for a decision", "texts that wait for a decision"),
    (Need.objects.all(), "need", "needs"),
    (PlanStandard.objects.all(), "standard", "standards"),
    (Lesson.objects.all(), "lesson", "lessons"),
    (Duty.objects.all(), "duty", "duties"),
    (FormativeCheck.objects.all(), "formative check", "formative checks"),
    (Barrier.objects.all(), "barrier", "barriers"),
    (Criterion.objects.all(), "criterion", "criteria"),
    (Evidence.objects.all(), "piece of evidence", "pieces of evidence"),
    (PlanResource.objects.all(), "thing from the library", "things from the library"),
    (StageState.objects.exclude(completed_at=None), "stage that is complete", "stages that are complete"),
)


class SomethingIsWritten(PlanningError):
    """The plan holds somebody's work: it can be closed, and not removed."""

    def __init__(self, written):
        super().__init__(f"This plan cannot be removed any more. It holds {_spoken(written)}.")


class IsTold(PlanningError):
    """Something that somebody wrote elsewhere rests on the plan, such as its story in a report."""

    def __init__(self, rows):
        what = sorted({str(row._meta.verbose_name) for row in rows})
        super().__init__(f"This plan cannot be removed yet: a {_spoken(what)} rests on it. Take that out first.")


def written_in(plan):
    """What a plan holds besides its head and its people, in words: “3 answers”, “1 lesson”."""
    counts = ((rows.filter(plan=plan).count(), one, many) for rows, one, many in WRITTEN)
    return [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]


def remove_plan(*, plan, by, now):
    """Removes a plan with its head and its list of people. The history keeps what it was, and who removed it.

    Raises `SomethingIsWritten`, `IsTold`, and `PlanIsClosed`.
    """
    with recorded(plan=plan, what="Removed the plan", by=by, now=now):
        # Whoever is just about to name the plan, as a story does, comes first, and is seen; whoever comes later waits.
        UnitPlan.objects.select_for_update().filter(pk=plan.pk).values("pk").first()
        if written := written_in(plan):
            raise SomethingIsWritten(written)
        try:
            UnitPlan.objects.filter(pk=plan.pk).delete()
        except RestrictedError as error:
            raise IsTold(error.restricted_objects) from error


def _spoken(words):
    """“3 answers, 1 lesson and 2 duties”"""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
