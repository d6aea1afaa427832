"""The school's own details and its logo."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab.access import member
from collab.changing import Change
from collab.models import SchoolLogo
from collab.picture_answer import picture_response
from collab.school_settings import actions
from collab.school_settings.forms import LogoForm, SchoolForm
from collab.school_settings.logo import keep_logo, logo_of, remove_logo
from collab.school_settings.pages import carried_out, for_setters, sent, settings_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_setters
def school_settings(request, school_slug):
    """Shows the details and the logo of the school, and takes changes to them: all that was sent, or nothing of it."""
    school, now = request.member.school, timezone.now()
    change = Change(request, school)
    form = SchoolForm(sent(request), initial={name: getattr(school, name) for name in actions.CHANGEABLE})
    logo = LogoForm(request)
    about = {"school": school, "by": request.member, "now": now}
    if logo.is_valid() and carried_out(form, actions.change_school, change=change, **about):
        _change_logo(logo.cleaned_data, **about)
        messages.success(request, "The school's details are saved.")
        return redirect("school_settings", school_slug=school_slug)
    logo.ask_again()
    about = {"form": form, "change": change, "beside": logo, "logo": logo_of(school)}
    return settings_page(request, "school_settings/school.html", at="school_settings", **about)


@require_safe
@member()
def school_logo(request, school_slug, digest):
    """The logo of the school, under an address of its own: another logo has another one."""
    return picture_response(get_object_or_404(SchoolLogo.objects.visible_to(request.member), digest=digest))


def _change_logo(said, **about):
    """Does with the logo what a valid LogoForm says."""
    if said["logo"]:
        keep_logo(picture=said["logo"], **about)
    elif said["no_logo"]:
        remove_logo(**about)
