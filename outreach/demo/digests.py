"""The demo's digests: two weeks that went out, with what the librarian put first, and the one that comes."""

from datetime import timedelta

from collab.demo import at
from outreach.demo.delivery import arrive
from outreach.digests.actions import add_highlight, change_words, prepare_edition
from outreach.digests.days import moment_of, monday_of, rules_of
from outreach.digests.going_out import go_out
from outreach.digests.wishes import want
from outreach.models import Highlight, Message
from resources.models import Resource

A_WEEK = timedelta(weeks=1)
INTRODUCTION = "New on the shelf by the door this week. Come and leaf through it before the classes do."
# who would like a title out of last week's digest
WISHES = (("ben", "loan", "Until Friday would do."), ("aroha", "box", ""))
LINES = ("Read the first chapter aloud: nobody puts it down.", "With maps that fold out.", "")


def build(*, school, people, today):
    """The editions of the weeks around a day. `people`: first part of the e-mail → Member."""
    librarian = people.get("ada") or people["nils"]
    for weeks_ago in (2, 1, 0):
        _edition(school, monday_of(today) - A_WEEK * weeks_ago, librarian, today)
    for who, kind, note in WISHES:
        if who in people:
            _wish(people[who], kind, note, today)


def _wish(member, kind, note, today):
    last = Highlight.objects.filter(edition__digests__member=member).order_by("-edition__monday", "position").first()
    if last:
        now = at(today - timedelta(days=1), 16, 20, school=member.school)
        want(resource=last.resource, kind=kind, topic_request=None, note=note, by=member, now=now)


def _edition(school, monday, by, today):
    goes_at = moment_of(monday, rules_of(school))
    before = goes_at - timedelta(hours=5)
    if school.day_of(before) > today:
        before = before - timedelta(days=4)
    edition = prepare_edition(school=school, monday=monday)
    known = Resource.objects.filter(school=school, added_on__lte=school.day_of(before), withdrawn_at__isnull=True)
    earlier = Highlight.objects.filter(edition__school=school).values("resource")
    for resource, line in zip(known.exclude(pk__in=earlier).order_by("-added_on", "pk")[:2], LINES, strict=False):
        add_highlight(edition=edition, resource=resource, line=line, by=by, now=before)
    edition.refresh_from_db()
    change_words(edition=edition, introduction=INTRODUCTION, lines={}, version=edition.version, by=by, now=before)
    if school.day_of(goes_at) < today:
        arrive(Message.objects.waiting().filter(school=school, kind=Message.Kind.DIGEST))  # The one of the week before.
        go_out(edition_id=edition.pk, now=goes_at)
