"""The picture of a story: which may be picked today, which was, and the named write that picks one."""

from django.db import transaction

from collab.writing import stamp
from outreach.models import Report, StoryPicture
from planning.models import Evidence

PICTURES = ("image/jpeg", "image/png")
LEADERS, PUBLIC = Evidence.Audience.LEADERS, Evidence.Audience.PUBLIC


def may_be_picked(plans, *, on):
    """The pictures of some plans that a report may show to leaders on a day: queryset of Evidence."""
    return Evidence.objects.filter(plan__in=plans, file__media_type__in=PICTURES).showable_to(LEADERS, on=on)


def may_go_public(pieces, *, on):
    """The keys of those of them that may stand at an address for everybody: set."""
    return set(pieces.showable_to(PUBLIC, on=on).values_list("pk", flat=True))


def picked_for(stories, *, on):
    """What was picked and may still be shown: key of the story → Evidence. One query."""
    shown = may_be_picked([story.plan_id for story in stories], on=on)
    picked = StoryPicture.objects.filter(story__in=stories, evidence__in=shown.values("pk")).select_related("evidence")
    return {picture.story_id: picture.evidence for picture in picked}


@transaction.atomic
def pick(*, story, evidence, by, now):
    """Shows a piece of evidence with a story; with None it has no picture any more."""
    if evidence is None:
        StoryPicture.objects.filter(story=story).delete()
    else:
        StoryPicture.objects.update_or_create(story=story, defaults={"evidence": evidence})
    Report.objects.filter(pk=story.report_id).update(**stamp(by=by, now=now))
