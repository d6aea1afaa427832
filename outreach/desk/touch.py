"""What of being in touch waits for librarians: mail that needs them, wishes, new colleagues, dates, reports."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from collab.addresses import address
from collab.models import School
from outreach.calls.rules import loaded_rules
from outreach.calls.season import is_missed_after
from outreach.desk.items import DeskItem, Kind
from outreach.inductions.queries import not_met_yet
from outreach.models import DigestWish, FailingAddress, Message, Report

NAMED = 2  # new colleagues; of more there is a list


def items_of(*, member, terms, on, now):
    """DeskItems for a librarian, in no order. `terms`: those around the day, in order. Two queries."""
    school = _counted(member.school)
    slug = school.slug
    items = [*_of_mail(school, slug), *_of_wishes(school, slug), *_of_dates(school, slug, terms, on)]
    items += _of_reports(school, slug)
    return items + _of_new_people(not_met_yet(school=school, now=now), school)


def _of_mail(school, slug):
    url = address("messages", school_slug=slug)
    if number := school.unknown:
        text = f"{number} messages may have gone out, or not" if number > 1 else "A message may have gone out, or not"
        yield DeskItem(Kind.MAIL, text, "Say for each whether it looks sent, or send it again.", url)
    if number := school.refused:
        text = f"{number} addresses take no mail" if number > 1 else "An address takes no mail"
        yield DeskItem(Kind.MAIL, text, "The mail server refused it for good. Correct it, or try again.", url)


def _of_wishes(school, slug):
    if number := school.wishes:
        text = f"{number} titles out of the digest are wanted" if number > 1 else "A title out of the digest is wanted"
        url = address("digest_editions", school_slug=slug)
        yield DeskItem(Kind.WISH, text, "Somebody would like to have it, or have it in a box.", url)


def _of_dates(school, slug, terms, on):
    """Soon people are to be asked about a term that nobody has entered."""
    last = terms[-1] if terms else None
    if last and is_missed_after(last, loaded_rules(school), on=on):
        text = f"The dates of the term after {last.name} are missing"
        detail = "Without them the call for topics cannot open. Enter them, or ask who does."
        yield DeskItem(Kind.DATES, text, detail, address("topic_calls", school_slug=slug))


def _of_reports(school, slug):
    if number := school.drafts:
        text = f"{number} reports have drafted themselves" if number > 1 else "A report has drafted itself"
        url = address("reports_written", school_slug=slug)
        yield DeskItem(Kind.REPORT, text, "Write its introduction and publish it, or remove it.", url)


def _of_new_people(people, school):
    url = address("inductions", school_slug=school.slug)
    if len(people) > NAMED:
        return [DeskItem(Kind.NEWCOMER, f"{len(people)} new colleagues to meet", "Nobody has met them yet.", url)]
    return [
        DeskItem(Kind.NEWCOMER, f"Meet {one.name}", f"New since {school.day_of(one.created_at):%-d %B}.", url)
        for one in people
    ]


def _counted(school):
    """The School with its rules for calls, and how many things wait in it. One query."""
    unknown = Message.objects.filter(school=OuterRef("pk"), state=Message.State.UNKNOWN, reduced_at__isnull=True)
    refused = FailingAddress.objects.filter(school=OuterRef("pk"))
    wishes = DigestWish.objects.filter(school=OuterRef("pk"), done_at__isnull=True)
    drafts = Report.objects.filter(school=OuterRef("pk"), versions__isnull=True, removed_at__isnull=True)
    drafts = drafts.exclude(key="")
    counted = {"unknown": unknown, "refused": refused, "wishes": wishes, "drafts": drafts}
    counted = {name: _count(rows) for name, rows in counted.items()}
    return School.objects.select_related("call_rules").annotate(**counted).get(pk=school.pk)


def _count(rows):
    return Coalesce(Subquery(rows.order_by().values("school").annotate(number=Count("pk")).values("number")), 0)
