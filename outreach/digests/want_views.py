"""One click in a digest: put it in a box for me, or lend it to me. The library gets it as a wish, and sees to it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab import asked
from collab.access import member
from collab.errors import Refused
from outreach.digests import queries
from outreach.digests.forms import WantForm
from outreach.digests.wishes import take_back, want
from outreach.models import DigestWish

ICONS = {DigestWish.Kind.BOX: "box-seam", DigestWish.Kind.LOAN: "book"}


@require_http_methods(["GET", "HEAD", "POST"])
@member()
def digest_want(request, school_slug, edition_id, resource_id):
    """Asks what a member would like of a title of their digest, and tells the library."""
    digest = queries.digest_of(member=request.member, edition_id=edition_id)
    title = queries.title_in(digest, resource_id) if digest else None
    if title is None:
        raise Http404
    if "take_back" in request.POST:
        return _taken_back(request)
    now = timezone.now()
    topics = queries.topics_to_choose(member=request.member, today=request.member.school.day_of(now))
    about = {"topic_request": queries.topic_behind(digest, title, topics)}
    form = WantForm(request.POST if request.method == "POST" else None, topics=topics, initial=about)
    if form.is_valid():
        try:
            want(resource=title, **form.cleaned_data, by=request.member, now=now)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"The library knows that you would like “{title}”.")
            return redirect(request.path)
    wishes = queries.wishes_for(member=request.member, resource=title)
    waiting = {wish.kind for wish in wishes if wish.done_at is None}
    ways = [(kind, label, ICONS[kind]) for kind, label in DigestWish.Kind.choices if kind not in waiting]
    context = {"title": title, "digest": digest, "form": form, "wishes": wishes, "ways": ways}
    context["is_gone"] = title.withdrawn_at is not None
    return render(request, "outreach/digests/want.html", context, status=422 if form.errors else 200)


def _taken_back(request):
    """Back to the page, on which the wish does not stand any more."""
    try:
        take_back(wish_id=asked.key(request.POST["take_back"]), by=request.member)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "You took it back. The library does not see it any more.")
    return redirect(request.path)
