"""The sums of a school year as a table for spreadsheets: plain amounts, so that they can be reckoned with."""

from collab.money import currency_of
from resources.budgets.queries import NOTHING, lines_of

HEADER = (
    "School year",
    "Department",
    "Suggested",
    "Accepted",
    "Ordered",
    "Available",
    "Without a price",
    "Budget",
    "Left",
    "Currency",
)


def rows_of_budgets(*, member, year):
    """The rows under `HEADER`: one for each department, and one for what belongs to none."""
    currency = currency_of(member.school.country).code
    for line in lines_of(member=member, year=year):
        amounts = [amount or NOTHING for _, amount in line.sums()]
        budget = line.budget.amount if line.budget else None
        yield [year.name, line.name, *amounts, line.unpriced, budget, line.left, currency]
