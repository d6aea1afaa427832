"""What all pages of the settings share: who may open them, their tabs, and a form that is carried out."""

from django.shortcuts import render
from django.urls import reverse

from collab.access import member
from collab.models import Role
from collab.school_settings.errors import SettingRefused

for_setters = member(Role.ADMINISTRATOR, Role.LIBRARIAN)

TABS = (
    ("School", "school_settings"),
    ("Terms", "terms"),
    ("Year levels", "year_levels"),
    ("Departments", "departments"),
    ("Subjects", "subjects"),
    ("Classes", "classes"),
)


def settings_page(request, template, *, at, form=None, sheet=None, **context):
    """A page of the settings under the tab `at`; status 422 when its form or its sheet of rows holds errors."""
    slug = request.member.school.slug
    tabs = [(label, reverse(name, kwargs={"school_slug": slug}), name == at) for label, name in TABS]
    context |= {"tab_items": tabs, "form": form, "sheet": sheet}
    wrong = (form and form.errors) or (sheet and sheet.has_errors)
    return render(request, template, context, status=422 if wrong else 200)


def carried_out(form, action, **about):
    """Whether the form was sent, is clean, and the action took its values; a refusal stands at its field."""
    if not form.is_valid():
        return False
    try:
        action(values=form.cleaned_data, **about)
    except SettingRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def sent(request):
    """The data for a form: what was posted, or None on the way in."""
    return request.POST if request.method == "POST" else None
