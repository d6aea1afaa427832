"""Candidates that were ticked are put forward at once: one page for all of them, with one reason."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab import asked as addressed
from collab.access import member
from collab.addresses import address
from collab.models import Role
from resources.models import Resource
from resources.weeding.candidates import Asked
from resources.weeding.forms import ProposalForm
from resources.weeding.many import propose_many

MOST_AT_ONCE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def weeding_add_many(request, school_slug):
    """Asks for the reason, and proposes the titles that are ticked; then leads back to the candidates as they were."""
    is_sent, titles = request.method == "POST", _ticked(request)
    if not titles and not is_sent:
        messages.info(request, "Tick the titles that might go first.")
        return HttpResponseRedirect(_candidates(request))
    form = ProposalForm(request.POST if is_sent else None, by=request.member)
    if not titles or not form.is_valid():
        context = {"form": form, "titles": titles, "candidates_url": _candidates(request), "is_none": not titles}
        return render(request, "resources/weeding/add_many.html", context, status=422 if is_sent else 200)
    values = {name: form.cleaned_data[name] for name in ("why", "department")}
    asks_head = form.cleaned_data["ask"]
    done = propose_many(resources=titles, asks_head=asks_head, **values, by=request.member, now=timezone.now())
    _tell(request, done)
    return HttpResponseRedirect(_candidates(request))


def _ticked(request):
    """The titles of the school that the form or the address names, in the order of their names."""
    sent = request.POST if request.method == "POST" else request.GET
    keys = [key for key in map(addressed.key, sent.getlist("title")[:MOST_AT_ONCE]) if key]
    return list(Resource.objects.visible_to(request.member).filter(pk__in=keys).defer("search").order_by("title", "pk"))


def _candidates(request):
    """The address of the candidates, narrowed as they were when the titles were ticked."""
    asked = Asked.read(request.GET, today=timezone.localdate())
    return f"{address('weeding_candidates', school_slug=request.member.school.slug)}?{asked.kept}"


def _tell(request, done):
    """Says what was proposed, who is asked, and what was skipped and why."""
    if done.proposals:
        asked = f"{done.asked.name} is asked about {'each' if len(done.proposals) > 1 else 'it'}." if done.asked else ""
        told = (_counted(done.proposals, "proposed"), asked, done.not_asked)
        messages.success(request, " ".join(filter(None, told)))
    if done.skipped:
        [(first, why), *others] = done.skipped
        if not others:
            messages.warning(request, f"“{first}” is skipped: it {why}.")
            return
        each = "; ".join(f"“{title}” {why}" for title, why in done.skipped)
        messages.warning(request, f"{len(done.skipped)} titles are skipped: {each}.")


def _counted(things, done):
    return f"“{things[0]}” is {done}." if len(things) == 1 else f"{len(things)} titles are {done}."
