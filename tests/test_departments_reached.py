"""The departments: when the library last talked with whom, what comes up, and who was not reached this year."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from collab.models import Department, Member, Term
from outreach.contacts.actions import note_contact
from outreach.contacts.reached import Coming, colleagues, coming_up, since_when
from outreach.contacts.reached_page import page_of
from outreach.models import Induction
from planning.models import Contribution
from planning.unit_plan.actions import start_plan
from resources.models import TopicRequest
from tests.cast import NOW, TODAY, make_member
from tests.lending import MONDAY, goes_out, lend, make_box
from tests.suggestions import topic

PAGE = reverse("in_touch", kwargs={"school_slug": "hill"})
LAST_YEAR = date(2025, 11, 18)
LONG_AGO = NOW - timedelta(days=365)


@pytest.fixture(autouse=True)
def on_the_day_of_the_cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture(autouse=True)
def a_year_before(hill):
    """The school year 2025 had one term, so that 2026 has a first day: 20 December."""
    return Term.objects.create(
        school=hill.school, name="Term 4", year="2025", starts_on=date(2025, 10, 6), ends_on=date(2025, 12, 19)
    )


def talk(hill, person, on=TODAY, department=None, **values):
    said = {"with_member": person, "with_name": "", "department": department, "about": "A secret line", "on": on}
    return note_contact(values=said | values, by=hill.ada, now=NOW, sending=uuid4())


def reached(hill):
    """The names of the teachers who count as reached."""
    since = since_when(member=hill.ada, today=TODAY)
    people = colleagues(member=hill.ada, since=since)
    return [person.name for person in people if person.is_reached and person.is_teacher]


def shown(hill, member=None, **asked):
    return page_of(member=member or hill.ada, today=TODAY, **{"department": None, "page": 1} | asked)


def missing(hill, **asked):
    return [one.name for one in shown(hill, **asked)["listed"]]


def line(hill, name):
    return next(line for line in shown(hill)["lines"] if line.name == name)


# --- What counts as reached ---------------------------------------------------------------------------


def test_the_year_begins_after_the_last_day_of_the_one_before(hill):
    since = since_when(member=hill.ada, today=TODAY)
    assert (since.day, since.words) == (date(2025, 12, 20), "in 2026")


def test_without_terms_it_is_the_last_twelve_months(hill):
    Term.objects.all().delete()
    since = since_when(member=hill.ada, today=TODAY)
    assert (since.day, since.words) == (LAST_YEAR, "within twelve months")
    talk(hill, hill.ben, on=LAST_YEAR)
    assert reached(hill) == ["Ben Okafor"]


def test_the_first_year_of_a_school_has_no_first_day(hill, a_year_before):
    a_year_before.delete()
    topic(hill)
    talk(hill, hill.cleo, on=date(2001, 1, 1))
    assert reached(hill) == ["Cleo Tanaka"]


def test_nobody_is_reached_by_nothing(hill):
    assert (reached(hill), missing(hill)) == ([], ["Ben Okafor", "Cleo Tanaka", "Hugo Lindqvist"])


def test_a_conversation_of_this_year_reaches(hill):
    talk(hill, hill.ben, on=date(2025, 12, 20))
    talk(hill, hill.cleo, on=date(2025, 12, 19))
    assert reached(hill) == ["Ben Okafor"]


@pytest.mark.parametrize("step", ["met_on", "shown_on"])
def test_to_be_met_as_new_or_shown_round_is_a_conversation(hill, step):
    Induction.objects.create(school=hill.school, member=hill.ben, **{step: TODAY})
    Induction.objects.create(school=hill.school, member=hill.cleo, **{step: LAST_YEAR})
    assert reached(hill) == ["Ben Okafor"]


@pytest.mark.parametrize(
    ("state", "counts"),
    [("asked", False), ("seen", True), ("preparing", True), ("ready", True), ("declined", True), ("withdrawn", False)],
)
def test_a_topic_reaches_once_the_library_has_taken_it_up_or_answered(hill, a_year_before, state, counts):
    for teacher, term in ((hill.ben, hill.term), (hill.cleo, a_year_before)):
        TopicRequest.objects.filter(pk=topic(hill, teacher=teacher, term=term).pk).update(state=state)
    assert reached(hill) == (["Ben Okafor"] if counts else [])


def test_a_plan_reaches_who_has_had_a_part_in_it_this_year(hill):
    plan = start_plan(school=hill.school, title="Volcanoes", partner=hill.ben, by=hill.ada, now=NOW)
    assert reached(hill) == []
    for person, last_at in ((hill.ben, NOW), (hill.cleo, LONG_AGO)):
        Contribution.objects.create(plan=plan, stage=1, member=person, first_at=LONG_AGO, last_at=last_at)
    assert reached(hill) == ["Ben Okafor"]


def test_a_plan_without_a_librarian_reaches_nobody(hill):
    start_plan(school=hill.school, title="Volcanoes", partner=hill.cleo, by=hill.ben, now=NOW)
    assert reached(hill) == []


def test_a_loan_reaches_once_it_is_handed_out(hill):
    asked = lend(make_box(hill.ada, things=[("Globe", 1)]), hill.ben, TODAY, MONDAY, by=hill.ada)
    assert reached(hill) == []
    goes_out(asked, by=hill.ada)
    assert reached(hill) == ["Ben Okafor"]


def test_a_librarian_who_teaches_is_the_library_and_not_reached_by_it(hill):
    make_member(hill.school, "tess", "Tess Roth", ["librarian", "teacher"])
    Member.objects.filter(pk=hill.cleo.pk).update(deactivated_at=NOW)
    assert missing(hill) == ["Ben Okafor", "Hugo Lindqvist"]


# --- The departments ----------------------------------------------------------------------------------


def test_a_department_shows_head_champion_and_how_many_were_reached(hill):
    Department.objects.filter(pk=hill.science.pk).update(champion=hill.cleo)
    talk(hill, hill.ben)
    humanities, science = line(hill, "Humanities"), line(hill, "Science")
    assert (humanities.head, humanities.champion, humanities.reached, humanities.teachers) == (
        "Hugo Lindqvist",
        "",
        1,
        2,
    )
    assert (science.head, science.champion, science.reached, science.teachers) == ("", "Cleo Tanaka", 0, 1)


def test_last_talked_is_with_anybody_of_it_or_about_it(hill):
    assert line(hill, "Science").talked_on == ""
    talk(hill, hill.cleo, on=LAST_YEAR)
    assert (line(hill, "Science").talked_on, line(hill, "Humanities").talked_on) == ("18\xa0Nov\xa02025", "")
    talk(hill, None, with_name="A museum", department=hill.science, on=TODAY - timedelta(days=1))
    assert line(hill, "Science").talked_on == "17\xa0Nov\xa02026"
    Induction.objects.create(school=hill.school, member=hill.cleo, met_on=TODAY)
    assert line(hill, "Science").talked_on == "18\xa0Nov\xa02026"


def test_teachers_without_a_department_are_a_group_of_their_own(hill):
    assert [one.name for one in shown(hill)["lines"]] == ["Humanities", "Science"]
    make_member(hill.school, "nora", "Nora Silva", ["teacher"])
    assert [one.name for one in shown(hill)["lines"]] == ["Humanities", "Science", "No department"]
    assert (line(hill, "No department").teachers, missing(hill, department=0)) == (1, ["Nora Silva"])
    assert missing(hill, department=hill.science.pk) == ["Cleo Tanaka"]


def test_who_is_in_two_departments_counts_in_both_and_is_listed_once(hill):
    hill.cleo.departments.add(hill.humanities)
    assert [line(hill, name).teachers for name in ("Humanities", "Science")] == [3, 1]
    assert missing(hill) == ["Ben Okafor", "Cleo Tanaka", "Hugo Lindqvist"]
    assert shown(hill)["listed"][1].departments == "Humanities, Science"


def test_coming_up_are_topics_and_plans_of_this_and_the_next_term(hill):
    following = Term.objects.create(
        school=hill.school, name="Term 1", year="2027", starts_on=date(2027, 1, 27), ends_on=date(2027, 4, 2)
    )
    for name in ("Rivers", "Bridges", "Kites", "Volcanoes"):
        topic(hill, name)
    topic(hill, "Maps", term=following)
    topic(hill, "Over", term=hill.terms[0])
    TopicRequest.objects.filter(pk=topic(hill, "Not taught").pk).update(state="declined")
    about = {"term": hill.term, "department": hill.humanities}
    start_plan(school=hill.school, title="Rivers", partner=hill.ben, by=hill.ada, now=NOW, **about)
    assert coming_up(member=hill.ada, terms=[hill.term, following]) == {
        (hill.humanities.pk, hill.term.pk): Coming(["Bridges", "Kites", "Rivers", "Volcanoes"], 1),
        (hill.humanities.pk, following.pk): Coming(["Maps"], 0),
    }
    this, following = line(hill, "Humanities").ahead
    assert (this.words, this.topics) == ("Term 4: 4 topics, 1 plan", "Bridges, Kites, Rivers and 1 more")
    assert (following.words, following.topics) == ("Term 1: 1 topic", "Maps")


def test_what_is_said_of_a_term_is_on_the_board_behind_it(hill, as_ada):
    topic(hill, "Rivers")
    [ahead] = line(hill, "Humanities").ahead
    assert "Rivers" in as_ada.get(ahead.url).text


# --- Who reads it, and how ----------------------------------------------------------------------------


def test_librarians_and_leaders_read_it(hill, vale, as_ada, as_lena, as_ben, as_omar, as_nils):
    clients = (as_ada, as_lena, as_ben, as_omar, as_nils)
    assert [client.get(PAGE).status_code for client in clients] == [200, 200, 403, 403, 404]


def test_the_main_navigation_leads_librarians_and_leaders_there(hill, as_ada, as_lena, as_ben, as_omar):
    def places(client):
        return [place.label for place in client.get(reverse("desk", kwargs={"school_slug": "hill"})).context["nav"]]

    everybody = ["Desk", "Plans", "Topics", "Library"]
    assert places(as_ada) == [*everybody, "In touch", "Reports", "People", "School"]
    assert places(as_lena) == [*everybody, "In touch", "Reports", "People"]
    assert (places(as_ben), places(as_omar)) == ([*everybody, "People"], [*everybody, "People", "School"])


def test_the_places_after_the_sixth_stand_in_the_menu_of_the_account_too(hill, as_ada, as_lena):
    def places(client):
        return re.findall(r'<div class="account-place"><a href="([^"]+)"', client.get(PAGE).text)

    assert (places(as_ada), places(as_lena)) == (["/hill/people/", "/hill/school/"], ["/hill/people/"])


def test_a_leader_reads_no_line_of_a_conversation_and_notes_none(hill, as_ada, as_lena):
    talk(hill, hill.ben)
    note = reverse("contact_add", kwargs={"school_slug": "hill"})
    log = reverse("contacts", kwargs={"school_slug": "hill"})
    page = as_lena.get(PAGE).text
    assert [words in page for words in ("A secret line", note, log)] == [False, False, False]
    assert ("18\xa0Nov\xa02026" in page, "1 of 2" in page, "Cleo Tanaka" in page) == (True, True, True)
    assert f"{note}?with={hill.cleo.pk}&amp;then=in_touch" in as_ada.get(PAGE).text


def test_what_counts_is_named_on_the_page(hill, as_lena):
    words = " ".join(re.sub("<[^>]+>", "", as_lena.get(PAGE).text).split())
    assert (
        "In touch means that with a teacher there was one of these in 2026: a conversation, a topic that the library "
        "has taken up or answered, a plan with a librarian in which they have had a part, a loan."
    ) in words
    assert "Reports count something else: reached there is who plans a unit with the library." in words
    assert "Talked is a conversation that was noted, and a new colleague who was met or shown round." in words


def test_one_is_written_to_where_there_is_an_address(hill, as_ada):
    Member.objects.filter(pk=hill.cleo.pk).update(email="")
    page = as_ada.get(PAGE).text
    assert ('href="mailto:ben@hill.example"' in page, page.count("mailto:")) == (True, 2)


def test_who_is_missing_is_listed_by_department_on_pages(hill, as_ada, monkeypatch):
    monkeypatch.setattr("outreach.contacts.reached_page.PAGE_SIZE", 2)
    assert (missing(hill), missing(hill, page=2)) == (["Ben Okafor", "Cleo Tanaka"], ["Hugo Lindqvist"])
    page = as_ada.get(f"{PAGE}?page=2").text
    assert ("Page 2" in page, "3 of 3 teachers" in page) == (True, True)
    assert "The list has fewer pages than that." in as_ada.get(f"{PAGE}?page=3").text


@pytest.mark.parametrize("department", ["x", "²", "9" * 40, "999999"])
def test_a_department_that_is_none_breaks_nothing(hill, as_ada, department):
    assert as_ada.get(f"{PAGE}?department={department}").status_code == 200


def test_when_all_are_reached_the_page_says_so(hill, as_ada):
    for person in (hill.ben, hill.cleo, hill.hugo):
        talk(hill, person)
    assert "The library is in touch with all 3 teachers in 2026." in as_ada.get(PAGE).text


def test_a_school_without_teachers_hears_what_will_be_here(vale, as_nils):
    assert "No teachers yet" in as_nils.get(reverse("in_touch", kwargs={"school_slug": "vale"})).text


def test_what_people_typed_is_text_and_not_markup(hill, as_ada):
    hostile = "<img src=x onerror=alert(1)>"
    topic(hill, hostile)
    Department.objects.filter(pk=hill.science.pk).update(name=hostile, head=hill.ben)
    Member.objects.filter(pk=hill.ben.pk).update(name=hostile)
    page = as_ada.get(PAGE).text
    assert (hostile in page, page.count("&lt;img src=x onerror=alert(1)&gt;") >= 4) == (False, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_eight_queries_however_large_the_school(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        department = Department.objects.create(school=hill.school, name=f"Art {index}", head=hill.hugo)
        person = make_member(hill.school, f"p{index}", f"Person {index}", ["teacher"], with_login=False)
        person.departments.add(department)
        talk(hill, person, department=department)
        topic(hill, f"Topic {index}", teacher=person)
    with django_assert_num_queries(8):
        page = as_ada.get(PAGE)
    assert len(page.context["lines"]) == number + 2
