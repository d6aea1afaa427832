"""The named write to a budget."""

from django.db import transaction

from collab.errors import Refused, RowChanged
from collab.writing import refusing, write_over
from resources.models import Budget

ONCE = {"budget_is_set_once_for_a_year": ("amount", "Somebody set it a moment ago.")}


def set_budget(*, budget, amount, version, by, now):
    """Sets what `budget` (a year and a department, saved or not) allows; an amount of None takes the limit away.

    `version` is that at which it was read, 0 where none was set. Raises `RowChanged` where somebody else was first,
    and `RowGone` where they took it away.
    """
    if version == 0:
        _set_first(budget, amount, by, now)
    elif amount is None:
        _take_away(budget, version)
    else:
        write_over(budget, {"amount": amount}, version=version, sentences=ONCE, by=by, now=now)


@transaction.atomic
def _set_first(budget, amount, by, now):
    current = _standing(budget)
    if current is None and amount is not None:
        try:
            with refusing(ONCE, {"department": budget.department}):
                Budget.objects.create(
                    school_id=by.school_id,
                    year=budget.year,
                    department=budget.department,
                    amount=amount,
                    changed_by=by,
                    changed_at=now,
                )
        except Refused:
            current = _standing(budget)
            if current is None:
                raise
    if current is not None and current.amount != amount:
        raise RowChanged(current)


def _take_away(budget, version):
    deleted, _ = Budget.objects.filter(pk=budget.pk, version=version).delete()
    current = _standing(budget)
    if not deleted and current is not None:
        raise RowChanged(current)


def _standing(budget):
    of_school = Budget.objects.filter(school=budget.school_id, year=budget.year, department=budget.department)
    return of_school.select_related("changed_by").first()
