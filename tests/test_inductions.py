"""New colleagues: who is on the list, what is noted and what is seen, and how somebody leaves it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from collab.errors import AlreadyDone
from collab.models import Member, Role, School
from collab.people.actions import deactivate_person
from outreach.contacts.actions import note_contact
from outreach.inductions import actions
from outreach.inductions.page import page_of
from outreach.inductions.queries import NotMet, new_people, not_met_yet
from outreach.models import Induction
from planning.unit_plan.actions import start_plan
from resources.models import TopicRequest
from tests.cast import NOW, TODAY, make_member
from tests.suggestions import topic

LIST = reverse("inductions", kwargs={"school_slug": "hill"})
JOINED = NOW - timedelta(days=10)


@pytest.fixture(autouse=True)
def on_the_day_of_the_cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture(autouse=True)
def an_old_school(hill):
    """Hill School and its cast have been there for years."""
    School.objects.filter(pk=hill.school.pk).update(created_at=NOW - timedelta(days=1000))
    Member.objects.filter(school=hill.school).update(created_at=NOW - timedelta(days=999))
    for person in [hill.ada, hill]:
        person.school.refresh_from_db()


@pytest.fixture
def nora(hill):
    """Nora, a teacher who joined ten days ago."""
    return join(hill, "nora", "Nora Silva")


def join(hill, key, name, roles=(Role.TEACHER,), *, at=JOINED):
    person = make_member(hill.school, key, name, list(roles))
    Member.objects.filter(pk=person.pk).update(created_at=at)
    return Member.objects.select_related("school").get(pk=person.pk)


def url(name, person):
    return reverse(name, kwargs={"school_slug": "hill", "member_id": person.pk})


def listed(hill):
    """Who stands where: names under way, finished, set aside."""
    page = page_of(member=hill.ada, page=1, now=NOW)
    return tuple([row.name for row in page[part]] for part in ("rows", "finished", "set_aside"))


def steps(hill, part="rows"):
    """The steps of the first one there: label → words."""
    row = page_of(member=hill.ada, page=1, now=NOW)[part][0]
    return {step.label: step.words for step in row.steps}


def talk(hill, person, on=TODAY):
    said = {"with_member": person, "with_name": "", "department": None, "about": "Hello", "on": on}
    return note_contact(values=said, by=hill.ada, now=NOW, sending=uuid4())


# --- Who is new ---------------------------------------------------------------------------------------


def test_a_teacher_who_joins_gets_a_place_and_others_do_not(hill, vale, nora):
    join(hill, "otto", "Otto Brandt", [Role.LIBRARIAN])
    join(hill, "ines", "Ines Moreau", [Role.LEADER, Role.TEACHER])
    assert listed(hill) == (["Ines Moreau", "Nora Silva"], [], [])
    assert list(new_people(school=vale.school, now=NOW)) == []


def test_new_is_within_a_year_and_not_with_the_school(hill):
    join(hill, "x", "A year ago", at=NOW - timedelta(days=365))
    join(hill, "y", "Nearly a year ago", at=NOW - timedelta(days=364))
    School.objects.filter(pk=hill.school.pk).update(created_at=NOW - timedelta(days=40))
    hill.ada.school.refresh_from_db()
    join(hill, "z", "With the school", at=NOW - timedelta(days=11))
    join(hill, "w", "After it", at=NOW - timedelta(days=9))
    assert listed(hill) == (["After it"], [], [])
    School.objects.filter(pk=hill.school.pk).update(created_at=NOW - timedelta(days=1000))
    hill.ada.school.refresh_from_db()
    assert listed(hill)[0] == ["After it", "With the school", "Nearly a year ago"]


def test_who_has_left_is_off_the_list(hill, nora):
    deactivate_person(person=nora, to=None, by=hill.ada, now=NOW)
    assert listed(hill) == ([], [], [])


# --- Noted by hand ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("step", "label"), [("met", "Met"), ("shown", "Shown round")])
def test_one_tap_notes_it_with_day_and_who_and_another_takes_it_back(hill, nora, as_ada, step, label):
    assert as_ada.post(url("induction_note", nora), {"note": step}).url == LIST
    assert steps(hill)[label] == "18\xa0Nov\xa02026, Ada Marlow"
    assert f"Nora Silva was {actions.STEPS[step]}." in as_ada.get(LIST).text
    induction = Induction.objects.get()
    assert (getattr(induction, f"{step}_on"), getattr(induction, f"{step}_by")) == (TODAY, hill.ada)
    as_ada.post(url("induction_note", nora), {"undo": step})
    assert steps(hill)[label] == ""
    induction.refresh_from_db()
    assert (getattr(induction, f"{step}_on"), getattr(induction, f"{step}_by")) == (None, None)


def test_who_comes_second_changes_nothing(hill, nora):
    actions.note_step(member=nora, step="met", by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone, match="Somebody noted already that Nora Silva was met"):
        actions.note_step(member=nora, step="met", by=hill.lena, now=NOW + timedelta(days=1))
    actions.take_back_step(member=nora, step="met", by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone, match="That was taken back already"):
        actions.take_back_step(member=nora, step="met", by=hill.ada, now=NOW)


@pytest.mark.parametrize("sent", [{}, {"note": "married"}, {"note": "x", "undo": "met"}])
def test_what_is_no_button_notes_nothing(hill, nora, as_ada, sent):
    assert as_ada.post(url("induction_note", nora), sent).url == LIST
    assert ("Press one of the buttons." in as_ada.get(LIST).text, Induction.objects.exists()) == (True, False)


def test_nothing_is_noted_of_who_is_not_new(hill, as_ada):
    names = ("induction_note", "induction_set_aside", "induction_take_back")
    assert [as_ada.post(url(name, hill.ben), {"note": "met"}).status_code for name in names] == [404] * 3


def test_a_conversation_is_a_meeting(hill, nora):
    talk(hill, nora, on=date(2026, 11, 16))
    talk(hill, nora)
    assert steps(hill)["Met"] == "16\xa0Nov\xa02026, Ada Marlow"
    assert not_met_yet(school=hill.school, now=NOW) == []


# --- Seen from what they did --------------------------------------------------------------------------


def test_signing_up_and_the_first_topic_are_seen(hill, nora):
    assert (steps(hill)["Signed up"], steps(hill)["First topic"]) == ("", "")
    Member.objects.filter(pk=nora.pk).update(joined_at=JOINED)
    withdrawn = topic(hill, "Nothing", teacher=nora)
    TopicRequest.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    topic(hill, "Volcanoes", teacher=nora)
    topic(hill, "Rivers", teacher=nora)
    assert (steps(hill)["Signed up"], steps(hill)["First topic"]) == (
        "8\xa0Nov\xa02026",
        "Volcanoes, 18\xa0Nov\xa02026",
    )


def test_with_the_first_unit_they_leave_the_list_by_themselves(hill, nora, as_ada):
    plan = start_plan(school=hill.school, title="Volcanoes", partner=nora, by=hill.ada, now=NOW)
    assert listed(hill) == (["Nora Silva"], [], [])  # They were asked, and have had no part yet.
    start_plan(school=hill.school, title="Rivers", partner=hill.ada, by=nora, now=NOW)
    assert listed(hill) == ([], ["Nora Silva"], [])
    assert steps(hill, "finished")["First unit"] == "Rivers, 18\xa0Nov\xa02026"
    page = as_ada.get(LIST).text
    assert (plan.get_absolute_url() in page, "Rivers, 18\xa0Nov\xa02026</a>" in page) == (False, True)


# --- Set aside ----------------------------------------------------------------------------------------


def test_somebody_is_set_aside_and_taken_back(hill, nora, as_ada):
    as_ada.post(url("induction_set_aside", nora))
    assert listed(hill) == ([], [], ["Nora Silva"])
    page = as_ada.get(LIST).text
    assert ("18\xa0Nov\xa02026, Ada Marlow" in page, "Nora Silva is off the list." in page) == (True, True)
    as_ada.post(url("induction_set_aside", nora))
    assert "Nora Silva is off the list already." in as_ada.get(LIST).text
    as_ada.post(url("induction_take_back", nora))
    assert listed(hill) == (["Nora Silva"], [], [])


# --- For the desk, and for whom -----------------------------------------------------------------------


def test_the_desk_hears_of_those_whom_nobody_has_met(hill, nora, django_assert_num_queries):
    zoe, otis, pia, quin, rui = (
        join(hill, name.lower(), name, at=JOINED - timedelta(days=place))
        for place, name in enumerate(("Zoe", "Otis", "Pia", "Quin", "Rui"), start=1)
    )
    actions.note_step(member=otis, step="met", by=hill.ada, now=NOW)
    actions.note_step(member=pia, step="shown", by=hill.ada, now=NOW)
    actions.set_aside(member=quin, by=hill.ada, now=NOW)
    start_plan(school=hill.school, title="Rivers", partner=hill.ada, by=rui, now=NOW)
    with django_assert_num_queries(1):
        waiting = not_met_yet(school=hill.school, now=NOW)
    assert waiting == [NotMet(nora.pk, "Nora Silva", JOINED), NotMet(zoe.pk, "Zoe", JOINED - timedelta(days=1))]


def test_the_list_is_for_librarians(hill, vale, nora, as_ben, as_lena, as_omar, as_nils):
    assert [client.get(LIST).status_code for client in (as_ben, as_lena, as_omar, as_nils)] == [403, 403, 403, 404]
    note = url("induction_note", nora)
    assert [client.post(note, {"note": "met"}).status_code for client in (as_ben, as_nils)] == [403, 404]
    at_vale = reverse("induction_note", kwargs={"school_slug": "vale", "member_id": nora.pk})
    assert (as_nils.post(at_vale, {"note": "met"}).status_code, Induction.objects.exists()) == (404, False)


def test_an_empty_list_says_what_it_is_for(hill, as_ada):
    assert "Nobody is new" in as_ada.get(LIST).text


def test_what_people_typed_is_text_and_not_markup(hill, nora, as_ada):
    hostile = "<img src=x onerror=alert(1)>"
    Member.objects.filter(pk=nora.pk).update(name=hostile)
    topic(hill, hostile, teacher=nora)
    other = join(hill, "otis", hostile)
    start_plan(school=hill.school, title=hostile, partner=hill.ada, by=other, now=NOW)
    page = as_ada.get(LIST).text
    assert (hostile in page, page.count("&lt;img src=x onerror=alert(1)&gt;") >= 4) == (False, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_six_queries_whoever_is_on_it(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        for what in ("new", "done", "aside"):
            person = join(hill, f"{what}{index}", f"{what} {index}")
            talk(hill, person)
            topic(hill, "Rivers", teacher=person)
            if what == "done":
                start_plan(school=hill.school, title="Rivers", partner=hill.ada, by=person, now=NOW)
            if what == "aside":
                actions.set_aside(member=person, by=hill.ada, now=NOW)
    with django_assert_num_queries(6):
        page = as_ada.get(LIST)
    assert [len(page.context[part]) for part in ("rows", "finished", "set_aside")] == [number] * 3
