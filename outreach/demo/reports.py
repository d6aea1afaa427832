"""The demo's reports: where the school places its programme, and what it told of the last term that is over."""

from datetime import timedelta

from collab.demo import at
from outreach.models import ProgrammePlacing
from outreach.reports.drafts.actions import change_report, draft_report, tell_of
from outreach.reports.periods import Periods
from outreach.reports.programme.actions import place_programme
from outreach.reports.published.actions import publish
from planning.models import UnitPlan

A_DAY = timedelta(days=1)
PLACINGS = (
    (5, "Most units are still planned in passing, between two bells. Next: an hour for planning, in the timetable."),
    (6, "Planned gathering is the rule by now, and four departments evaluate with us. Next: Mathematics."),
)
INTRODUCTION = (
    "What we set out to do this term was simple: to sit down with every colleague who had said a topic before the "
    "unit began, and not after.\n\n"
    "It did not always work. Time was short in the weeks of testing. But where we planned from the start, students "
    "knew what a source is worth, and said so themselves."
)
STORY = (
    "The class began with what it could not do, and nobody minded saying so. Four weeks later the same students "
    "explained their sources to parents. We kept the checklist, and will use it again."
)
MOST_TOLD = 2


def build(*, school, people, today):
    """Placings of two school years, and a report on the last term. `people`: first part of the e-mail → Member."""
    librarian = people.get("ada")
    if librarian is None:
        return
    periods = Periods(school)
    years = [year for year in periods.years if year.starts_on <= today][-len(PLACINGS) :]
    for year, (level, note) in zip(years, PLACINGS[-len(years) :], strict=False):
        _place(school, year, level, note, librarian, today)
    over = [term for term in periods.terms if periods.last_days[term.key] < today]
    if over:
        _report(school, over[-1], librarian, today)


def _place(school, year, level, note, by, today):
    placing = ProgrammePlacing(school=school, year=year.key.removeprefix("year-"))
    now = at(min(year.ends_on, today) - A_DAY, 15, 10, school=school)
    values = {"edition": ProgrammePlacing.Edition.OF_2000, "level": level, "note": note}
    place_programme(placing=placing, values=values, version=0, by=by, now=now)


def _report(school, term, by, today):
    now = at(today - A_DAY, 14, 30, school=school)
    report = draft_report(school=school, period=term, department=None, by=by, now=now)
    words = {"title": report.title, "introduction": INTRODUCTION, "sections": report.sections, "stories": {}}
    report = change_report(report=report, **words, version=report.version, by=by, now=now)
    taught = UnitPlan.objects.filter(school=school, starts_on__range=(term.starts_on, term.ends_on))
    stories = [tell_of(report=report, plan=plan, by=by, now=now) for plan in taught.order_by("starts_on")[:MOST_TOLD]]
    report.refresh_from_db()
    words["stories"] = {story.pk: STORY for story in stories[:1]}
    report = change_report(report=report, **words, version=report.version, by=by, now=now)
    publish(report=report, by=by, now=now)
