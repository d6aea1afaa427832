"""The sums of a school year, and the page that sets a budget."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from collab import asked
from collab.access import member
from collab.addresses import address
from collab.changing import Change
from collab.downloads import table_response
from collab.errors import RowChanged, RowGone
from collab.models import Department
from resources.budgets import queries
from resources.budgets.actions import set_budget
from resources.budgets.downloads import HEADER, rows_of_budgets
from resources.budgets.forms import BudgetForm
from resources.budgets.permissions import READERS, SETTERS, may_set_budgets
from resources.budgets.years import at_hand, years_of
from resources.models import Budget


@require_safe
@member(*READERS)
def budgets(request, school_slug):
    """What is suggested, promised and spent in a school year, by department."""
    years, year = _years(request)
    if year is None:
        return render(request, "resources/budgets/budgets.html", {"year": None})
    lines = queries.lines_of(member=request.member, year=year)
    here = address("budgets", school_slug=school_slug)
    context = {
        "year": year,
        "kept": urlencode({"year": year.name}),
        "years": [(one.name, f"{here}?{urlencode({'year': one.name})}", one is year) for one in years],
        "lines": lines,
        "lost_years": queries.years_without_terms(member=request.member, years=years),
        "total": queries.total_line(lines, request.member.school.country),
        "may_set": may_set_budgets(request.member),
        "set_at": address("budget_set", school_slug=school_slug),
    }
    return render(request, "resources/budgets/budgets.html", context)


@require_safe
@member(*READERS)
def budgets_download(request, school_slug):
    """The same sums as a file: CSV, or XLSX with `?format=xlsx`."""
    _, year = _years(request)
    if year is None:
        raise Http404
    rows = rows_of_budgets(member=request.member, year=year)
    return table_response(request.GET.get("format"), f"budgets-{school_slug}-{slugify(year.name)}", HEADER, rows)


def _years(request):
    """All school years, and the one that the address names, or else the one at hand (None where there are none)."""
    years = years_of(request.member, today=timezone.localdate())
    return years, next((year for year in years if year.name == request.GET.get("year")), None) or at_hand(years)


@require_http_methods(["GET", "HEAD", "POST"])
@member(*SETTERS)
def budget_set(request, school_slug):
    """Sets one budget: of a year, and of a department or the library itself."""
    budget = _named(request)
    change = Change(request, budget)
    country = request.member.school.country
    form = BudgetForm(request.POST or None, initial={"amount": budget.amount}, country=country)
    gone = None
    if request.method == "POST" and form.is_valid():
        try:
            set_budget(
                budget=budget,
                amount=form.cleaned_data["amount"],
                version=change.version,
                by=request.member,
                now=timezone.now(),
            )
        except RowChanged as lost:
            change.lose(form, lost.current)
        except RowGone as lost:
            change.version, gone = 0, lost
        else:
            messages.success(request, f"The budget of {_whose(budget)} for {budget.year} is saved.")
            return redirect(f"{address('budgets', school_slug=school_slug)}?{urlencode({'year': budget.year})}")
    status = 409 if change.is_lost or gone else 422 if form.errors else 200
    context = {"budget": budget, "whose": _whose(budget), "form": form, "change": change, "is_gone": gone}
    return render(request, "resources/budgets/set.html", context, status=status)


def _named(request):
    """The budget that the address names, by `?year=` and `?department=`; a new one where none is set."""
    years = years_of(request.member, today=timezone.localdate())
    year = next((year.name for year in years if year.name == request.GET.get("year")), None)
    department = None
    if request.GET.get("department"):
        key = asked.key(request.GET["department"])
        department = Department.objects.visible_to(request.member).filter(pk=key).first()
        if department is None:
            raise Http404
    if year is None:
        raise Http404
    of_school = Budget.objects.visible_to(request.member).select_related("changed_by", "department")
    found = of_school.filter(year=year, department=department).first()
    return found or Budget(school=request.member.school, year=year, department=department, version=0)


def _whose(budget):
    return budget.department.name if budget.department else "the library"
