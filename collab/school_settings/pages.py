"""What all pages of the settings share: who may open them, their tabs, and a form that is carried out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from collab.access import member
from collab.changing import was_open
from collab.errors import Refused, RowChanged
from collab.models import Role

for_setters = member(Role.ADMINISTRATOR, Role.LIBRARIAN)

TABS = (
    ("School", "school_settings"),
    ("Terms", "terms"),
    ("Year levels", "year_levels"),
    ("Departments", "departments"),
    ("Subjects", "subjects"),
    ("Classes", "classes"),
)


def settings_page(request, template, *, at, form=None, sheet=None, change=None, beside=None, **context):
    """A page of the settings under the tab `at`.

    Its status is 422 when its form, a form `beside` it or its sheet of rows holds errors, 409 when somebody else was
    first.
    """
    slug = request.member.school.slug
    tabs = [(label, reverse(name, kwargs={"school_slug": slug}), name == at) for label, name in TABS]
    context |= {"tab_items": tabs, "form": form, "sheet": sheet, "change": change, "beside": beside}
    wrong = (form and form.errors) or (sheet and sheet.has_errors) or (beside and beside.errors)
    status = 409 if (change and change.is_lost) or context.get("is_gone") else 422 if wrong else 200
    return render(request, template, context, status=status)


def carried_out(form, action, *, change=None, **about):
    """Whether the form was sent, is clean, and the action took its values; a refusal stands at its field.

    With a `Change` the action is told which version was read; a lost race is noted there.
    """
    if not form.is_valid():
        return False
    if change is not None:
        about["version"] = change.version
    try:
        action(values=form.cleaned_data, **about)
    except RowChanged as lost:
        change.lose(form, lost.current)
        return False
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def removed_before(request, list_name):
    """The answer to whoever removes what is gone already; nothing tells them so who never had its page."""
    if not was_open(request):
        raise Http404
    messages.info(request, "It was removed already.")
    return redirect(list_name, school_slug=request.member.school.slug)


def sent(request):
    """The data for a form: what was posted, or None on the way in."""
    return request.POST if request.method == "POST" else None
