"""The charts of a published report as files: of the numbers that were published, for whoever may read it."""

import io
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from PIL import Image

from collab.models import School
from outreach.reports.drafts.actions import draft_report
from outreach.reports.periods import Periods
from outreach.reports.published.actions import make_link, publish, revoke_link
from outreach.reports.published.charts import chart_svg
from outreach.reports.published.contents import answers_in
from outreach.reports.published.queries import address_of
from planning.models import UnitPlan
from planning.unit_plan.actions import start_plan
from tests.cast import NOW, TODAY

KEY = "level_reached"


@pytest.fixture
def report(hill):
    """With two units on one level and one on another, so that there is a chart to draw."""
    about = {"school": hill.school, "partner": hill.ben, "term": hill.term, "by": hill.ada, "now": NOW}
    for title, level in (("Volcanoes", 3), ("Rivers", 3), ("Bridges", 2)):
        plan = start_plan(title=title, **about)
        UnitPlan.objects.filter(pk=plan.pk).update(
            overruled_level=level, overruled_reason="We agreed on it.", overruled_at=NOW, overruled_by=hill.ada
        )
    period = Periods(hill.school).usual(TODAY)
    report = draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)
    type(report).objects.filter(pk=report.pk).update(sections=[KEY, "barriers"])
    report.refresh_from_db()
    return report


@pytest.fixture
def published(hill, report):
    return publish(report=report, by=hill.ada, now=NOW)


def url(kind, report, key=KEY):
    return reverse(f"report_{kind}", kwargs={"school_slug": "hill", "report_id": report.pk, "number": 1, "key": key})


def numbers_in(svg):
    """The texts in a drawing that are whole numbers, and the words of its description."""
    return svg.partition("<desc>")[2].partition("</desc>")[0]


def test_a_chart_says_the_numbers_that_were_published(published):
    [answer] = [answer for answer in answers_in(published.contents) if answer.figure.key == KEY]
    levels = {part.label: part.numbers.now for part in answer.parts if part.numbers.now}
    words = numbers_in(chart_svg(published.contents, KEY))
    assert sorted(levels.values()) == [1, 2]
    assert all(f"{label} {number}" in words or f"{label}: {number}" in words for label, number in levels.items()), words


def test_later_changes_of_plans_and_names_change_no_chart(hill, report, published, as_lena):
    before = [as_lena.get(url(kind, report)).content for kind in ("svg", "png")]
    UnitPlan.objects.update(overruled_level=1)
    School.objects.filter(pk=hill.school.pk).update(name="Another name")
    start_plan(school=hill.school, title="More", partner=hill.cleo, term=hill.term, by=hill.ada, now=NOW)
    assert [as_lena.get(url(kind, report)).content for kind in ("svg", "png")] == before
    assert "Hill School · School year 2026" in before[0].decode()


def test_a_chart_is_a_file_with_a_name_of_its_own(report, published, as_lena):
    svg, png = (as_lena.get(url(kind, report)) for kind in ("svg", "png"))
    name = "the-library-school-year-2026-version-1-level-reached"
    assert [(answer["Content-Type"], answer["Content-Disposition"]) for answer in (svg, png)] == [
        ("image/svg+xml", f'attachment; filename="{name}.svg"'),
        ("image/png", f'attachment; filename="{name}.png"'),
    ]
    assert svg.content.startswith(b"<svg")
    assert Image.open(io.BytesIO(png.content)).format == "PNG"


def test_each_chart_is_offered_under_it_and_nothing_where_there_is_none(report, published, as_lena):
    page = as_lena.get(reverse("report", kwargs={"school_slug": "hill", "report_id": report.pk})).content.decode()
    assert (f'href="{url("svg", report)}"' in page, f'href="{url("png", report)}"' in page) == (True, True)
    assert page.count("This chart for a newsletter") == 1
    assert [
        as_lena.get(url(kind, report, key)).status_code for kind in ("svg", "png") for key in ("barriers", "no")
    ] == [
        404,
        404,
        404,
        404,
    ]


def test_whoever_has_the_address_has_the_charts_until_it_is_taken_back(hill, report, published, as_lena, client):
    shared = urlsplit(address_of(make_link(report=report, by=hill.ada, now=NOW))).path
    page = client.get(shared).content.decode()
    for kind in ("svg", "png"):
        assert f'href="{shared}{KEY}/{kind}/"' in page
        answer = client.get(f"{shared}{KEY}/{kind}/")
        assert answer.content == as_lena.get(url(kind, report)).content
        assert (answer["Cache-Control"], answer["X-Robots-Tag"], answer["Referrer-Policy"]) == (
            "private, no-store",
            "noindex, nofollow",
            "no-referrer",
        )
    assert client.get(f"{shared}things_lost/svg/").status_code == 404
    revoke_link(report=report, by=hill.ada, now=NOW)
    assert client.get(f"{shared}{KEY}/svg/").status_code == 404


def test_strangers_and_colleagues_get_no_chart(report, published, as_nils, as_ben, as_hugo):
    assert [
        who.get(url(kind, report)).status_code for who in (as_nils, as_ben, as_hugo) for kind in ("svg", "png")
    ] == [404] * 6
