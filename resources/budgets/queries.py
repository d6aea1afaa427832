"""What is suggested, promised and spent in a school year, by department, against the budget where one is set."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from collab.models import Department
from collab.money import in_words
from resources.models import Budget, PurchaseSuggestion
from resources.models.suggestions import UNDECIDED

State = PurchaseSuggestion.State
BOUGHT = (State.ORDERED, State.AVAILABLE)
NOTHING = Decimal(0)
LIBRARY = "Library"


@dataclass
class Line:
    """One department in one year, or (`department` None) what belongs to none. Amounts are sums of price × number.

    `suggested` waits for a decision; `accepted`, `ordered` and `available` are spoken for. `unpriced` counts what
    stands in the sums with nothing, since nobody has said its price.
    """

    department: Department | None
    country: str
    budget: Budget | None = None
    amounts: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)
    unpriced: int = 0

    @property
    def name(self):
        return self.department.name if self.department else LIBRARY

    @property
    def spoken_for(self):
        return sum((self.amounts.get(state, NOTHING) for state in (State.ACCEPTED, *BOUGHT)), NOTHING)

    @property
    def left(self):
        return self.budget.amount - self.spoken_for if self.budget else None

    @property
    def is_over(self):
        return self.left is not None and self.left < 0

    @property
    def is_empty(self):
        return not self.numbers and self.budget is None

    def sums(self):
        """(name of the column, amount) for suggested, accepted, ordered and available."""
        suggested = sum((self.amounts.get(state, NOTHING) for state in UNDECIDED), NOTHING)
        spoken_for = [(state.label, self.amounts.get(state, NOTHING)) for state in (State.ACCEPTED, *BOUGHT)]
        return [("Suggested", suggested), *spoken_for]

    def cells(self):
        """The same in words; nothing for no money."""
        return [(name, in_words(amount, self.country) if amount else "") for name, amount in self.sums()]

    @property
    def budget_words(self):
        return in_words(self.budget.amount, self.country) if self.budget else ""

    @property
    def left_words(self):
        """“$120.00”, or “Over by $85.00”."""
        if self.left is None:
            return ""
        return f"Over by {self.over_words}" if self.is_over else in_words(self.left, self.country)

    @property
    def over_words(self):
        return in_words(-self.left, self.country)


def lines_of(*, member, year):
    """A Line for each department of the member's school in order, and one for what belongs to none. Three queries."""
    budgets = list(Budget.objects.visible_to(member).filter(year=year.name))
    sums = list(_sums(member.school, year))
    # Read last: a department that came meanwhile has its line then, and none goes that money is counted for.
    departments = Department.objects.visible_to(member)
    lines = {None: Line(None, member.school.country)}
    lines |= {one.pk: Line(one, member.school.country) for one in departments}
    for budget in budgets:
        lines[budget.department_id].budget = budget
    for department, state, amount, number, priced in sums:
        line = lines[department]
        line.amounts[state] = amount or NOTHING
        line.numbers[state] = number
        line.unpriced += number - priced
    return [*(line for key, line in lines.items() if key), lines[None]]


def years_without_terms(*, member, years):
    """Names of years that have budgets, and that no term is of any more: their terms were given another year."""
    budgets = Budget.objects.visible_to(member).exclude(year__in=[year.name for year in years])
    return list(budgets.order_by("year").values_list("year", flat=True).distinct())


def total_line(lines, country):
    """All lines as one; its budget is the sum of those that are set."""
    total = Line(None, country)
    for line in lines:
        for state, amount in line.amounts.items():
            total.amounts[state] = total.amounts.get(state, NOTHING) + amount
        total.unpriced += line.unpriced
    budgets = [line.budget.amount for line in lines if line.budget]
    total.budget = Budget(amount=sum(budgets, NOTHING)) if budgets else None
    return total


def _sums(school, year):
    """(department, state, amount, number, number of those with a price) in a year.

    What is ordered counts in the year of its order. What is not ordered yet can only be bought from now on, and counts
    in the year at hand, whenever it was suggested.
    """
    start, end = year.moments(school)
    counts = Q(state__in=BOUGHT)
    if start:
        counts &= Q(ordered_at__gte=start)
    if end:
        counts &= Q(ordered_at__lt=end)
    if year.is_at_hand:
        counts |= Q(state__in=(*UNDECIDED, State.ACCEPTED))
    counted = PurchaseSuggestion.objects.filter(school=school).with_order().filter(counts).order_by()
    return counted.values_list("department", "state").annotate(
        amount=Sum(F("price") * F("quantity")), number=Count("pk"), priced=Count("price")
    )
