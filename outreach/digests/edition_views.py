"""The editions of a school, and what a librarian does with one before it goes out."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab import asked
from collab.access import member
from collab.addresses import address
from collab.changing import Change
from collab.errors import Refused, RowChanged
from collab.models import Role
from outreach.digests import actions, pages
from outreach.digests.days import rules_of
from outreach.digests.edition_page import edition_or_404, keep_words, show
from outreach.digests.editions import next_to_prepare
from outreach.digests.forms import RulesForm
from outreach.digests.who_gets import number_that_get
from outreach.digests.wishes import see_to_wish
from outreach.models import DigestWish
from outreach.outbox.pausing import tell_sent


@require_safe
@member(Role.LIBRARIAN)
def digest_editions(request, school_slug):
    """The coming edition, what people would like out of the last ones, and those that went out."""
    context = pages.overview(member=request.member, now=timezone.now())
    return render(request, "outreach/digests/editions.html", context)


@require_POST
@member(Role.LIBRARIAN)
def digest_edition_prepare(request, school_slug):
    """Begins the next edition, where no worker has done it yet."""
    school = request.member.school
    monday = next_to_prepare(school, timezone.now())
    if monday is None:
        messages.info(request, "No term is known in which a digest could go out. Enter the terms first.")
        return redirect("digest_editions", school_slug=school_slug)
    return redirect(actions.prepare_edition(school=school, monday=monday))


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def digest_edition(request, school_slug, edition_id):
    """One edition: words, highlights, and whose digest to look at. A POST keeps the words, and may look for titles."""
    edition = edition_or_404(request, edition_id)
    if request.method != "POST":
        return show(request, edition)
    if not_kept := keep_words(request, edition):
        return not_kept
    if q := asked.words(request.POST.get("q")):
        return redirect(f"{edition.get_absolute_url()}?{urlencode({'q': q})}#pick")
    messages.success(request, "The words are saved.")
    return redirect(edition)


@require_POST
@member(Role.LIBRARIAN)
def digest_edition_hold(request, school_slug, edition_id):
    """It waits."""
    return _do(request, edition_id, actions.hold_edition, "It waits until somebody releases it.", tell=_tell_held)


@require_POST
@member(Role.LIBRARIAN)
def digest_edition_release(request, school_slug, edition_id):
    """It does not wait any more."""
    return _do(request, edition_id, actions.release_edition, "It is released.")


@require_POST
@member(Role.LIBRARIAN)
def digest_edition_send(request, school_slug, edition_id):
    """It goes out at once."""
    return _do(request, edition_id, actions.send_edition, _told_sent)


def _told_sent(edition, now):
    number = number_that_get(edition, now=now)
    if not number:
        return "It goes out within the next minute, to nobody as it stands: see below, why."
    return f"It goes out to {number} {'person' if number == 1 else 'people'} within the next minute."


def _tell_held(request, sentence, *, now):
    messages.success(request, sentence)


def _do(request, edition_id, action, done, *, tell=tell_sent):
    edition, now = edition_or_404(request, edition_id), timezone.now()
    if not_kept := keep_words(request, edition):
        return not_kept
    try:
        action(edition=edition, by=request.member, now=now)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        tell(request, done(edition, now) if callable(done) else done, now=now)
    return redirect(edition)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def digest_rules(request, school_slug):
    """Whether the digest goes out, and when."""
    rules = rules_of(request.member.school)
    names = ("is_on", "weekday", "goes_at")
    form = RulesForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(rules, name) for name in names}
    )
    change = Change(request, rules)
    if form.is_valid():
        about = {"rules": rules, "values": form.cleaned_data, "version": change.version}
        try:
            actions.change_rules(**about, by=request.member, now=timezone.now())
        except RowChanged as lost:
            change.lose(form, lost.current)
        else:
            messages.success(request, "Saved.")
            return redirect("digest_editions", school_slug=school_slug)
    status = 409 if change.is_lost else 422 if form.errors else 200
    return render(request, "outreach/digests/rules.html", {"form": form, "change": change}, status=status)


@require_POST
@member(Role.LIBRARIAN)
def digest_wish_done(request, school_slug, wish_id):
    """The library has seen to what somebody would like."""
    wish = DigestWish.objects.visible_to(request.member).filter(pk=wish_id).first()
    if wish is None:
        raise Http404
    try:
        see_to_wish(wish=wish, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect(address("digest_editions", school_slug=school_slug) + "#wishes")
