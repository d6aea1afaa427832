"""The three steps of the set-up, each one page; the last one writes everything.

A step answers every form with a redirect, mistakes too: what was typed is in the session, and the browser's Back never
comes upon a page that it would have to send again.
"""

from datetime import timedelta
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from collab.access import public
from collab.countries import proposals, spoken_zone
from collab.home.queries import is_empty_installation
from collab.models import Member
from collab.school_settings.terms.forms import PresetForm, TermSheet
from collab.setup import actions, calendar, state
from collab.setup.forms import CodeForm, NewSchoolForm, YouForm

STEPS = ["School", "Terms", "You"]
SAME_CLICK_FOR = timedelta(minutes=5)  # Only so long the last step knows those who have set up the school with it.
WRONG = {"code": ["This is not the set-up code. After many wrong ones, wait five minutes."]}
TRIES, WITHIN = 20, 300  # Wrong codes, from wherever they come, in so many seconds.


def step(view):
    """A page of the set-up: only while there is no school, only for those who know the code.

    Who has begun and was overtaken is told so; everybody else finds no such page.
    """

    @wraps(view)
    def checked(request):
        typed = state.Typed(request.session)
        if not is_empty_installation():
            return overtaken(request, typed)
        if view.__name__ != "set_up_code" and not state.is_let_in(typed):
            return redirect("set_up_code")
        return view(request, typed)

    return public(never_cache(require_http_methods(["GET", "HEAD", "POST"])(checked)))


def overtaken(request, typed):
    """The answer to a step when there is a school already. Leaves the session alone: it may be signed in by now.

    A second click on the last button goes where the first one went.
    """
    if request.method == "POST" and request.path == reverse("set_up_you"):
        if request.user.is_authenticated:
            return redirect("home")
        member = who_just_set_up(request)
        if member:
            return welcome(request, member)
    if not typed.has_begun:
        raise Http404
    messages.warning(request, str(actions.AlreadySetUp()))
    return redirect("home")


@step
def set_up_code(request, typed):
    """Asks for the code of the environment; without one in production, says how to set it."""
    if state.is_let_in(typed):
        return redirect("set_up")
    form = CodeForm(request.POST if request.method == "POST" else None, told=WRONG if "wrong" in request.GET else {})
    if request.method != "POST":
        return page(request, "setup/code.html", form=form)
    if form.is_valid() and may_try() and state.is_code(form.cleaned_data["code"]):
        state.let_in(typed)
        return redirect("set_up")
    return redirect(f"{request.path}?wrong")  # In the address and not in a session: strangers' guesses fill no table.


@step
def set_up(request, typed):
    """Step 1: the school."""
    if request.method == "POST":
        form = NewSchoolForm(request.POST)
        typed.keep_fields("school", form, form.fields)
        if not form.is_valid():
            return redirect("set_up")
        typed.keep("school", form.cleaned_data)
        return redirect("set_up_terms")
    form = school_form(typed) if typed.get("school") else NewSchoolForm()
    return page(request, "setup/school.html", number=1, form=form, proposals=proposals())


@step
def set_up_terms(request, typed):
    """Step 2: the terms, proposed from a preset; its buttons add and remove rows, go back, or go on."""
    school = school_form(typed)
    if not school.is_valid():
        return redirect("set_up")
    proposal = calendar.proposal(typed, school.cleaned_data, now=timezone.now())
    do = request.POST.get("do", "next")
    if request.method != "POST":
        sheet = TermSheet(proposal.rows, is_checked=typed.get("terms_are_checked", False))
    elif do == "propose":
        typed.keep("terms_are_checked", False)
        typed.keep("preset", request.POST.get("preset", ""))
        typed.keep("rows", None)
        return redirect("set_up_terms")
    else:
        rows = TermSheet.typed(request.POST)
        if do not in ("next", "back"):
            rows = TermSheet.rearranged(rows, do)
        calendar.keep(typed, rows, proposal)
        typed.keep("terms_are_checked", do == "next")
        if do == "back":
            return redirect("set_up")
        is_done = do == "next" and TermSheet(rows, is_checked=True).is_valid
        return redirect("set_up_you" if is_done else "set_up_terms")
    presets = PresetForm(initial={"preset": proposal.preset})
    return page(request, "setup/terms.html", number=2, sheet=sheet, presets=presets, new=school.cleaned_data)


@step
def set_up_you(request, typed):
    """Step 3: the person. With everything in order the school is made, and they are signed in."""
    school = school_form(typed)
    if not school.is_valid():
        return redirect("set_up")
    proposal = calendar.proposal(typed, school.cleaned_data, now=timezone.now())
    sheet = TermSheet(proposal.rows, is_checked=True)
    if not sheet.is_valid:
        return redirect("set_up_terms")
    told = typed.get("told_you", {})
    form = YouForm(request.POST if request.method == "POST" else None, initial=typed.get("you", {}), told=told)
    back_to = {"back": "set_up_terms", "school": "set_up"}.get(request.POST.get("do"))
    if request.method == "POST" and not back_to and form.is_valid():
        done = finished(request, typed, school, sheet, form)
        if done:
            return done
    if request.method == "POST":
        typed.keep_fields("you", form, ("name", "email", "roles"))
        typed.keep("told_you", {} if back_to else {field: list(told) for field, told in form.errors.items()})
        return redirect(back_to or "set_up_you")
    zone = spoken_zone(school.cleaned_data["time_zone"])
    return page(request, "setup/you.html", number=3, form=form, sheet=sheet, new=school.cleaned_data, zone=zone)


def finished(request, typed, school, sheet, form):
    """The answer once the school is made, or nothing when the form has to say why it is not."""
    try:
        member = actions.set_up_school(
            school=school.cleaned_data, terms=sheet.values, by=form.cleaned_data, now=timezone.now()
        )
    except actions.AlreadySetUp:
        return overtaken(request, typed)
    except actions.AddressIsTaken as refusal:
        form.add_error("email", str(refusal))
        return None
    typed.forget()
    return welcome(request, member)


def who_just_set_up(request):
    """The person who set up the school a moment ago, if it is them who send their address and password again."""
    since = timezone.now() - SAME_CLICK_FOR
    email, password = request.POST.get("email", "").strip().lower(), request.POST.get("password", "")
    recent = Member.objects.active().filter(school__created_at__gte=since, email=email, user__isnull=False)
    member = recent.select_related("school", "user").first()
    if member is None or not password:
        return None
    try:
        user = get_adapter().authenticate(request, email=email, password=password)
    except ValidationError:  # too many tries
        return None
    return member if user == member.user else None


def welcome(request, member):
    """Signs the first person in and leads to their desk."""
    desk = reverse("desk", kwargs={"school_slug": member.school.slug})
    answer = perform_login(request, member.user, redirect_url=desk, email=member.email)
    messages.success(request, f"{member.school.name} is ready. Next, bring in your colleagues.")
    return answer


def school_form(typed):
    """The first step's form with what was typed there."""
    data = QueryDict(mutable=True)
    data.update(typed.get("school", {}))
    return NewSchoolForm(data)


def may_try():
    """Whether the code may be tried once more now."""
    cache.add("set-up-tries", 0, WITHIN)
    try:
        return cache.incr("set-up-tries") <= TRIES
    except ValueError:  # The time was over between the two lines, and counting begins anew.
        cache.add("set-up-tries", 1, WITHIN)
        return True


def page(request, template, *, number=0, form=None, sheet=None, **context):
    """A page of the set-up."""
    context |= {"form": form, "sheet": sheet, "number": number, "step_labels": STEPS}
    return render(request, template, context)
