"""The school's own details."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.changing import Change
from collab.school_settings import actions
from collab.school_settings.forms import SchoolForm
from collab.school_settings.pages import carried_out, for_setters, sent, settings_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_setters
def school_settings(request, school_slug):
    """Shows the details of the school, and takes changes to them."""
    school = request.member.school
    change = Change(request, school)
    form = SchoolForm(sent(request), initial={name: getattr(school, name) for name in actions.CHANGEABLE})
    if carried_out(form, actions.change_school, change=change, school=school, by=request.member, now=timezone.now()):
        messages.success(request, "The school's details are saved.")
        return redirect("school_settings", school_slug=school_slug)
    return settings_page(request, "school_settings/school.html", at="school_settings", form=form, change=change)
