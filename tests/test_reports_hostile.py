"""Reports under attack: texts that would be code somewhere, signs that no file holds, addresses that are guessed."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from collab.models import Department, Member
from outreach.models import ReportVersion
from outreach.reports.drafts.actions import change_report, draft_report, tell_of
from outreach.reports.periods import Periods
from outreach.reports.published.actions import make_link, publish
from planning.models import Barrier, UnitPlan
from tests.cast import NOW, TODAY
from tests.clients import signed_in
from tests.figure_schools import add_to, make_unit

FORMULA = '=HYPERLINK("https://evil.example","Open")'
CODE = "</svg><script>alert(1)</script> #[evil] $x$ \\u{41} {{ 7*7 }} “”\"'"
SIGNS = "Arts\x0b\x01\x1f\ufffe & \u202egnihton\u202c 漢字 😀"
PDF, BOOK, TABLE = "report_pdf", "report_workbook", "report_table"


def draft(hill, department=None):
    about = {"school": hill.school, "period": Periods(hill.school).usual(TODAY), "department": department}
    return draft_report(**about, by=hill.ada, now=NOW)


def write(hill, report, **values):
    said = {"title": report.title, "introduction": "", "sections": report.sections, "stories": {}} | values
    return change_report(report=report, **said, version=report.version, by=hill.ada, now=NOW)


def url(name, report, **more):
    return reverse(name, kwargs={"school_slug": "hill", "report_id": report.pk, **more})


def streamed(answer):
    return b"".join(answer.streaming_content).decode("utf-8-sig")


# --- Texts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [CODE, SIGNS, "w" * 100], ids=["code", "signs", "long"])
def test_no_name_of_a_department_breaks_a_picture_a_table_or_a_published_report(hill, as_lena, text):
    """A control sign, such as a line break of a word processor, once took the server's process down with it."""
    make_unit(hill, text, teachers=[hill.ben])
    Department.objects.filter(pk=hill.humanities.pk).update(name=text)
    for name in ("chart_svg", "chart_png", "figure_xlsx", "figure_csv", "figure"):
        answer = as_lena.get(reverse(name, kwargs={"school_slug": "hill", "figure": "departments"}))
        assert answer.status_code == 200
        if name == "chart_svg":
            assert not list(ElementTree.fromstring(answer.content).iter("{http://www.w3.org/2000/svg}script"))  # noqa: S314
        elif name == "figure":
            assert b"<script>alert" not in answer.content
    report = draft(hill)
    tell_of(report=report, plan=UnitPlan.objects.get(), by=hill.ada, now=NOW)
    write(hill, report, title=text, introduction=f"{text}\n\n{text}")
    version = publish(report=report, by=hill.ada, now=NOW)
    assert b"<script>alert" not in as_lena.get(url("report", report)).content
    pdf = PdfReader(BytesIO(version.pdf))
    words = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    if text == CODE:
        assert "#[evil]$x$\\u{41}{{7*7}}" in words
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert as_lena.get(url(BOOK, report, number=1)).status_code == 200


def test_no_cell_of_a_published_report_is_a_formula(hill, as_lena):
    plan = make_unit(hill, FORMULA, teachers=[hill.ben])
    add_to(plan, Barrier, kind="time", counter_measure="@SUM(1)")
    Department.objects.filter(pk=hill.humanities.pk).update(name=FORMULA)
    report = draft(hill, Department.objects.get(pk=hill.humanities.pk))
    write(hill, report, title=FORMULA)
    publish(report=report, by=hill.ada, now=NOW)
    lines = streamed(as_lena.get(url(TABLE, report, number=1, key="departments"))).splitlines()
    starts = {cell[:1] for line in lines for cell in line.replace('"', "").split(",")}
    assert starts & set("=+@\t\r") == set()
    book = load_workbook(BytesIO(as_lena.get(url(BOOK, report, number=1)).content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n"}


def test_a_file_is_called_after_the_letters_and_digits_of_its_title(hill, as_lena):
    report = draft(hill)
    write(hill, report, title='A "board"\u202efdp.exe / ../../etc; 漢字')
    publish(report=report, by=hill.ada, now=NOW)
    said = as_lena.get(url(PDF, report, number=1)).headers["Content-Disposition"]
    assert said == ("attachment; filename*=utf-8''a-boardfdpexe-etc-%E6%BC%A2%E5%AD%97-version-1.pdf")


# --- Addresses --------------------------------------------------------------------------------------------------


def test_a_head_reads_no_report_of_another_department(hill, as_hugo, as_cleo):
    Department.objects.filter(pk=hill.science.pk).update(head=hill.cleo)
    make_unit(hill, teachers=[hill.ben])
    report = draft(hill, hill.humanities)
    publish(report=report, by=hill.ada, now=NOW)
    paths = [url("report", report), url("report_version", report, number=1), url(PDF, report, number=1)]
    paths += [url(BOOK, report, number=1), url(TABLE, report, number=1, key="departments")]
    assert [as_hugo.get(path).status_code for path in paths] == [200] * 5
    assert [as_cleo.get(path).status_code for path in paths] == [404] * 5
    Department.objects.filter(pk=hill.humanities.pk).update(head=None)
    assert [as_hugo.get(path).status_code for path in paths] == [404] * 5


def test_a_report_of_another_school_is_not_there_under_the_own_address(hill, vale):
    report = draft(hill)
    publish(report=report, by=hill.ada, now=NOW)
    make_link(report=report, by=hill.ada, now=NOW)
    nils = signed_in(vale.nils)
    about = {"school_slug": "vale", "report_id": report.pk}
    names = ["report", "report_edit", "report_preview", "report_remove"]
    assert [nils.get(reverse(name, kwargs=about)).status_code for name in names] == [404] * 4
    about_version = about | {"number": 1}
    for name in ("report_version", PDF, BOOK):
        assert nils.get(reverse(name, kwargs=about_version)).status_code == 404
    for name in ("report_publish", "report_link", "report_link_revoke", "report_story_add", "report_remove"):
        assert nils.post(reverse(name, kwargs=about), {"version": "1", "title": "Mine"}).status_code == 404
    assert (ReportVersion.objects.count(), report.links.get().revoked_at) == (1, None)


def test_whoever_is_no_leader_any_more_reads_no_report(hill, as_lena):
    report = draft(hill)
    publish(report=report, by=hill.ada, now=NOW)
    Member.objects.filter(pk=hill.lena.pk).update(roles=["teacher"])
    assert [as_lena.get(url("report", report)).status_code, as_lena.get(url(PDF, report, number=1)).status_code] == [
        404,
        404,
    ]


@pytest.mark.parametrize("query", ["department=2000000000", "department=1&department=", "subject=-1", "librarian=0x1"])
def test_a_head_cannot_widen_what_they_see_by_address(hill, as_hugo, query):
    for name in ("figure", "figure_behind", "figure_csv", "figure_xlsx", "chart_svg"):
        path = reverse(name, kwargs={"school_slug": "hill", "figure": "departments"})
        answers = [as_hugo.get(f"{path}?{query}"), as_hugo.get(f"{path}?department={hill.science.pk}")]
        assert {answer.status_code for answer in answers} <= {422, 404, 200}
        assert answers[1].status_code == 422
        for answer in answers:
            body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
            assert b"Science" not in body
