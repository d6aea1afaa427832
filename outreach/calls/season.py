"""When the call for a term opens by itself, and on which days and hours it may write to people."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from collab.models import School, Term
from collab.models.school import SATURDAY
from outreach.calls.days import A_DAY, at, school_day_until, start_of
from outreach.calls.rules import loaded_rules
from outreach.models import CallRules, TopicCall

LONGEST_HOLIDAYS = timedelta(days=366)  # between two terms of which the second is asked for at the end of the first
SUMMED_UP_FOR = timedelta(days=7)  # into the term: it may begin on the Monday after the one before.
SAID_AHEAD = timedelta(days=14)  # Whoever enters dates is told two weeks before they are needed,
SAID_FOR = timedelta(days=90)  # and not any more where a school has stopped.


@dataclass(frozen=True)
class Season:
    """The asked `term`, and `ending`, the one before it, at whose end the school is asked; None for the first term."""

    school: School
    rules: CallRules
    term: Term
    ending: Term | None

    @property
    def until(self):
        """The moment at which the term begins: the end of its call."""
        return start_of(self.term.starts_on, self.school)

    @property
    def summed_up_until(self):
        """The moment until which summaries of its call still go out by themselves."""
        return start_of(self.term.starts_on + SUMMED_UP_FOR, self.school)

    @property
    def opens_at(self):
        """The moment at which the call opens by itself; None where it does not."""
        if self.ending is None or not self.rules.opens_by_itself:
            return None
        return at(opening_day(self.ending, self.rules), self.rules.opens_at, self.school)

    @property
    def is_before_its_school(self):
        """Whether the call would have opened before the school was set up."""
        return self.opens_at is not None and self.opens_at < self.school.created_at

    def is_due(self, now):
        """Whether the call opens by itself, or should have: late is better than never, until the term begins.

        A school that is set up in these weeks decides for itself: nobody there expects that its people get mail.
        """
        return self.opens_at is not None and not self.is_before_its_school and self.opens_at <= now < self.until

    def may_write(self, now):
        """Whether a call may write to people by itself now: on a school day, or a weekday of the holidays."""
        local = now.astimezone(self.school.zone)
        return local.time() >= self.rules.opens_at and self._is_day_for_mail(local.date())

    def may_remind(self, now):
        """Whether reminders may go out by themselves now: on a school day alone."""
        today = self.school.day_of(now)
        return self.may_write(now) and self.ending is not None and self.ending.is_school_day(today)

    def _is_day_for_mail(self, day):
        for term in filter(None, (self.ending, self.term)):
            if term.starts_on <= day <= term.ends_on:
                return term.is_school_day(day)
        return day.weekday() < SATURDAY


def opening_day(ending, rules):
    """The school day on which the call at the end of a term opens by itself."""
    return school_day_until(ending.ends_on - timedelta(days=rules.days_before), ending)


def season_of(term):
    """The Season of an asked term. Two queries."""
    term = Term.objects.select_related("school__call_rules").get(pk=getattr(term, "pk", term))
    before = Term.objects.filter(school_id=term.school_id, starts_on__lt=term.starts_on)
    return _season(before.order_by("starts_on").last(), term)


def coming_season(school, *, on):
    """The Season of the next term of a school on a day; None where its dates are missing. Three queries."""
    coming = Term.objects.filter(school=school, starts_on__gt=on).order_by("starts_on").first()
    return season_of(coming) if coming else None


def dates_missing(*, school, on):
    """The last term of a school, where people would soon be asked about the next and nobody has entered its dates.

    None where all is well. Two queries: for the page of calls, and for the desk of librarians and administrators.
    """
    last = Term.objects.filter(school=school).select_related("school__call_rules").order_by("starts_on").last()
    return last if last and is_missed_after(last, loaded_rules(last.school), on=on) else None


def is_missed_after(last, rules, *, on):
    """Whether on a day the term after the last one of a school is needed soon."""
    if last.starts_on > on or on > last.ends_on + SAID_FOR:
        return False
    return on >= opening_day(last, rules) - SAID_AHEAD


def terms_at_hand(*, now):
    """The keys of the terms whose call is due, open, or to be summed up. Two queries, however many schools there are.

    A term may be as long as its form allows: it is looked for by its end.
    """
    today = now.date()
    around = Term.objects.filter(ends_on__gte=today - LONGEST_HOLIDAYS, starts_on__lte=today + LONGEST_HOLIDAYS)
    terms = [None, *around.select_related("school__call_rules").order_by("school_id", "starts_on")]
    calls = TopicCall.objects.filter(term__starts_on__gte=today - SUMMED_UP_FOR - A_DAY)
    called = set(calls.values_list("term_id", flat=True))
    seasons = [_season(before, term) for before, term in pairwise(terms)]
    return [one.term.pk for one in seasons if one.is_due(now) or (one.term.pk in called and now < one.summed_up_until)]


def _season(before, term):
    ending = before if before and before.school_id == term.school_id else None
    return Season(term.school, loaded_rules(term.school), term, ending)
