"""The directory, a person's page, and the forms that add and change people."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab.access import member
from collab.changing import Change
from collab.downloads import table_response
from collab.errors import Refused, RowChanged
from collab.parts import page_or_part
from collab.people import actions, permissions, queries
from collab.people.forms import DirectoryFilter, OwnDetailsForm, PersonForm, initial_of
from collab.people.permissions import KEEPERS
from collab.signin.permissions import may_invite
from collab.signin.queries import is_open


def person_or_404(request, member_id):
    """A person of the school in the address."""
    person = queries.person_of(member=request.member, member_id=member_id)
    if person is None:
        raise Http404
    return person


def _asked_for(request):
    """The filter form and the people that it finds."""
    form = DirectoryFilter(request.GET, departments=queries.departments(member=request.member))
    return form, queries.directory(member=request.member, now=timezone.now(), **form.chosen())


@require_safe
@member()
def people(request, school_slug):
    """Everybody of the school: searched, narrowed, sorted, paged; only the part below the filters when asked for."""
    form, found = _asked_for(request)
    page = Paginator(found, queries.PAGE).get_page(request.GET.get("page"))
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [queries.row(person, slug=school_slug) for person in page],
        "params": params.urlencode(),
        "sorts": sort_links(params),
        "sorted_by": form.chosen()["sort"],
        "filters": form.filters(),
        "may_keep": permissions.may_keep_people(request.member),
    }
    return page_or_part(request, "people/people", context)


def sort_links(params):
    """{what the directory can be sorted by: the address that does so}."""
    links = {}
    for key in queries.SORTS:
        params = params.copy()
        params["sort"] = key
        links[key] = f"?{params.urlencode()}"
    return links


@require_safe
@member()
def people_download(request, school_slug):
    """The directory as it is on screen, all pages of it: CSV, or XLSX with `?format=xlsx`."""
    _, found = _asked_for(request)
    rows = (queries.row(person, slug=school_slug).cells() for person in found)
    return table_response(request.GET.get("format"), f"people-{school_slug}", queries.HEADER, rows)


@require_safe
@member()
def person(request, school_slug, member_id):
    """One person: what they do, how to reach them, whether they can sign in."""
    shown = person_or_404(request, member_id)
    invitation = queries.invitation_of(person=shown)
    is_invited = invitation is not None and is_open(invitation, now=timezone.now())
    login, tone = queries.login_state(shown, is_invited=is_invited)
    may_change = permissions.may_change_person(request.member, shown)
    context = {
        "person": shown,
        "login": login,
        "tone": tone,
        "invitation": invitation,
        "is_invited": is_invited,
        "is_self": shown.pk == request.member.pk,
        "may_change": shown.is_active and (may_change or permissions.may_change_own_details(request.member, shown)),
        "may_invite": shown.is_active and shown.user_id is None and may_invite(request.member, shown),
        "may_deactivate": permissions.may_deactivate(request.member, shown),
        "may_reactivate": permissions.may_reactivate(request.member, shown),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member(*KEEPERS)
def person_add(request, school_slug):
    """A new person, entered by hand."""
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        by=request.member,
        initial={"roles": ["teacher"], "contact_by": "email"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_person(
                school=request.member.school, values=form.cleaned_data, by=request.member, now=timezone.now()
            )
        except Refused as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"{added.name} is in the directory.")
            return redirect("person", school_slug=school_slug, member_id=added.pk)
    return render(request, "people/person_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member()
def person_change(request, school_slug, member_id):
    """Everything about a person for librarians and administrators; for oneself, how to be reached."""
    person = person_or_404(request, member_id)
    make, write = _form_and_action(request.member, person)
    form = make(request.POST if request.method == "POST" else None, initial=initial_of(person))
    change = Change(request, person)
    if request.method == "POST" and form.is_valid():
        try:
            write(
                person=person, version=change.version, values=form.cleaned_data, by=request.member, now=timezone.now()
            )
        except RowChanged as lost:
            change.lose(form, lost.current)
        except Refused as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("person", school_slug=school_slug, member_id=person.pk)
    status = 409 if change.is_lost else 422 if form.errors else 200
    context = {"form": form, "person": person, "change": change}
    return render(request, "people/person_change.html", context, status=status)


def _form_and_action(by, person):
    """The form that `by` may fill in about a person, and the action that saves it."""
    if not person.is_active:
        raise PermissionDenied(f"{person.name} has left the school. Bring them back on their page first.")
    if permissions.may_change_person(by, person):
        return lambda *args, **kwargs: PersonForm(*args, by=by, person=person, **kwargs), actions.change_person
    if permissions.may_change_own_details(by, person):
        return OwnDetailsForm, actions.change_own_details
    if permissions.may_keep_people(by):
        raise PermissionDenied("Only an administrator may change an administrator.")
    raise PermissionDenied("Librarians and administrators change other people’s details; you may change your own.")
