"""Which editions there are, which of them is the coming one, and which are due."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, Q

from collab.models import School, Term
from outreach.digests.days import A_DAY, A_WEEK, is_school_day, moment_of, monday_of, next_monday, rules_of
from outreach.models import DigestEdition

# What did not go out in so long (a server that was off, holidays) does not any more.
TOO_OLD = timedelta(days=21)
PREPARED_BEFORE = timedelta(days=7)
SHOWN = 20


def prepare_editions(*, now):
    """Has the next edition of each school ready a week before it goes out. Three queries, and one where any is made."""
    terms = _terms_by_school(now)
    schools = [school for school in _schools() if rules_of(school).is_on and terms[school.pk]]
    there = set(_recent(schools, now).values_list("school", "monday"))
    made = []
    for school in schools:
        rules = rules_of(school)
        monday = next_monday(rules, terms[school.pk], now)
        soon = monday is not None and moment_of(monday, rules) - now <= PREPARED_BEFORE
        if soon and (school.pk, monday) not in there:
            made.append(DigestEdition(school=school, monday=monday))
    DigestEdition.objects.bulk_create(made, ignore_conflicts=True)


def due_editions(*, now):
    """The keys of the editions that are to go out now. Two queries.

    On a school day from its moment on, unless it is held: after days without a server it goes out late, and not at
    all in the holidays. What somebody wants to go out at once goes out.
    """
    terms = _terms_by_school(now)
    waiting = DigestEdition.objects.filter(went_out_at__isnull=True, held_at__isnull=True)
    waiting = waiting.filter(Q(asked_at__isnull=False) | Q(monday__gte=(now - TOO_OLD).date()))
    waiting = waiting.select_related("school__digest_rules").order_by("-monday")
    return [one.pk for one in waiting if one.asked_at or _is_due(one, terms[one.school_id], now)]


def coming_edition(*, school, now):
    """The edition of a School that goes out next or waits to be released, or None where it is not prepared."""
    waiting = DigestEdition.objects.filter(school=school, went_out_at__isnull=True)
    waiting = waiting.filter(monday__gte=monday_of(school.day_of(now)) - A_WEEK).order_by("monday")
    editions = list(waiting.select_related("school", "held_by", "went_out_by"))
    rules = rules_of(school)
    ahead = [one for one in editions if one.held_at or one.asked_at or moment_of(one.monday, rules) > now]
    return (ahead or editions or [None])[0]


def past_editions(*, school, but):
    """The last editions but one, newest first, each with `number`: how many digests it was."""
    editions = DigestEdition.objects.filter(school=school).exclude(pk=but and but.pk)
    return list(editions.annotate(number=Count("digests")).order_by("-monday")[:SHOWN])


def terms_of(school, now):
    """The terms of a School that run now or come."""
    return list(Term.objects.filter(school=school).from_day(school.day_of(now)))


def _is_due(edition, terms, now):
    rules = rules_of(edition.school)
    has_come = rules.is_on and moment_of(edition.monday, rules) <= now
    return has_come and is_school_day(edition.school.day_of(now), terms)


def _schools():
    return School.objects.select_related("digest_rules")


def _recent(schools, now):
    return DigestEdition.objects.filter(school__in=schools, monday__gte=(now - TOO_OLD).date())


def _terms_by_school(now):
    """School's key → terms that run about now; a day more on each side, since it is another day elsewhere."""
    today, found = now.date(), defaultdict(list)
    for term in Term.objects.filter(starts_on__lte=today + PREPARED_BEFORE + A_DAY, ends_on__gte=today - A_DAY):
        found[term.school_id].append(term)
    return found
