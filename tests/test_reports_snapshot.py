"""What was published stays as it was, byte for byte, whatever changes afterwards."""

import json
import re
from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from django.core.cache import cache
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from openpyxl import load_workbook

from collab.models import Department, Member, School, Term, YearLevel
from outreach.models import Report, ReportLink, ReportVersion
from outreach.reports.drafts.actions import change_report, draft_report, leave_out, tell_of
from outreach.reports.periods import Periods
from outreach.reports.published.actions import make_link, publish
from outreach.reports.published.queries import address_of
from planning.models import Barrier, Criterion, CriterionCount, UnitPlan
from resources.models import TopicRequest
from tests.cast import NOW, TODAY
from tests.figure_schools import (
    add_lesson,
    add_to,
    contribute,
    invite,
    make_contact,
    make_loan,
    make_purchase,
    make_topic,
    make_unit,
)

MAIN = re.compile(rb"<main.*</main>", re.DOTALL)
LATER = NOW + timedelta(days=40)


def a_unit(hill, chance, title):
    """A unit with something of everything in it."""
    plan = make_unit(
        hill,
        title,
        teachers=chance.sample([hill.ben, hill.cleo, hill.hugo], 2),
        years=[hill.year_level],
        classes=[hill.class_group],
        outside=[("Ana", "Museum")],
        department=chance.choice([hill.humanities, hill.science]),
        planned_level=chance.choice([None, 1, 2, 3, 4]),
    )
    add_lesson(plan, taught_on=TODAY, co_teaching="team", students_reached=20)
    contribute(plan, hill.ada, *chance.sample(range(1, 6), 3))
    add_to(plan, Barrier, kind=chance.choice(["time", "testing"]), counter_measure="Met at lunch")
    criterion = add_to(plan, Criterion, name=chance.choice(["Gives credit", "Listens"]))
    CriterionCount.objects.create(criterion=criterion, level=2, students=chance.randrange(1, 9))
    return plan


def fill(hill, chance):
    """What there is to report on."""
    for number in range(3):
        a_unit(hill, chance, f"Unit {number}")
    make_topic(hill)
    make_loan(hill, {"was_used": True})
    make_purchase(hill)
    make_contact(hill)
    invite(hill, hill.ben, hill.cleo)


# --- What may change afterwards: each is called with Hill School, the report, and a Random ------------------------


def another_unit(hill, report, chance):
    a_unit(hill, chance, f"Another {chance.randrange(1000)}")


def other_words_in_plans(hill, report, chance):
    UnitPlan.objects.filter(school=hill.school).update(title="Renamed", is_shared=chance.random() < 0.5)
    Criterion.objects.update(name="Renamed")
    Barrier.objects.update(counter_measure="Renamed")


def a_plan_is_removed(hill, report, chance):
    for story in report.stories.all():
        leave_out(report=report, story=story, by=hill.ada, now=LATER)
    UnitPlan.objects.filter(school=hill.school).order_by("?").first().delete()


def people_change(hill, report, chance):
    Member.objects.filter(school=hill.school).update(name="Somebody else")
    Member.objects.filter(pk=hill.cleo.pk).update(deactivated_at=LATER)
    Member.objects.filter(pk__in=[hill.ada.pk, hill.ben.pk]).update(roles=["administrator"])


def departments_change(hill, report, chance):
    Department.objects.filter(school=hill.school).update(name=Concat("name", Value(", renamed")), head=None)


def a_department_comes(hill, report, chance):
    hill.ben.departments.set([Department.objects.create(school=hill.school, name=f"New {chance.randrange(10**9)}")])


def terms_change(hill, report, chance):
    Term.objects.filter(school=hill.school).update(name=Concat("name", Value(", renamed")))
    Term.objects.filter(pk=hill.terms[-1].pk).update(ends_on=hill.term.ends_on - timedelta(days=3))


def the_school_changes(hill, report, chance):
    School.objects.filter(pk=hill.school.pk).update(name="Renamed", locale="de-ch", time_zone="Pacific/Auckland")
    YearLevel.objects.filter(school=hill.school).update(name="Renamed")


def requests_change(hill, report, chance):
    TopicRequest.objects.filter(school=hill.school).update(topic="Renamed", state="declined")
    make_topic(hill, "One more")
    make_loan(hill, {"missing": 2})


def the_draft_changes(hill, report, chance):
    report.refresh_from_db()
    said = {"title": f"Draft {chance.randrange(1000)}", "introduction": "Other words", "stories": {}}
    sections = chance.sample(report.sections, len(report.sections) // 2)
    change_report(report=report, **said, sections=sections, version=report.version, by=hill.ada, now=LATER)


CHANGES = [
    another_unit,
    other_words_in_plans,
    a_plan_is_removed,
    people_change,
    departments_change,
    a_department_comes,
    terms_change,
    the_school_changes,
    requests_change,
    the_draft_changes,
]


def rendered(client, report, version, public=None):
    """Everything that can be opened of a version: name → bytes. Pages without the frame of the school around them."""
    found = {"contents": json.dumps(version.contents, sort_keys=True), "stored": bytes(version.pdf)}
    about = {"school_slug": "hill", "report_id": report.pk, "number": version.number}
    for name in ("report_version", "report_pdf", "report_workbook"):
        found[name] = _content(client.get(reverse(name, kwargs=about)))
    found["report_version"] = MAIN.search(found["report_version"])[0]
    for figure in version.contents["figures"]:
        path = reverse("report_table", kwargs=about | {"key": figure["key"]})
        found[f"csv of {figure['key']}"] = _content(client.get(path))
        for kind in ("svg", "png") if figure["key"] == "departments" else ("svg",):
            chart = client.get(reverse(f"report_{kind}", kwargs=about | {"key": figure["key"]}))
            found[f"{kind} of {figure['key']}"] = chart.content if chart.status_code == 200 else b"nothing to draw"
    if public:
        found["public page"], found["public pdf"] = client.get(public).content, client.get(f"{public}pdf/").content
    return found


def _content(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("seed", range(2))
def test_what_was_published_is_the_same_after_all_that_changed(hill, as_lena, seed):
    chance = Random(seed)  # noqa: S311
    fill(hill, chance)
    period = Periods(hill.school).usual(TODAY)
    report = draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)
    story = tell_of(report=report, plan=UnitPlan.objects.order_by("pk").first(), by=hill.ada, now=NOW)
    said = {"title": "What came of it", "introduction": "First words.", "stories": {story.pk: "They listened."}}
    change_report(report=report, **said, sections=report.sections, version=1, by=hill.ada, now=NOW)
    version = publish(report=report, by=hill.ada, now=NOW)
    public = address_of(make_link(report=report, by=hill.ada, now=NOW)).removeprefix("http://testserver")
    public = public[public.index("/-/") :]
    before = rendered(as_lena, report, version, public)
    assert b"First words." in before["public page"]
    assert (before["svg of departments"][:4], before["png of departments"][1:4]) == (b"<svg", b"PNG")
    for change in chance.sample(CHANGES, len(CHANGES)):
        change(hill, report, chance)
        if chance.random() < 0.2:
            _is_the_same(before, rendered(as_lena, report, ReportVersion.objects.get(number=1), public), change)
    cache.key_prefix += "-emptied"  # Pictures are drawn anew.
    _is_the_same(before, rendered(as_lena, report, ReportVersion.objects.get(number=1), public), "all")
    publish(report=report, by=hill.ada, now=LATER)
    ReportLink.objects.update(revoked_at=LATER, revoked_by=hill.ada)
    after = rendered(as_lena, report, ReportVersion.objects.get(number=1))
    _is_the_same({name: before[name] for name in after}, after, "a new version")
    assert Report.objects.get().versions.count() == 2


def _is_the_same(before, after, change):
    assert [name for name in before if before[name] != after[name]] == [], change


def test_a_workbook_says_when_its_version_was_published(hill, as_lena):
    fill(hill, Random(1))  # noqa: S311
    period = Periods(hill.school).usual(TODAY)
    report = draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)
    publish(report=report, by=hill.ada, now=NOW)
    answer = as_lena.get(
        reverse("report_workbook", kwargs={"school_slug": "hill", "report_id": report.pk, "number": 1})
    )
    properties = load_workbook(BytesIO(answer.content)).properties
    assert {properties.created, properties.modified} == {NOW.replace(tzinfo=None)}


def test_a_title_that_is_not_published_yet_is_not_in_the_list_of_the_leaders(hill, as_lena):
    period = Periods(hill.school).usual(TODAY)
    report = draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)
    publish(report=report, by=hill.ada, now=NOW)
    Report.objects.update(title="What nobody should read yet")
    page = as_lena.get("/hill/reports/written/").content.decode()
    assert ("What nobody should read yet" in page, "The library: School year 2026" in page) == (False, True)


def test_whoever_has_the_address_reads_the_day_of_the_school(hill, client):
    """Published at 01:30 in Sydney, when it is still the day before in UTC."""
    early = NOW.replace(hour=14, minute=30) - timedelta(days=1)
    period = Periods(hill.school).usual(TODAY)
    report = draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=early)
    publish(report=report, by=hill.ada, now=early)
    path = address_of(make_link(report=report, by=hill.ada, now=early)).partition("/-/")[2]
    page = client.get(f"/-/{path}").content.decode()
    assert "Published on 18 November 2026." in page
    ReportLink.objects.update(revoked_at=NOW, revoked_by=hill.ada)
    for where in (path, f"{path}pdf/"):
        answer = client.get(f"/-/{where}")
        assert (answer.status_code, "This report is not here" in answer.content.decode()) == (404, True)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
