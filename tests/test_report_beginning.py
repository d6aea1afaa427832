"""Beginning a report: what it is about comes along, and one that is there already is offered first."""

from datetime import date, timedelta

import pytest

from collab.models import Department
from outreach.models import Report
from outreach.reports.drafts.actions import change_report, draft_report
from outreach.reports.periods import quarter_on
from outreach.reports.published.actions import publish
from tests.cast import NOW, TODAY

PATH = "/hill/reports/written/"
LATER = NOW + timedelta(days=1)
ABOUT = {"period": "quarter-2026-4", "department": ""}


@pytest.fixture
def report(hill):
    about = {"school": hill.school, "period": quarter_on(TODAY), "department": None}
    report = draft_report(**about, by=hill.ada, now=NOW)
    Report.objects.update(sections=["level_reached"])
    report.refresh_from_db()
    return report


def test_what_is_drafted_already_is_offered_before_a_second_one_is_made(report, as_ada):
    answer = as_ada.post(f"{PATH}draft/", ABOUT)
    assert (answer.url, Report.objects.count()) == (f"{PATH}?period=quarter-2026-4#begin", 1)
    page = as_ada.get(answer.url).content.decode()
    assert ("There is one about that already" in page, "Go on with it" in page) == (True, True)
    assert '<option value="quarter-2026-4" selected>' in page
    as_ada.post(f"{PATH}draft/", ABOUT | {"another": "yes"})
    assert Report.objects.count() == 2


def test_of_what_is_published_the_next_version_is_offered(hill, report, as_ada):
    publish(report=report, by=hill.ada, now=NOW)
    page = as_ada.get(PATH, ABOUT).content.decode()
    assert ("Begin version 2" in page, "Version 2 begun" in page) == (True, False)
    said = {"title": report.title, "sections": report.sections, "stories": {}, "version": report.version}
    change_report(report=report, introduction="More.", **said, by=hill.ada, now=LATER)
    page = as_ada.get(PATH, ABOUT).content.decode()
    assert ("Go on with version 2" in page, "Version 2 begun" in page) == (True, True)


def test_a_removed_draft_and_one_about_a_department_are_in_nobodys_way(hill, report, as_ada):
    department = Department.objects.get(head=hill.hugo)
    as_ada.post(f"{PATH}draft/", ABOUT | {"department": department.pk})
    assert Report.objects.count() == 2
    answer = as_ada.post(f"{PATH}draft/", ABOUT | {"department": department.pk})
    assert answer.url == f"{PATH}?period=quarter-2026-4&department={department.pk}#begin"
    Report.objects.update(removed_at=NOW, removed_by=hill.ada)
    as_ada.post(f"{PATH}draft/", ABOUT)
    assert Report.objects.count() == 3


def test_the_page_of_figures_hands_its_days_and_department_on_to_a_new_report(hill, as_ada, as_lena):
    department = Department.objects.get(head=hill.hugo)
    shown = {"from": "2026-02-02", "to": "2026-03-01", "department": department.pk}
    page = as_ada.get("/hill/reports/", shown).content.decode()
    link = f"{PATH}?period=days-20260202-20260301&amp;department={department.pk}#begin"
    assert f'href="{link}"' in page
    assert "Write a report about" not in as_lena.get("/hill/reports/", shown).content.decode()
    begin = as_ada.get(link.replace("&amp;", "&")).content.decode()
    assert '<option value="days-20260202-20260301" selected>' in begin
    assert f'<option value="{department.pk}" selected>' in begin
    as_ada.post(f"{PATH}draft/", {"period": "days-20260202-20260301", "department": department.pk})
    report = Report.objects.get()
    assert (report.starts_on, report.ends_on, report.department) == (date(2026, 2, 2), date(2026, 3, 1), department)


def test_an_address_that_makes_no_sense_says_so_and_shows_the_list(hill, as_ada):
    answer = as_ada.get(PATH, {"period": "term-999999"}, follow=True)
    assert (answer.status_code, "There is no such period" in answer.content.decode()) == (200, True)


def test_what_was_published_last_stands_first(hill, as_ada):
    about = {"school": hill.school, "department": None, "by": hill.ada}
    for day, now in ((TODAY, NOW), (date(2026, 2, 1), LATER)):
        report = draft_report(**about, period=quarter_on(day), now=now)
        Report.objects.update(sections=["level_reached"])
        publish(report=report, by=hill.ada, now=now)
    rows = as_ada.get(PATH).context["published"]
    assert [row["title"] for row in rows] == ["The library: Quarter 1, 2026", "The library: Quarter 4, 2026"]


def test_heads_and_administrators_read_which_reports_are_for_them(hill, report, as_hugo, as_omar):
    publish(report=report, by=hill.ada, now=NOW)
    pages = [client.get(PATH).content.decode() for client in (as_hugo, as_omar)]
    assert ["for leaders and librarians" in page for page in pages] == [True, True]
    assert ["would stand here" in page for page in pages] == [True, False]
    assert ["No report is published yet" in page for page in pages] == [False, False]
