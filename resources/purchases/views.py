"""A suggestion is made, looked at, changed, and moved on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab import asked
from collab.access import member
from collab.changing import Change
from collab.errors import AlreadyDone, Refused, RowChanged
from collab.models import Role
from resources.moves import is_kept
from resources.purchases import actions
from resources.purchases.forms import MoveForm, PurchaseForm, proposed
from resources.purchases.known import known_of
from resources.purchases.page import context_of
from resources.purchases.permissions import may_change_purchase
from resources.purchases.queries import purchases_with_everything
from resources.purchases.states import State
from resources.topics.forms import sending_of

FILLED_IN = {"title": 300, "creator": 200, "isbn": 40, "why": 1000}  # What an address may, and how many letters of it.


@require_http_methods(["GET", "HEAD", "POST"])
@member()
def purchase_add(request, school_slug):
    """A new suggestion, for a topic or for none. What is there already is said once before it is added."""
    topic = asked.key(request.GET.get("request"))
    form = PurchaseForm(request.POST or None, by=request.member, today=timezone.localdate(), topic=topic)
    typed = {name: request.GET.get(name, "")[:most] for name, most in FILLED_IN.items()}
    if request.method != "POST":
        form.initial |= proposed(topics=form.fields["request"].queryset, topic=topic, by=request.member, **typed)
        form.initial["quantity"] = asked.number(request.GET.get("quantity"), 1, 999) or 1
        known = known_of(title=typed["title"], isbn_typed=typed["isbn"], member=request.member)
        return _add_page(request, form, known, status=200)
    if not form.is_valid():
        return _add_page(request, form, None, status=422)
    return _suggest(request, form)


def _suggest(request, form):
    values, sending = form.cleaned_data, sending_of(request.POST.get("sending", ""))
    if not actions.sent_before(sending=sending, values=values, by=request.member):
        known = known_of(title=values["title"], isbn_typed=values["isbn"], member=request.member)
        if known and request.POST.get("told") != known.key:
            return _add_page(request, form, known, status=409)
    try:
        purchase = actions.suggest_purchase(values=values, sending=sending, by=request.member, now=timezone.now())
    except actions.SuggestedBefore as found:
        messages.info(request, str(found))
        return redirect(found.purchase)
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return _add_page(request, form, None, status=422 if refusal.field else 409)
    messages.success(request, "Thank you. The library has your suggestion, and this page says what becomes of it.")
    return redirect(purchase)


def _add_page(request, form, known, *, status):
    context = {
        "form": form,
        "known": known,
        "topic": _topic_of_address(request, form),
        "sending": sending_of(request.POST.get("sending", "")),
    }
    return render(request, "resources/purchases/add.html", context, status=status)


def _topic_of_address(request, form):
    """The topic request from which the member comes, and to which they go back; None for none."""
    key = asked.key(request.GET.get("request"))
    return form.fields["request"].queryset.filter(pk=key).first() if key else None


@require_safe
@member()
def purchase(request, school_slug, purchase_id):
    """One suggestion with its thread, and the moves that are open to a librarian."""
    shown = get_object_or_404(purchases_with_everything(request.member), pk=purchase_id)
    return _page(request, shown, MoveForm())


def _page(request, shown, move_form, *, status=200):
    context = context_of(purchase=shown, reader=request.member, now=timezone.now(), move_form=move_form)
    return render(request, "resources/purchases/purchase.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member()
def purchase_change(request, school_slug, purchase_id):
    """Other words for a suggestion, another price, another topic."""
    shown = get_object_or_404(purchases_with_everything(request.member), pk=purchase_id)
    if not may_change_purchase(request.member, shown):
        raise PermissionDenied(_why_no_change(request.member, shown))
    change = Change(request, shown)
    form = PurchaseForm(request.POST or None, instance=shown, by=request.member, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_purchase(
                purchase=shown,
                version=change.version,
                values=form.cleaned_data,
                by=request.member,
                now=timezone.now(),
            )
        except RowChanged as lost:
            change.lose(form, lost.current)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(shown)
    status = 409 if change.is_lost else 422 if form.errors else 200
    context = {"purchase": shown, "form": form, "change": change}
    return render(request, "resources/purchases/change.html", context, status=status)


def _why_no_change(member, purchase):
    if purchase.created_by_id == member.pk:
        return f"It is “{purchase.get_state_display().lower()}” already. Ask a librarian to change it."
    return f"{purchase.created_by.name}, who suggested it, and the librarians change it."


@require_POST
@member(Role.LIBRARIAN)
def purchase_move(request, school_slug, purchase_id):
    """Moves a suggestion on, or declines it with a reason."""
    shown = get_object_or_404(purchases_with_everything(request.member), pk=purchase_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    to, why = form.cleaned_data["to"], form.cleaned_data["why"]
    shown.state = form.cleaned_data["was"] or shown.state  # As the person saw it: somebody may have been quicker.
    try:
        actions.move_purchase(purchase=shown, to=to, why=why, by=request.member, now=timezone.now())
    except Refused as refusal:
        standing = purchases_with_everything(request.member).get(pk=purchase_id)
        if isinstance(refusal, AlreadyDone) and is_kept(why, standing):
            messages.info(request, str(refusal))
            return redirect(standing)
        form.add_error(refusal.field, str(refusal))
        return _page(request, standing, form, status=422 if refusal.field else 409)
    messages.success(request, f"It is {State(shown.state).label.lower()} now.")
    return redirect(shown)
