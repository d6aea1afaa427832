"""The demo: built through the actions, the same every time, around any day."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from collab.models import Member, School
from outreach.models import Report
from outreach.reports.asking import ask
from outreach.reports.figures import BY_KEY
from outreach.reports.periods import Periods
from outreach.reports.scopes import Scope, Three
from planning.models import Answer, Barrier, Contribution, Lesson, StageState, UnitPlan


def load(today="2026-11-18"):
    """Runs the command; what it said."""
    said = StringIO()
    call_command("demo", today=date.fromisoformat(today), stdout=said)
    return said.getvalue()


def in_numbers(school, today, *keys):
    """What figures say of the school year of a day, and of the one before: key → Answer."""
    periods = Periods(school)
    year = periods.usual(today)
    before = periods.before(year)
    answers = ask(Scope(school=school, periods=Three(year, before, before)), [BY_KEY[key] for key in keys])
    return {key: answers[key] for key in keys}


def everything():
    """The demo's content, as plain values without keys."""
    return {
        "people": list(Member.objects.order_by("school__slug", "name").values_list("school__slug", "name", "roles")),
        "plans": list(
            UnitPlan.objects.order_by("pk").values_list("title", "term__name", "starts_on", "is_shared", "closed_at")
        ),
        "answers": list(Answer.objects.order_by("pk").values_list("prompt", "text", "saved_at", "saved_by__name")),
        "stages": list(StageState.objects.order_by("pk").values_list("number", "completed_at", "completed_by__name")),
        "parts": list(Contribution.objects.order_by("pk").values_list("stage", "member__name", "first_at", "last_at")),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("today", ["2026-01-05", "2026-04-10", "2026-07-01", "2028-02-29", "2026-12-28"])
def test_the_demo_can_be_built_around_any_day(today):
    load(today)
    hill = School.objects.get(slug="hill")
    now = date.fromisoformat(today)
    assert (hill.members.count(), hill.departments.count(), hill.plans.count()) == (31, 8, 31)
    assert School.objects.get(slug="vale").plans.count() == 2
    assert not Answer.objects.filter(saved_at__date__gt=now).exists()
    assert not Lesson.objects.logged().filter(taught_on__gt=now).exists()
    assert not UnitPlan.objects.filter(closed_at__date__gt=now).exists()
    _tells_its_story(hill, now)


def _tells_its_story(hill, now):
    """A department that is not reached, a barrier that was overcome, and a report of each of two years."""
    reached = in_numbers(hill, now, "departments")["departments"].parts
    of_technologies = [part.across for part in reached if part.label == "Technologies"]
    assert of_technologies == ["unreached"]
    overcome = Barrier.objects.filter(plan__school=hill, kind="time", outcome__startswith="Overcome")
    assert not overcome.filter(counter_measure="").exists()
    assert sorted(overcome.values_list("plan__title", flat=True)) == ["Letters from the front", "Whose news is it?"]
    reports = Report.objects.filter(school=hill).order_by("starts_on")
    told = [(report.ends_on < now, report.versions.count(), report.stories.count()) for report in reports]
    assert told == [(True, 1, 2), (False, 0, 2)]
