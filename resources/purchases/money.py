"""What suggestions cost, beside what there is to spend."""

from collab.models import Role
from collab.money import in_words
from resources.budgets.queries import NOTHING, lines_of, total_line
from resources.budgets.years import at_hand, years_of


def cost_of(purchase):
    """The price of all of them; None where nobody has said it."""
    return None if purchase.price is None else purchase.price * purchase.quantity


def total_of(purchase):
    """“$74.85”, where there are several of a known price."""
    return in_words(cost_of(purchase), purchase.school.country) if purchase.quantity > 1 else ""


def left_for(purchase, *, reader, today):
    """What the budget of its department has left, and whether that is enough; empty where none is set."""
    year = at_hand(years_of(reader, today=today))
    lines = lines_of(member=reader, year=year) if year else []
    line = next((line for line in lines if line.department == purchase.department), None)
    if line is None or line.budget is None:
        return ""
    if line.is_over:
        return f"{line.name} is over its budget of {year.name} by {line.over_words}."
    left = f"{line.name} has {line.left_words} left of its budget of {year.name}."
    missing = (cost_of(purchase) or NOTHING) - line.left
    return f"{left} This would go over it by {in_words(missing, line.country)}." if missing > 0 else left


def money_of_year(*, member, today):
    """What this year's purchases come to: for librarians and leaders all of it, for a head that of the department."""
    year = at_hand(years_of(member, today=today))
    if year is None:
        return {}
    lines = lines_of(member=member, year=year)
    if member.has_role(Role.LIBRARIAN, Role.LEADER):
        total = total_line(lines, member.school.country)
    else:
        lines, total = [line for line in lines if line.department and line.department.head_id == member.pk], None
    lines = [line for line in lines if not line.is_empty]
    return {"year": year, "lines": lines, "total": total, "over": [line for line in lines if line.is_over]}
