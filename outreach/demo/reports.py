"""The demo's reports: where the school places its programme, what it told of last year, and what it writes of this."""

from datetime import timedelta

from collab.demo import at
from outreach.demo.told import BEFORE, NOW, PLACINGS, STORIES
from outreach.models import ProgrammePlacing
from outreach.reports.drafts.actions import change_report, draft_report, tell_of
from outreach.reports.drafts.story_pictures import may_be_picked, pick
from outreach.reports.periods import Periods
from outreach.reports.programme.actions import place_programme
from outreach.reports.published.actions import publish
from planning.models import UnitPlan

A_DAY = timedelta(days=1)
A_WHILE = timedelta(days=60)
MOST_TOLD = 2


def build(*, school, people, today):
    """Three placings, the report of last year, a draft of this one. `people`: first part of the e-mail → Member."""
    librarian = people.get("ada")
    if librarian is None:
        return
    periods = Periods(school)
    this_year = periods.usual(today)
    last_year = periods.before(this_year)
    _place(school, [year for year in periods.years if year.starts_on <= today], librarian, today)
    told_on = min(periods.last_days[last_year.key] + timedelta(days=5), today - A_DAY)
    before = _written(school, last_year, BEFORE, librarian, told_on)
    publish(report=before, by=librarian, now=at(told_on, 15, 30, school=school))
    _written(school, this_year, NOW, librarian, today - A_DAY)


def _place(school, years, by, today):
    """The last years, and the one before the first where the school knows of fewer."""
    begun = [(year.key.removeprefix("year-"), min(year.ends_on, today) - A_DAY) for year in years]
    earlier = (str(int(begun[0][0]) - 1), years[0].starts_on - A_WHILE)
    path = [earlier, *begun][-len(PLACINGS) :]
    for (name, day), (level, note) in zip(path, PLACINGS, strict=True):
        placing = ProgrammePlacing(school=school, year=name)
        values = {"edition": ProgrammePlacing.Edition.OF_2000, "level": level, "note": note}
        place_programme(placing=placing, values=values, version=0, by=by, now=at(day, 15, 10, school=school))


def _written(school, year, introduction, by, on):
    """A draft on a school year with the first units that there is something to tell of."""
    now = at(on, 14, 30, school=school)
    report = draft_report(school=school, period=year, department=None, by=by, now=now)
    taught = UnitPlan.objects.filter(school=school, starts_on__range=(year.starts_on, year.ends_on))
    plans = {plan.title: plan for plan in taught.filter(title__in=STORIES)}
    told = [plans[title] for title in STORIES if title in plans][:MOST_TOLD]
    stories = {tell_of(report=report, plan=plan, by=by, now=now).pk: STORIES[plan.title] for plan in told}
    _show(report.stories.select_related("plan"), by, on, now)
    report.refresh_from_db()
    words = {"title": report.title, "introduction": introduction, "sections": report.sections, "stories": stories}
    return change_report(report=report, **words, version=report.version, by=by, now=now)


def _show(stories, by, on, now):
    """Gives each story the first picture of its unit that leaders may be shown."""
    for story in stories:
        if picture := may_be_picked([story.plan], on=on).first():
            pick(story=story, evidence=picture, by=by, now=now)
