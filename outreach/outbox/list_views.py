"""The page of all messages, and what is done there to many of them at once."""

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from collab.parts import asks_for_part, page_or_part
from outreach.models import FailingAddress
from outreach.outbox import holding, many
from outreach.outbox.doing import counted, do, do_sending, gone_and_left, not_paused, taken_again, tried_again
from outreach.outbox.filters import Asked
from outreach.outbox.listing import choices, table
from outreach.outbox.needs import needs
from outreach.outbox.permissions import for_keepers
from outreach.outbox.queries import rules_for
from outreach.outbox.resting import why_in_words


@require_safe
@for_keepers
def messages(request, school_slug):
    """What was sent, what waits and what failed; only the table when that is asked for."""
    asked, now = Asked.read(request.GET), timezone.now()
    rules = rules_for(request.member)
    context = table(member=request.member, asked=asked, rules=rules, now=now)
    if asks_for_part(request):
        response = page_or_part(request, "outreach/outbox/messages", context)
        return push_url(response, f"{request.path}{asked.address()}")
    context |= {"choices": choices(asked), "rules": rules, "eyebrow": "" if request.member.is_librarian else "School"}
    context |= needs(member=request.member, rules=rules, now=now)
    return page_or_part(request, "outreach/outbox/messages", context)


@require_POST
@for_keepers
def messages_again(request, school_slug):
    """What failed for one reason, or for any, is sent again."""
    do_sending(request, many.send_failed_again, gone_and_left, error=request.POST.get("error"), now=timezone.now())
    return redirect("messages", school_slug=school_slug)


@require_POST
@for_keepers
def messages_leave(request, school_slug):
    """What failed for one reason, or for any, is left at that."""
    done = counted("It is left at that.", "{} messages are left at that.")
    do(request, many.leave_failed, done, error=request.POST.get("error"), now=timezone.now())
    return redirect("messages", school_slug=school_slug)


@require_POST
@for_keepers
def messages_now(request, school_slug):
    """What would be tried again later is tried at once."""
    now = timezone.now()
    rests = why_in_words(rules_for(request.member), now)
    do(request, many.try_now, tried_again(rests), now=now)
    return redirect("messages", school_slug=school_slug)


@require_POST
@for_keepers
def messages_pause(request, school_slug):
    """Nothing of the school goes out until somebody lets it."""
    do(request, holding.pause, "The mail is paused. What is written meanwhile waits.", now=timezone.now())
    return redirect("messages", school_slug=school_slug)


@require_POST
@for_keepers
def messages_resume(request, school_slug):
    """The mail of the school goes out again, as its rules say."""
    now = timezone.now()
    do(request, holding.resume, lambda _: not_paused(why_in_words(rules_for(request.member), now)), now=now)
    return redirect("messages", school_slug=school_slug)


@require_POST
@for_keepers
def failing_address_clear(request, school_slug, address_id):
    """Mail goes to an address again that was refused."""
    failing = get_object_or_404(FailingAddress.objects.visible_to(request.member), pk=address_id)
    do_sending(request, many.take_address_again, taken_again, failing=failing, now=timezone.now())
    return redirect("messages", school_slug=school_slug)


@require_POST
@for_keepers
def failing_addresses_clear(request, school_slug):
    """Mail goes to all addresses again that were refused."""
    do_sending(request, many.take_all_addresses_again, taken_again, now=timezone.now())
    return redirect("messages", school_slug=school_slug)
