"""Which editions there are, which of them is the coming one, and which are due."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q

from collab.models import School, Term
from outreach.digests.days import A_DAY, A_WEEK, is_school_day, moment_of, monday_of, next_monday, rules_of
from outreach.models import DigestEdition

# What did not go out in so long (a server that was off, holidays) does not any more.
TOO_OLD = timedelta(days=21)
PREPARED_BEFORE = timedelta(days=7)
SHOWN = 20
LATER = DigestEdition.objects.filter(
    school=OuterRef("school"), monday__gt=OuterRef("monday"), went_out_at__isnull=False
)


def waiting_editions():
    """Those that may still go out: nobody gets the digest of a week after that of a later one."""
    return DigestEdition.objects.filter(~Exists(LATER), went_out_at__isnull=True)


def is_overtaken(edition):
    """Whether one of a later week went out before an edition that waits. One query."""
    return not edition.went_out_at and not waiting_editions().filter(pk=edition.pk).exists()


def last_day_of(edition):
    """Until which day an edition goes out by itself."""
    return edition.monday + TOO_OLD


def is_too_old(edition, now):
    """Whether it is so long after its week that an edition does not go out by itself any more."""
    return last_day_of(edition) < now.date()


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
    """The keys of the editions that are to go out now, one of a school: that of the latest week. Two queries.

    On a school day from its moment on, unless it is held: after days without a server it goes out late, and not at
    all in the holidays. What somebody wants to go out at once goes out.
    """
    terms = _terms_by_school(now)
    waiting = waiting_editions().filter(held_at__isnull=True)
    waiting = waiting.filter(Q(asked_at__isnull=False) | Q(monday__gte=(now - TOO_OLD).date()))
    waiting = waiting.select_related("school__digest_rules").order_by("monday")
    due = [one for one in waiting if one.asked_at or _is_due(one, terms[one.school_id], now)]
    return list({one.school_id: one.pk for one in due}.values())


def coming_edition(*, school, now):
    """The edition of a School that goes out next or waits to be released, or None where it is not prepared.

    Of those whose day is over the latest goes out.
    """
    waiting = waiting_editions().filter(school=school)
    waiting = waiting.filter(monday__gte=monday_of(school.day_of(now)) - A_WEEK).order_by("monday")
    editions = list(waiting.select_related("school", "held_by", "went_out_by"))
    rules = rules_of(school)
    ahead = [one for one in editions if one.held_at or one.asked_at or moment_of(one.monday, rules) > now]
    return ahead[0] if ahead else editions[-1] if editions else None


def next_to_prepare(school, now):
    """The Monday of the next edition of a School, there or not; None where no term is known that has one."""
    out = DigestEdition.objects.filter(school=school, went_out_at__isnull=False)
    last = out.aggregate(last=Max("monday"))["last"]
    return next_monday(rules_of(school), terms_of(school, now), now, after=last)


def past_editions(*, school, but):
    """The last editions but one, newest first, each with `number`: how many digests it was.

    `is_overtaken`: one of a later week went out before it.
    """
    editions = DigestEdition.objects.filter(school=school).exclude(pk=but and but.pk)
    editions = editions.annotate(number=Count("digests"), is_overtaken=Exists(LATER))
    return list(editions.order_by("-monday")[:SHOWN])


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
