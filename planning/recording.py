"""Every write to a plan runs inside `recorded`: one transaction, a line of history, a counted contribution."""

from contextlib import contextmanager

import pghistory
from django.db import transaction
from django.db.models import F

from planning.errors import PlanIsClosed, PlanIsGone
from planning.models import Contribution, UnitPlan


@contextmanager
def recorded(*, plan, what, by, now, stage=None, why="", may_be_closed=False):
    """A transaction in which `by` does `what` (a few words) to the plan, for the reason `why` if one was given.

    The history of every row that is touched points to who, what and why. With a `stage`, the member is counted as
    having had a part in it. The plan moves to the top of lists by change. Its row is locked: of two writers the
    second waits, and nobody writes to a plan that is being closed. Raises `PlanIsClosed`, and `PlanIsGone`.
    """
    with transaction.atomic(), pghistory.context(member_id=by.pk, member=by.name, what=what, why=why):
        locked = UnitPlan.objects.select_for_update(no_key=True).only("pk", "closed_at").filter(pk=plan.pk).first()
        if locked is None:
            raise PlanIsGone
        if locked.closed_at and not may_be_closed:
            raise PlanIsClosed
        yield
        UnitPlan.objects.filter(pk=plan.pk).update(changed_at=now, changed_by=by)
        if stage is not None:
            count_contribution(plan=plan, stage=stage, by=by, now=now)


def count_contribution(*, plan, stage, by, now):
    """Notes that a member has had a part in a stage; the first moment stays, the last moves."""
    Contribution.objects.bulk_create(
        [Contribution(plan=plan, stage=stage, member=by, first_at=now, last_at=now)],
        update_conflicts=True,
        unique_fields=["plan", "stage", "member"],
        update_fields=["last_at"],
    )


def next_version():
    """The expression that counts a row's version up."""
    return F("version") + 1
