"""Where `/` leads, and whether the installation is well."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collab.access import public
from collab.home import queries


@public
@require_safe
@never_cache
def home(request):
    """To set-up when the installation is empty, to the one school of the person, or to a choice of schools."""
    if queries.is_empty_installation():
        return redirect("set_up")
    if not request.user.is_authenticated:
        return redirect("account_login")
    members = queries.memberships(user=request.user)
    if len(members) == 1:
        return redirect(members[0].school)
    return choice_of_schools(request, members)


def choice_of_schools(request, members):
    """The page that offers these memberships; without any it says which schools the person has left."""
    left = [] if members else queries.schools_left(user=request.user)
    return render(request, "home/schools.html", {"members": members, "left": left})


@public
@require_safe
@never_cache
def health(request):
    """Says “well” when the database answers; for health checks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("well\n", content_type="text/plain")
