"""What was typed into a report is never lost: whoever removes it, its department, or a unit that it tells of."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError
from django.urls import reverse

from collab.errors import AlreadyDone, Refused
from collab.models import Department, Term
from outreach.models import Report, ReportVersion
from outreach.reports.drafts.actions import draft_report, leave_out, remove_report, tell_of
from outreach.reports.drafts.drafting import draft_what_ended
from outreach.reports.drafts.queries import scope_of
from outreach.reports.periods import Periods, quarter_on
from outreach.reports.published.actions import publish
from planning.models import UnitPlan
from planning.unit_plan.actions import start_plan
from planning.unit_plan.removal import remove_plan
from tests.cast import NOW, TODAY
from tests.racing import refusals

TYPED = "They asked their grandparents, and wrote it down."


@pytest.fixture
def plan(hill):
    about = {"title": "Volcanoes", "partner": hill.ben, "term": hill.term}
    return start_plan(school=hill.school, **about, by=hill.ada, now=NOW)


@pytest.fixture
def report(hill):
    period = Periods(hill.school).usual(TODAY)
    return draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)


def url(name, report, **more):
    return reverse(name, kwargs={"school_slug": "hill", "report_id": report.pk, **more})


def form_of(report, **changes):
    """What the page of a report sends."""
    stories = {f"story-{story.pk}": story.words for story in report.stories.all()}
    said = {"title": report.title, "introduction": report.introduction, "sections": report.sections}
    return said | stories | {"version": report.version} | changes


# --- A draft is removed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report_edit", "report_publish", "report_story_add", "report_story_remove"])
def test_words_typed_into_a_draft_that_somebody_removed_are_shown_and_bring_it_back(hill, plan, report, as_ada, name):
    story = tell_of(report=report, plan=plan, by=hill.ada, now=NOW)
    typed = form_of(report, introduction=TYPED) | {f"story-{story.pk}": "A story"}
    remove_report(report=report, by=hill.ada, now=NOW)
    answer = as_ada.post(url(name, report), typed)
    page = answer.content.decode()
    assert (answer.status_code, TYPED in page, ">\nA story<" in page) == (409, True, True)
    assert "Ada Marlow removed this draft while you were typing." in page
    report.refresh_from_db()
    assert (report.introduction, report.removed_by) == ("", hill.ada)
    answer = as_ada.post(url("report_edit", report), typed | {"version": report.version})
    report.refresh_from_db()
    assert (answer.status_code, report.introduction, report.removed_at) == (302, TYPED, None)
    assert report.stories.get().words == "A story"


def test_a_removed_draft_stands_apart_and_comes_back_when_it_is_saved(hill, report, as_ada):
    as_ada.post(url("report_remove", report))
    page = as_ada.get("/hill/reports/written/").content.decode()
    assert ("Only librarians see them." in page, "removed by" in page) == (False, True)
    page = as_ada.get(url("report_edit", report)).content.decode()
    assert "Save it, and it is back among the drafts." in page
    report.refresh_from_db()
    as_ada.post(url("report_edit", report), form_of(report))
    report.refresh_from_db()
    assert (report.removed_at, report.removed_by) == (None, None)
    assert "Only librarians see them." in as_ada.get("/hill/reports/written/").content.decode()


def test_a_removed_draft_is_removed_once_and_not_published(hill, report, as_ada):
    remove_report(report=report, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone):
        remove_report(report=report, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="Save it, and it is back"):
        publish(report=report, by=hill.ada, now=NOW)
    assert as_ada.post(url("report_publish", report), {"number": "1"}).url == url("report_edit", report)
    assert not ReportVersion.objects.exists()


def test_a_draft_that_made_itself_and_was_removed_does_not_make_itself_again(hill):
    now = datetime(2026, 9, 30, 14, 0, tzinfo=UTC)
    [report] = draft_what_ended(now=now)
    remove_report(report=report, by=hill.ada, now=now)
    assert draft_what_ended(now=now) == []


# --- What a report rests on is removed --------------------------------------------------------------------------


def test_a_plan_is_not_removed_while_a_report_tells_of_it(hill, plan, report, as_ada):
    story = tell_of(report=report, plan=plan, by=hill.ada, now=NOW)
    answer = as_ada.post(reverse("plan_remove", kwargs={"school_slug": "hill", "plan_id": plan.pk}))
    why = "This plan cannot be removed yet: a story in a report rests on it."
    assert (answer.status_code, why in answer.content.decode()) == (409, True)
    leave_out(report=report, story=story, by=hill.ada, now=NOW)
    remove_plan(plan=plan, by=hill.ada, now=NOW)
    assert not UnitPlan.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_is_removed_while_somebody_tells_of_it_stays_and_the_remover_hears_why(hill, plan, report):
    refused = refusals(
        lambda: tell_of(report=report, plan=plan, by=hill.ada, now=NOW),
        lambda: remove_plan(plan=plan, by=hill.ada, now=NOW),
        of=(Refused, DatabaseError),
    )
    assert refused == ["This plan cannot be removed yet: a story in a report rests on it. Take that out first."]
    assert (UnitPlan.objects.count(), report.stories.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_is_told_of_while_somebody_removes_it_is_gone_and_the_teller_hears_it(hill, plan, report):
    refused = refusals(
        lambda: remove_plan(plan=plan, by=hill.ada, now=NOW),
        lambda: tell_of(report=report, plan=plan, by=hill.ada, now=NOW),
        of=(Refused, DatabaseError),
    )
    assert refused == ["Somebody removed “Volcanoes” in the meantime. Choose again."]
    assert (UnitPlan.objects.count(), report.stories.count()) == (0, 0)


def test_a_unit_that_somebody_removed_a_moment_ago_is_not_told(hill, plan, report):
    remove_plan(plan=plan, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="Somebody removed “Volcanoes” in the meantime"):
        tell_of(report=report, plan=plan, by=hill.ada, now=NOW)


def test_a_report_on_a_department_that_is_gone_does_not_tell_of_the_whole_school(hill, plan, as_ada):
    department = Department.objects.create(school=hill.school, name="Textiles")
    about = {"school": hill.school, "period": quarter_on(TODAY), "by": hill.ada, "now": NOW}
    report = draft_report(**about, department=department)
    department.delete()
    report = Report.objects.get()
    with pytest.raises(Refused, match="“Textiles” is no department of this school any more"):
        publish(report=report, by=hill.ada, now=NOW)
    assert as_ada.get(url("report_preview", report)).url == url("report_edit", report)
    page = as_ada.get(url("report_edit", report)).content.decode()
    assert ("Its department is gone" in page, "Volcanoes" in page) == (True, False)
    answer = as_ada.post(url("report_edit", report), form_of(report, introduction=TYPED))
    assert (answer.status_code, Report.objects.get().introduction) == (302, TYPED)


# --- What is published is what was seen -------------------------------------------------------------------------


def test_what_somebody_changed_after_ada_looked_is_not_published_unseen(hill, report, as_ada):
    seen = as_ada.get(url("report_preview", report)).context["seen"]
    Report.objects.update(introduction="Not for the board")
    for ask, sent in ((as_ada.get, {"seen": seen}), (as_ada.post, {"seen": seen, "number": 1})):
        assert ask(url("report_publish", report), sent).url == url("report_preview", report)
    answer = as_ada.get(url("report_preview", report))
    page = answer.content.decode()
    assert ("The report was changed after you looked at it." in page, "Not for the board" in page) == (True, True)
    assert not ReportVersion.objects.exists()
    answer = as_ada.post(url("report_publish", report), {"seen": answer.context["seen"], "number": 1})
    assert answer.url == url("report", report)
    assert ReportVersion.objects.get().contents["introduction"] == "Not for the board"


# --- Its period changes under it --------------------------------------------------------------------------------


def test_a_report_is_compared_with_the_year_before_when_its_own_year_changes_under_it(hill):
    last_year = {"school": hill.school, "name": "Term 4", "year": "2025"}
    Term.objects.create(**last_year, starts_on=date(2025, 10, 13), ends_on=date(2025, 12, 18))
    period = Periods(hill.school).usual(TODAY)
    report = draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)
    next_year = {"school": hill.school, "name": "Term 1", "year": "2027"}
    Term.objects.create(**next_year, starts_on=date(2027, 1, 27), ends_on=date(2027, 4, 1))
    periods = scope_of(report).periods
    assert [each.name for each in periods] == ["School year 2026", "School year 2025", "School year 2025"]
    assert (periods.now.starts_on, periods.now.ends_on) == (report.starts_on, report.ends_on)
    Term.objects.filter(pk=hill.terms[0].pk).update(starts_on=date(2026, 1, 28))
    assert [each.name for each in scope_of(report).periods][1:] == ["School year 2025", "School year 2025"]
