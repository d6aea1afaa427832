"""Reports that are drafted, written, published as snapshots, told of by mail, and read by who may."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from collab.errors import AlreadyDone, Refused, RowChanged
from collab.models import Department, Member, School
from outreach.desk.touch import items_of
from outreach.models import Message, Report, ReportLink, ReportVersion
from outreach.reports.drafts.actions import (
    MOST_STORIES,
    change_report,
    draft_report,
    leave_out,
    remove_report,
    tell_of,
)
from outreach.reports.drafts.drafting import draft_what_ended
from outreach.reports.drafts.order import reordered
from outreach.reports.drafts.queries import reports_of
from outreach.reports.periods import Periods, quarter_on
from outreach.reports.published.actions import make_link, publish, revoke_link
from outreach.reports.published.contents import answers_in, contents_of
from outreach.reports.published.queries import address_of
from planning.models import UnitPlan
from planning.unit_plan.actions import start_plan
from tests.cast import NOW, TODAY
from tests.letters import links_of

CSV_LINK = re.compile(r' <a href="[^"]*/csv/">These numbers as CSV</a>|<p class="form-text no-print">.*?</p>')
HOSTILE = '<img src=x onerror=alert(1)> #[evil] $x$ "quoted"'


@pytest.fixture
def plan(hill):
    about = {"title": "Volcanoes", "partner": hill.ben, "term": hill.term}
    return start_plan(school=hill.school, **about, by=hill.ada, now=NOW)


@pytest.fixture
def report(hill, plan):
    period = Periods(hill.school).usual(TODAY)
    return draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)


@pytest.fixture
def published(hill, report):
    return publish(report=report, by=hill.ada, now=NOW)


def url(name, report, **more):
    return reverse(name, kwargs={"school_slug": "hill", "report_id": report.pk, **more})


def form_of(report, **changes):
    """What the page of a report sends."""
    stories = {f"story-{story.pk}": story.words for story in report.stories.all()}
    said = {"title": report.title, "introduction": report.introduction, "sections": report.sections}
    return said | stories | {"version": report.version} | changes


# --- Drafting ---------------------------------------------------------------------------------------------------


def test_a_draft_is_called_after_its_period_and_has_the_usual_figures(hill, report):
    assert (report.title, report.starts_on, report.ends_on) == (
        "The library: School year 2026",
        date(2026, 1, 27),
        hill.terms[-1].ends_on,
    )
    assert report.sections[0] == "product_evaluations"
    assert "level_reached" in report.sections
    assert "things_lost" not in report.sections


def test_ada_drafts_a_report_from_a_period_with_one_click(hill, as_ada):
    answer = as_ada.post("/hill/reports/written/draft/", {"period": "quarter-2026-3", "department": ""})
    report = Report.objects.get()
    assert (answer.status_code, answer.url) == (302, url("report_edit", report))
    assert (report.title, report.created_by) == ("The library: Quarter 3, 2026", hill.ada)


def test_a_period_or_department_that_is_not_there_drafts_nothing(hill, vale, as_ada):
    answer = as_ada.post("/hill/reports/written/draft/", {"period": "term-999999"}, follow=True)
    assert "There is no such period in this school." in answer.content.decode()
    other = Department.objects.create(school=vale.school, name="Vale's own")
    about = {"period": "quarter-2026-3", "department": other.pk}
    assert as_ada.post("/hill/reports/written/draft/", about).status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("now", "titles"),
    [
        (datetime(2026, 9, 30, 13, 59, tzinfo=UTC), []),  # 30 September, a minute to midnight in Sydney
        (datetime(2026, 9, 30, 14, 0, tzinfo=UTC), ["The library: Quarter 3, 2026"]),
        (datetime(2026, 10, 20, 2, 0, tzinfo=UTC), ["The library: Quarter 3, 2026"]),  # The server was off.
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), []),
        (datetime(2026, 12, 18, 2, 0, tzinfo=UTC), ["The library: School year 2026"]),  # Term 4 ends on the 17th.
    ],
)
def test_quarters_and_school_years_draft_themselves_when_they_have_ended(hill, now, titles):
    assert [report.title for report in draft_what_ended(now=now)] == titles
    assert draft_what_ended(now=now + timedelta(seconds=30)) == []
    assert [report.created_by for report in Report.objects.all()] == [None] * len(titles)


def test_a_school_that_did_not_teach_in_a_quarter_drafts_none(hill, vale):
    vale.school.terms.all().delete()
    drafted = draft_what_ended(now=datetime(2026, 10, 1, 2, 0, tzinfo=UTC))
    assert [report.school for report in drafted] == [hill.school]


def test_librarians_hear_of_a_draft_that_made_itself_until_it_is_published_or_removed(hill):
    def waiting():
        found = items_of(member=hill.ada, terms=hill.terms, on=TODAY, now=NOW)
        return [item.text for item in found if item.kind == "report"]

    about = {"school": hill.school, "department": None, "by": None, "now": NOW}
    first = draft_report(**about, period=quarter_on(TODAY), key="quarter-2026-4")
    assert waiting() == ["A report has drafted itself"]
    second = draft_report(**about, period=quarter_on(date(2026, 9, 1)), key="quarter-2026-3")
    assert waiting() == ["2 reports have drafted themselves"]
    remove_report(report=first, by=hill.ada, now=NOW)
    publish(report=second, by=hill.ada, now=NOW)
    assert waiting() == []


# --- Writing ----------------------------------------------------------------------------------------------------


def test_words_order_and_stories_are_kept_together(hill, plan, report, as_ada):
    story = tell_of(report=report, plan=plan, by=hill.ada, now=NOW)
    sections = ["barriers", "level_reached"]
    typed = {"title": HOSTILE, "introduction": HOSTILE, "sections": sections, f"story-{story.pk}": HOSTILE}
    answer = as_ada.post(url("report_edit", report), form_of(report) | typed)
    assert (answer.status_code, answer.url) == (302, url("report_edit", report))
    report.refresh_from_db()
    assert (report.title, report.introduction, report.sections) == (HOSTILE, HOSTILE, sections)
    assert report.stories.get().words == HOSTILE
    page = as_ada.get(url("report_edit", report)).content.decode()
    assert "<img" not in page


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("up:b", ["b", "a", "c"]),
        ("up:a", ["a", "b", "c"]),
        ("down:b", ["a", "c", "b"]),
        ("down:c", ["a", "b", "c"]),
        ("out:b", ["a", "c"]),
        ("in:level_reached", ["a", "b", "c", "level_reached"]),
        ("in:nonsense", ["a", "b", "c"]),
        ("up:nonsense", ["a", "b", "c"]),
        ("", ["a", "b", "c"]),
    ],
)
def test_a_button_moves_a_figure(do, order):
    assert reordered(["a", "b", "c"], do) == order


def test_a_button_that_moves_a_figure_keeps_what_was_typed(report, as_ada):
    first, second = report.sections[:2]
    answer = as_ada.post(url("report_edit", report), form_of(report, introduction="Kept", do=f"up:{second}"))
    assert answer.url == f"{url('report_edit', report)}#down-{second}"  # It is the first now: there is no “up”.
    report.refresh_from_db()
    assert (report.introduction, report.sections[:2]) == ("Kept", [second, first])


def test_of_two_who_write_at_once_the_second_sees_both(hill, report, as_ada):
    stale = form_of(report, introduction="Typed second")
    same = {"title": report.title, "sections": report.sections, "stories": {}}
    change_report(report=report, introduction="Saved first", **same, version=1, by=hill.ada, now=NOW)
    answer = as_ada.post(url("report_edit", report), stale)
    page = answer.content.decode()
    assert (answer.status_code, "Typed second" in page, "Saved first" in page) == (409, True, True)
    report.refresh_from_db()
    assert report.introduction == "Saved first"
    answer = as_ada.post(url("report_edit", report), stale | {"version": report.version})
    report.refresh_from_db()
    assert (answer.status_code, report.introduction) == (302, "Typed second")


def test_a_second_click_is_no_race(hill, report):
    same = {"title": report.title, "introduction": "Once", "sections": report.sections, "stories": {}}
    for _ in range(2):
        change_report(report=report, **same, version=1, by=hill.ada, now=NOW)
    with pytest.raises(RowChanged):
        change_report(report=report, **same | {"introduction": "Twice"}, version=1, by=hill.ada, now=NOW)


def test_too_long_a_title_keeps_everything_else_and_says_so(report, as_ada):
    answer = as_ada.post(url("report_edit", report), form_of(report, title="t" * 201, introduction="Still here"))
    page = answer.content.decode()
    assert (answer.status_code, "Still here" in page, "t" * 201 in page) == (422, True, True)


def test_a_unit_is_told_once_and_its_story_can_be_left_out(hill, plan, report, as_ada):
    tell = url("report_story_add", report)
    as_ada.post(tell, form_of(report, introduction="Kept", plan=plan.pk))
    story = report.stories.get()
    with pytest.raises(Refused, match="in the report already"):
        tell_of(report=report, plan=plan, by=hill.ada, now=NOW)
    report.refresh_from_db()
    assert report.introduction == "Kept"
    as_ada.post(url("report_story_remove", report), form_of(report, story=story.pk))
    assert not report.stories.exists()
    with pytest.raises(AlreadyDone):
        leave_out(report=report, story=story, by=hill.ada, now=NOW)
    again = form_of(report, introduction="Typed meanwhile", story=story.pk)
    assert (
        "It was taken out already."
        in as_ada.post(url("report_story_remove", report), again, follow=True).content.decode()
    )
    report.refresh_from_db()
    assert report.introduction == "Typed meanwhile"


def test_words_for_a_story_that_somebody_took_out_meanwhile_are_shown(hill, plan, report, as_ada):
    story = tell_of(report=report, plan=plan, by=hill.ada, now=NOW)
    typed = form_of(report, introduction="Kept") | {f"story-{story.pk}": "They asked their grandparents."}
    leave_out(report=report, story=story, by=hill.ada, now=NOW)
    answer = as_ada.post(url("report_edit", report), typed)
    page = answer.content.decode()
    assert (answer.status_code, "They asked their grandparents." in page, "Kept" in page) == (422, True, True)


@pytest.mark.parametrize("name", ["report", "report_edit", "report_preview", "report_remove"])
def test_a_number_that_no_report_can_have_leads_nowhere(hill, as_ada, name):
    path = reverse(name, kwargs={"school_slug": "hill", "report_id": 10**30})
    assert as_ada.get(path).status_code == 404


@pytest.mark.parametrize("where", [f"{10**30}/1/", f"1/{10**30}/", f"{10**30}/{10**30}/pdf/"])
def test_a_version_that_cannot_be_leads_nowhere(hill, as_ada, where):
    assert as_ada.get(f"/hill/reports/written/{where}").status_code == 404


def test_a_report_has_room_for_a_dozen_stories(hill, report):
    about = {"school": hill.school, "partner": hill.ben, "term": hill.term, "by": hill.ada, "now": NOW}
    for number in range(MOST_STORIES):
        tell_of(report=report, plan=start_plan(title=f"Unit {number}", **about), by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="12 stories are enough"):
        tell_of(report=report, plan=start_plan(title="One more", **about), by=hill.ada, now=NOW)


def test_a_draft_is_removed_but_not_what_was_published(hill, report, as_ada):
    assert as_ada.get(url("report_remove", report)).status_code == 200
    assert Report.objects.exists()
    publish(report=report, by=hill.ada, now=NOW)
    answer = as_ada.post(url("report_remove", report), follow=True)
    assert "What was published stays." in answer.content.decode()
    ReportVersion.objects.all().delete()
    as_ada.post(url("report_remove", report))
    assert Report.objects.get().removed_by == hill.ada


# --- Publishing -------------------------------------------------------------------------------------------------


def test_what_is_published_never_changes(hill, plan, report, published, as_lena):
    before = bytes(published.pdf), published.contents
    page = as_lena.get(url("report", report)).content
    UnitPlan.objects.filter(pk=plan.pk).update(title="Something else", overruled_level=None)
    School.objects.filter(pk=hill.school.pk).update(name="Another name")
    start_plan(school=hill.school, title="Rivers", partner=hill.cleo, term=hill.term, by=hill.ada, now=NOW)
    Report.objects.filter(pk=report.pk).update(title="Rewritten", introduction="Rewritten", sections=[])
    published.refresh_from_db()
    assert (bytes(published.pdf), published.contents) == before
    body = as_lena.get(url("report_version", report, number=1)).content
    for words in (b"The library: School year 2026", b"1 of 3 teachers planned with the library"):
        assert (words in page, words in body) == (True, True)


def test_a_new_version_is_a_new_snapshot_and_the_old_one_stays(hill, report, published):
    with pytest.raises(AlreadyDone, match="Nothing has changed"):
        publish(report=report, by=hill.ada, now=NOW)
    start_plan(school=hill.school, title="Rivers", partner=hill.cleo, term=hill.term, by=hill.ada, now=NOW)
    second = publish(report=report, by=hill.ada, now=NOW)
    assert (published.number, second.number) == (1, 2)
    levels = [
        next(answer for answer in answers_in(version.contents) if answer.figure.key == "level_reached").whole.now
        for version in (published, second)
    ]
    assert levels == [1, 2]


def test_a_preview_says_the_same_as_what_is_published_then(report, as_ada):
    preview = as_ada.get(url("report_preview", report)).content.decode()
    as_ada.post(url("report_publish", report), {"number": 1})
    page = CSV_LINK.sub("", as_ada.get(url("report", report)).content.decode())
    start, end = '<div class="told-summary">', "</section>"
    assert preview[preview.index(start) : preview.rindex(end)] in page


def test_publishing_keeps_what_stands_in_the_form(report, as_ada):
    answer = as_ada.post(url("report_publish", report), form_of(report, introduction="The last words"))
    assert answer.url == url("report_publish", report)
    answer = as_ada.post(answer.url, {"number": 1})
    assert answer.url == url("report", report)
    assert ReportVersion.objects.get().contents["introduction"] == "The last words"


def test_leaders_are_told_once_by_mail_and_whoever_published_is_not(hill, report, published):
    Member.objects.filter(pk=hill.ada.pk).update(roles=["librarian", "leader"])
    told = Message.objects.filter(kind="report")
    assert [(message.to_address, message.key) for message in told] == [
        ("lena@hill.example", f"report:{report.pk}:1:member-{hill.lena.pk}")
    ]
    text, html = links_of(told[0].text, told[0].html)
    assert text == html
    assert any(link.endswith(url("report_pdf", report, number=1)) for link in text)
    start_plan(school=hill.school, title="Rivers", partner=hill.cleo, term=hill.term, by=hill.ada, now=NOW)
    hill.ada.refresh_from_db()
    publish(report=report, by=hill.ada, now=NOW)
    assert [message.to_address for message in told.order_by("pk")] == ["lena@hill.example"] * 2


def test_the_head_of_a_department_is_told_of_its_report_and_reads_it(hill, plan, as_hugo, as_ben):
    department = Department.objects.get(head=hill.hugo)
    about = {"school": hill.school, "period": quarter_on(TODAY), "by": hill.ada, "now": NOW}
    of_department = draft_report(**about, department=department)
    of_school = draft_report(**about, department=None)
    for one in (of_department, of_school):
        publish(report=one, by=hill.ada, now=NOW)
    told = Message.objects.filter(kind="report", to_address="hugo@hill.example")
    assert [message.subject for message in told] == [f"Report: {department}, Quarter 4, 2026, Hill School"]
    read = [as_hugo.get(url("report", one)).status_code for one in (of_department, of_school)]
    assert read == [200, 404]
    assert as_ben.get(url("report", of_department)).status_code == 404


# --- Who may what -----------------------------------------------------------------------------------------------


def test_drafts_are_for_librarians_and_what_is_published_for_leaders_too(hill, report, as_ada, as_lena, as_ben):
    def seen_by(member):
        return list(reports_of(member).values_list("pk", flat=True))

    assert [seen_by(member) for member in (hill.ada, hill.lena, hill.ben)] == [[report.pk], [], []]
    assert [client.get(url("report", report)).status_code for client in (as_ada, as_lena, as_ben)] == [302, 404, 404]
    publish(report=report, by=hill.ada, now=NOW)
    assert [seen_by(member) for member in (hill.ada, hill.lena, hill.ben)] == [[report.pk], [report.pk], []]
    assert [client.get(url("report", report)).status_code for client in (as_ada, as_lena, as_ben)] == [200, 200, 404]


@pytest.mark.parametrize(("name", "more"), [("report_pdf", {}), ("report_workbook", {}), ("report_version", {})])
def test_files_of_a_version_are_for_who_may_read_it(report, published, as_lena, as_ben, as_nils, name, more):
    path = url(name, report, number=1, **more)
    assert [client.get(path).status_code for client in (as_lena, as_ben, as_nils)] == [200, 404, 404]


def test_its_address_shows_that_report_and_nothing_else_until_it_is_taken_back(hill, report, published, client, as_ada):
    as_ada.post(url("report_link", report))
    link = ReportLink.objects.get()
    address = address_of(link).removeprefix("http://testserver")
    path = address[address.index("/-/") :]
    page = client.get(path)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "noindex" in page.headers["X-Robots-Tag"]
    words = page.content.decode()
    assert "The library: School year 2026" in words
    assert "/hill/" not in words
    assert client.get(f"{path}pdf/").content == bytes(published.pdf)
    as_ada.post(url("report_link_revoke", report))
    assert [client.get(where).status_code for where in (path, f"{path}pdf/")] == [404, 404]
    make_link(report=report, by=hill.ada, now=NOW)
    assert client.get(path).status_code == 404


def test_a_report_has_one_address_at_a_time(hill, report, published):
    make_link(report=report, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone):
        make_link(report=report, by=hill.ada, now=NOW)
    revoke_link(report=report, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone):
        revoke_link(report=report, by=hill.ada, now=NOW)


@pytest.mark.parametrize("token", ["x", "1-x", "1", "999999999999999999999-x", "a" * 500])
def test_an_address_that_was_never_made_leads_nowhere(db, client, token):
    assert client.get(f"/-/report/{token}/").status_code == 404


def test_looking_at_an_address_changes_nothing(hill, report, published, client):
    link = make_link(report=report, by=hill.ada, now=NOW)
    path = address_of(link).partition("/-/")[2]
    before = list(ReportLink.objects.values()), list(Report.objects.values())
    for ask in (client.get, client.head):
        ask(f"/-/{path}")
    assert (list(ReportLink.objects.values()), list(Report.objects.values())) == before


# --- Its files --------------------------------------------------------------------------------------------------


def test_the_pdf_is_tagged_and_says_what_the_page_says(hill, plan, report):
    values = {"title": report.title, "introduction": "First words.\n\nSecond words.", "sections": report.sections}
    change_report(report=report, **values, stories={}, version=1, by=hill.ada, now=NOW)
    tell_of(report=report, plan=plan, by=hill.ada, now=NOW)
    version = publish(report=report, by=hill.ada, now=NOW)
    pdf = PdfReader(BytesIO(version.pdf))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "StructTreeRoot" in str(pdf.trailer["/Root"].keys())
    words = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    for said in (
        "The library: School year 2026",
        "1 of 3 teachers planned with the library",
        "Contents",
        "First words.",
        "Volcanoes",
        "Units by the level reached",
        f"Page 1 of {len(pdf.pages)}",
    ):
        assert said in words


def test_hostile_text_is_set_as_text(hill, plan, report):
    UnitPlan.objects.filter(pk=plan.pk).update(title=HOSTILE)
    values = {"title": HOSTILE, "introduction": HOSTILE, "sections": report.sections}
    change_report(report=report, **values, stories={}, version=1, by=hill.ada, now=NOW)
    tell_of(report=report, plan=plan, by=hill.ada, now=NOW)
    version = publish(report=report, by=hill.ada, now=NOW)
    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(version.pdf)).pages)
    assert "#[evil] $x$" in words


def test_the_workbook_has_a_sheet_for_each_figure_with_what_it_is_about(report, published, as_lena):
    answer = as_lena.get(url("report_workbook", report, number=1))
    book = load_workbook(BytesIO(answer.content))
    assert len(book.sheetnames) == 1 + len(report.sections)
    sheet = book["Units by the level reached"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["Units by the level reached"]
    assert ["Period", "School year 2026"] in rows
    assert rows[-1][:2] == ["All", 1]


def test_one_figure_comes_as_csv(report, published, as_lena):
    answer = as_lena.get(url("report_table", report, number=1, key="level_reached"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Units by the level reached"
    assert "Period,School year 2026" in lines
    assert as_lena.get(url("report_table", report, number=1, key="things_lost")).status_code == 404


def test_published_contents_are_read_back_as_they_were_written(report):
    contents = contents_of(report, on=TODAY)
    for written, answer in zip(contents["figures"], answers_in(contents), strict=True):
        parts = [
            [part.part, part.label, part.across, part.across_label, part.across_place, *part.numbers]
            for part in answer.parts
        ]
        assert (answer.figure.key, parts) == (written["key"], written["parts"])


def test_the_list_asks_as_much_for_one_report_as_for_three(hill, report, as_ada, django_assert_num_queries):
    path = "/hill/reports/written/"
    as_ada.get(path)
    with django_assert_num_queries(8):
        as_ada.get(path)
    for day in (date(2026, 2, 1), date(2026, 5, 1)):
        about = {"school": hill.school, "period": quarter_on(day), "department": None}
        publish(report=draft_report(**about, by=hill.ada, now=NOW), by=hill.ada, now=NOW)
    with django_assert_num_queries(8):
        as_ada.get(path)
