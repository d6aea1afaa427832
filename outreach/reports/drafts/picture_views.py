"""The page on which the picture of a story is picked."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab import asked
from collab.access import member
from collab.models import Role
from outreach.models import ReportStory
from outreach.reports.drafts.pages import edit_address
from outreach.reports.drafts.queries import reports_of
from outreach.reports.drafts.story_pictures import may_be_picked, may_go_public, pick, picked_for

NOT_ANY_MORE = "That picture may not be shown any more. Choose another, or none."


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def report_story_picture(request, school_slug, report_id, story_id):
    """Shows the pictures of the unit that leaders may be shown, and takes which one the story is to have."""
    reports, now = reports_of(request.member).filter(pk=report_id), timezone.now()
    stories = ReportStory.objects.select_related("report__school", "plan")
    story = get_object_or_404(stories, report__in=reports.values("pk"), pk=story_id)
    on = request.member.school.day_of(now)
    pieces = may_be_picked([story.plan_id], on=on)
    if request.method == "POST":
        sent = request.POST.get("picture", "")
        evidence = pieces.filter(pk=asked.key(sent)).first()
        if sent and evidence is None:
            messages.error(request, NOT_ANY_MORE)
            return redirect(request.path)
        pick(story=story, evidence=evidence, by=request.member, now=now)
        return redirect(f"{edit_address(story.report)}#stories")
    context = {
        "story": story,
        "pieces": pieces,
        "public": may_go_public(pieces, on=on),
        "picked": picked_for([story], on=on).get(story.pk),
        "edit_url": edit_address(story.report),
    }
    return render(request, "outreach/reports/drafts/picture.html", context)
