"""The path of the programme over the years, and the page that places it in one of them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab.access import member
from collab.changing import Change
from collab.errors import Refused, RowChanged, RowGone
from collab.models import Role
from outreach.models import ProgrammePlacing
from outreach.reports.programme.actions import place_programme
from outreach.reports.programme.forms import PlacingForm
from outreach.reports.programme.queries import path_of
from outreach.reports.programme.taxonomy import LEVELS


@require_safe
@member(Role.LEADER, Role.LIBRARIAN)
def programme(request, school_slug):
    """Where the school places its library programme, year by year, and what the levels mean."""
    context = {
        "path": path_of(request.member, today=_today(request)),
        "editions": _editions(),
        "may_place": request.member.has_role(Role.LIBRARIAN),
    }
    return render(request, "outreach/reports/programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def programme_place(request, school_slug, year):
    """Places the programme in one school year, with a note."""
    step = path_of(request.member, today=_today(request)).at(year)
    if step is None:
        raise Http404
    placing = step.placing or ProgrammePlacing(school=request.member.school, year=year, version=0)
    change = Change(request, placing)
    form = PlacingForm(request.POST if request.method == "POST" else None, placing=placing)
    is_gone = False
    if request.method == "POST" and form.is_valid():
        try:
            place_programme(
                placing=placing, values=form.values, version=change.version, by=request.member, now=timezone.now()
            )
        except RowChanged as lost:
            change.lose(form, lost.current)
            change.stands = form.differences(lost.current)
        except RowGone:
            change.version, is_gone = 0, True
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"Saved: {year}." if form.values else f"{year} is not placed any more.")
            return redirect("programme", school_slug=school_slug)
    status = 409 if change.is_lost or is_gone else 422 if form.errors else 200
    context = {"year": year, "form": form, "change": change, "is_gone": is_gone, "editions": _editions()}
    return render(request, "outreach/reports/programme_place.html", context, status=status)


def _today(request):
    return request.member.school.day_of(timezone.now())


def _editions():
    """(name, its Levels) of each edition."""
    return [(edition.label, levels) for edition, levels in LEVELS.items()]
