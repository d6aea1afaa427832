"""Drafts that make themselves: at the end of each quarter and of each school year, once."""

from datetime import timedelta

from collab.models import School, Term
from outreach.models import Report
from outreach.reports.drafts.actions import draft_report
from outreach.reports.periods import Periods, quarter_on

A_DAY = timedelta(days=1)
LOOKS_BACK = timedelta(days=21)  # A server that was off for a while makes up for it; what is older is left alone.


def draft_what_ended(*, now):
    """Drafts a report on each quarter and school year that ended lately, in schools that plan with Collab then.

    Doing it twice drafts nothing twice. Returns the reports that are new.
    """
    return [report for school in School.objects.order_by("pk") for report in _draft_for(school, now)]


def ended_lately(periods, today):
    """The Periods that ended in the last days before a day: the quarter of the calendar, and school years.

    A school year ends for this with the last day of its last term, though the holidays after it belong to it.
    """
    quarter = quarter_on(quarter_on(today).starts_on - A_DAY)
    ends = [(quarter, quarter.ends_on), *((year, periods.last_days[year.key]) for year in periods.years)]
    return [period for period, ends_on in ends if ends_on < today <= ends_on + LOOKS_BACK]


def _draft_for(school, now):
    today = school.day_of(now)
    for period in ended_lately(Periods(school), today):
        is_taught = Term.objects.filter(
            school=school, starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
        ).exists()
        is_there = Report.objects.filter(school=school, key=period.key).exists()
        if is_taught and not is_there:
            yield draft_report(school=school, period=period, department=None, by=None, now=now, key=period.key)
