"""Publishing a report asks first, tells whom it should by mail, and can be taken back."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from collab.errors import AlreadyDone
from collab.models import Member
from outreach.models import MailRules, Message, Report, ReportVersion
from outreach.reports.drafts.actions import change_report, draft_report
from outreach.reports.periods import Periods
from outreach.reports.published.actions import make_link, publish, withdraw
from outreach.reports.published.queries import address_of
from tests.cast import NOW, TODAY

WHY = "The numbers of Year 8 were counted twice."


@pytest.fixture
def report(hill):
    period = Periods(hill.school).usual(TODAY)
    report = draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)
    Report.objects.update(sections=["level_reached"])
    report.refresh_from_db()
    return report


@pytest.fixture
def published(hill, report):
    return publish(report=report, by=hill.ada, now=NOW)


def url(name, report, **more):
    return reverse(name, kwargs={"school_slug": "hill", "report_id": report.pk, **more})


def form_of(report, **changes):
    said = {"title": report.title, "introduction": report.introduction, "sections": report.sections}
    return said | {"version": report.version} | changes


def rewritten(report, introduction, *, by):
    said = {"title": report.title, "sections": report.sections, "stories": {}, "version": report.version}
    return change_report(report=report, introduction=introduction, **said, by=by, now=NOW)


def told():
    return list(Message.objects.filter(kind="report").order_by("to_address").values_list("to_address", "subject"))


# --- It asks once -----------------------------------------------------------------------------------------------


def test_publishing_keeps_what_was_typed_and_asks_before_anything_goes_out(report, as_ada):
    asked = as_ada.post(url("report_publish", report), form_of(report, introduction="The last words"))
    assert (asked.status_code, asked.url) == (302, url("report_publish", report))
    report.refresh_from_db()
    assert (report.introduction, ReportVersion.objects.count(), told()) == ("The last words", 0, [])
    page = as_ada.get(asked.url).content.decode()
    assert "Publish version 1?" in page
    assert 'Version 1 goes to <span dir="auto">Lena Voss</span> by mail.' in page
    assert 'name="tell" value="yes" id="tell" checked' in page
    assert "There is no introduction yet" not in page


def test_the_question_names_three_readers_and_counts_more(hill, report, as_ada):
    for name in ("Grace Adeyemi", "Iris Wong", "Jon Bell"):
        email = f"{name.split()[0].lower()}@hill.example"
        Member.objects.create(school=hill.school, name=name, email=email, roles=["leader"], created_at=NOW)
        page = as_ada.get(url("report_publish", report)).context["who"]
    assert page == "4 people who lead"
    Member.objects.filter(name="Jon Bell").delete()
    assert as_ada.get(url("report_publish", report)).context["who"].endswith(" and Lena Voss")


def test_the_question_says_that_there_is_no_introduction_and_that_the_mail_is_paused(hill, report, as_ada):
    MailRules.objects.update_or_create(school=hill.school, defaults={"paused_at": NOW, "paused_by": hill.ada})
    page = as_ada.get(url("report_publish", report)).content.decode()
    assert ("There is no introduction yet" in page, "Mail is paused since" in page) == (True, True)


@pytest.mark.parametrize(("tick", "letters"), [({"tell": "yes"}, ["lena@hill.example"]), ({}, [])])
def test_leaders_are_told_by_mail_where_it_is_ticked(report, as_ada, tick, letters):
    answer = as_ada.post(url("report_publish", report), {"number": 1} | tick)
    assert (answer.url, ReportVersion.objects.get().number) == (url("report", report), 1)
    assert [address for address, _ in told()] == letters


def test_a_later_version_is_not_told_by_mail_unless_somebody_ticks_it(report, published, as_ada):
    page = as_ada.get(url("report_publish", report))
    assert (page.context["number"], page.context["is_told"]) == (2, False)
    assert b"Version 2 takes the place of version 1." in page.content


def test_a_double_press_publishes_once_and_tells_once(report, as_ada):
    first, second = (as_ada.post(url("report_publish", report), {"number": 1, "tell": "yes"}) for _ in range(2))
    assert first.url == second.url == url("report", report)
    assert (ReportVersion.objects.count(), len(told())) == (1, 1)
    assert "Version 1 is published already." in as_ada.get(second.url).content.decode()


def test_looking_at_the_question_changes_nothing(report, as_ada):
    for ask in (as_ada.get, as_ada.head):
        assert ask(url("report_publish", report)).status_code == 200
        assert ask(url("report_withdraw", report)).status_code == 404
    assert not ReportVersion.objects.exists()


# --- The letter -------------------------------------------------------------------------------------------------


def test_the_letter_is_called_after_the_report_and_begins_as_its_introduction_does(hill, report):
    words = f"More of us than ever.\nThank you.\n\nSecond. {'And on. ' * 200}"
    report = rewritten(report, words, by=hill.ada)
    publish(report=report, by=hill.ada, now=NOW)
    letter = Message.objects.get(kind="report")
    assert letter.subject == "Report: School year 2026, Hill School"
    assert [("More of us than ever. Thank you." in body, "Second" in body) for body in (letter.text, letter.html)] == [
        (True, False)
    ] * 2
    publish(report=rewritten(report, "Long. " * 200, by=hill.ada), by=hill.ada, now=NOW)
    letter = Message.objects.filter(kind="report").latest("pk")
    assert letter.subject == "New version: School year 2026, Hill School"
    [line] = [line for line in letter.text.splitlines() if line.startswith("Long.")]
    assert (len(line) <= 500, line[-3:]) == (True, ". …")


# --- It is taken back -------------------------------------------------------------------------------------------


def test_a_report_is_withdrawn_for_a_reason_and_nothing_typed_is_lost(report, published, as_ada):
    page = as_ada.get(url("report_withdraw", report)).content.decode()
    assert "Withdraw this report?" in page
    for because, said in (("", "Say in a sentence why"), ("w" * 501, "w" * 501)):
        answer = as_ada.post(url("report_withdraw", report), {"because": because})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    answer = as_ada.post(url("report_withdraw", report), {"because": WHY})
    published.refresh_from_db()
    assert (answer.url, published.withdrawn_because, bool(published.withdrawn_at)) == (url("report", report), WHY, True)
    assert as_ada.post(url("report_withdraw", report), {"because": WHY}).url == url("report", report)


def test_leaders_read_that_a_report_was_withdrawn_and_whom_to_ask(hill, report, published, as_ada, as_lena):
    withdraw(report=report, because=WHY, by=hill.ada, now=NOW)
    answer = as_lena.get(url("report", report))
    page = answer.content.decode()
    assert answer.status_code == 410
    assert [said in page for said in ("This report was withdrawn", "Ada Marlow", WHY, "told-summary")] == [
        True,
        True,
        True,
        False,
    ]
    for name, status in (("report_version", 302), ("report_pdf", 302), ("report_workbook", 404)):
        path = url(name, report, number=1)
        assert [as_lena.get(path).status_code, as_ada.get(path).status_code] == [status, 200]
    assert as_lena.get(url("report_pdf", report, number=1)).url == url("report", report)
    assert "No report is published yet" in as_lena.get("/hill/reports/written/").content.decode()
    seen = as_ada.get(url("report", report)).content.decode()
    assert [said in seen for said in ("This report is withdrawn", WHY, "told-summary")] == [True] * 3
    assert "withdrawn" in as_ada.get("/hill/reports/written/").content.decode()


def test_people_without_an_account_read_that_it_was_withdrawn_but_not_why(hill, report, published, client):
    path = address_of(make_link(report=report, by=hill.ada, now=NOW)).removeprefix("http://testserver")
    path = path[path.index("/-/") :]
    withdraw(report=report, because=WHY, by=hill.ada, now=datetime(2026, 11, 18, 20, 0, tzinfo=UTC))
    answer = client.get(path)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (410, "no-referrer")
    assert "It was taken back on 19 November 2026." in page  # It is the next day in Sydney.
    assert ["The school has withdrawn this report" in page, WHY in page, "told-summary" in page] == [True, False, False]
    assert client.get(f"{path}pdf/").status_code == 410


def test_what_is_published_after_a_withdrawal_is_read_and_what_was_withdrawn_stays_so(hill, report, published, as_lena):
    withdraw(report=report, because=WHY, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone):
        withdraw(report=report, because=WHY, by=hill.ada, now=NOW)
    assert publish(report=report, by=hill.ada, now=NOW).number == 2
    statuses = [as_lena.get(url("report", report)), as_lena.get(url("report_version", report, number=1))]
    assert [answer.status_code for answer in statuses] == [200, 302]
    assert "All versions" not in statuses[0].content.decode()


def test_only_librarians_withdraw_and_only_their_own_schools(report, published, as_lena, as_ben, as_nils):
    path = url("report_withdraw", report)
    answers = [client.post(path, {"because": WHY}).status_code for client in (as_lena, as_ben, as_nils)]
    assert (answers, ReportVersion.objects.get().withdrawn_at) == ([403, 403, 404], None)


# --- The way to it ----------------------------------------------------------------------------------------------


def test_the_desk_of_a_leader_names_the_report_that_was_published_last_until_it_is_withdrawn(
    hill, report, as_lena, as_ben
):
    desk = reverse("desk", kwargs={"school_slug": "hill"})
    assert as_lena.get(desk).context["report"] is None
    publish(report=report, by=hill.ada, now=NOW)
    assert as_lena.get(desk).context["report"] == {"title": report.title, "on": TODAY, "url": url("report", report)}
    assert "The library's last report: " in as_lena.get(desk).content.decode()
    assert "last report" not in as_ben.get(desk).content.decode()
    withdraw(report=report, because=WHY, by=hill.ada, now=NOW)
    assert as_lena.get(desk).context["report"] is None
