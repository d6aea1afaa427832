"""What every page of reports needs first: somebody who sees a part of them, and an address that makes sense."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from collab.errors import Refused
from outreach.reports.asked import read
from outreach.reports.bar import bar
from outreach.reports.figures import BY_KEY
from outreach.reports.offers import offers_to
from outreach.reports.seen import may_see

FOR_WHOM = "Reports are for leaders and librarians; heads see their department, and teachers their own figures."
FOR_THE_SCHOOL = "This figure is told of the whole school alone: leaders and librarians read it."
TYPED = ("period", "from", "to")


def asking(view):
    """Calls the view with what is asked (`Asked`) in place of the name of the school.

    Who sees no report gets 403; an address that makes no sense gets 422, a page that says why and keeps what was typed.
    """

    @wraps(view)
    def opened(request, school_slug, **parts):
        offers = offers_to(request.member, request.member.school.day_of(timezone.now()))
        if offers is None:
            raise PermissionDenied(FOR_WHOM)
        try:
            asked = read(request.GET, offers)
        except Refused as refused:
            return _refused(request, offers, refused)
        return view(request, asked, **parts)

    return opened


def figure_or_404(asked, key):
    """The Figure of a key; PermissionDenied where it would tell more than its reader sees."""
    figure = BY_KEY.get(key)
    if figure is None:
        raise Http404
    if not may_see(asked.offers.sight, figure):
        raise PermissionDenied(FOR_THE_SCHOOL)
    return figure


def _refused(request, offers, refused):
    typed = {name: request.GET.get(name, "") for name in TYPED}
    context = {"refused": refused, "bar": bar(offers, offers.periods.usual(offers.today), {}, typed)}
    return render(request, "outreach/reports/refused.html", context, status=422)
