"""Conversations in one line: noted in a moment, found again, and what grows out of them."""

import csv
import io
import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from collab.errors import RowChanged
from collab.models import Department, Member
from outreach.contacts import actions, growing
from outreach.contacts.queries import Talked, contacts_in
from outreach.models import ContactLog
from planning.models import Partner, UnitPlan
from resources.models import TopicRequest
from resources.topics.actions import ask_topics
from tests.cast import NOW, TODAY, make_member
from tests.racing import refusals

PART = {"HX-Request": "true", "HX-Target": "found"}
HOSTILE = "<img src=x onerror=alert(1)>"
HIDDEN_VERSION = re.compile(r'name="version" value="(\d+)"')


@pytest.fixture(autouse=True)
def on_the_day_of_the_cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def url(name="contacts", contact=None, **query):
    parts = {"contact_id": contact.pk} if contact else {}
    return reverse(name, kwargs={"school_slug": "hill", **parts}, query=query)


def note(hill, about="A box on volcanoes", **values):
    """A conversation of Ada with Ben, today."""
    said = {"with_member": hill.ben, "with_name": "", "department": hill.humanities, "about": about, "on": TODAY}
    by = values.pop("by", hill.ada)
    return actions.note_contact(values=said | values, by=by, now=NOW, sending=uuid4())


def typed(**values):
    said = {"with_member": "Ben Okafor", "with_name": "", "about": "A box on volcanoes", "on": "2026-11-18"}
    return said | {"department": "", "sending": str(uuid4())} | values


def lines(response):
    """What each row of the list is about, in order."""
    return re.findall(r'<th scope="row" dir="auto"><a href="[^"]+">([^<]*)</a>', response.text)


# --- Noting -------------------------------------------------------------------------------------------


def test_a_name_and_a_line_are_enough(hill, as_ada):
    answer = as_ada.post(url("contact_add"), typed(with_member="ben"))
    contact = ContactLog.objects.get()
    assert (contact.with_member, contact.with_name, contact.about, contact.on) == (
        hill.ben,
        "",
        "A box on volcanoes",
        TODAY,
    )
    assert (contact.department, contact.created_by, contact.created_at) == (hill.humanities, hill.ada, NOW)
    assert answer.url == url("contact_add")


def test_the_form_is_ready_for_the_next_one_and_shows_the_last(hill, as_ada):
    as_ada.post(url("contact_add"), typed())
    page = as_ada.get(url("contact_add")).text
    assert ("Noted: Ben Okafor, “A box on volcanoes”." in page, "Make it a topic" in page) == (True, True)
    assert 'value="2026-11-18"' in page
    assert re.search(r'name="with_member"[^>]*value=', page) is None


def test_the_day_is_that_of_the_school_and_not_of_the_server(hill, as_ada, monkeypatch):
    late = NOW + timedelta(hours=13)  # In Sydney it is Thursday.
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    assert 'value="2026-11-19"' in as_ada.get(url("contact_add")).text


def test_the_colleague_of_the_address_is_filled_in(hill, vale, as_ada):
    assert 'value="Ben Okafor"' in as_ada.get(f"{url('contact_add')}?with={hill.ben.pk}").text.split("datalist")[0]
    for unknown in (vale.nils.pk, hill.ada.pk, "x", "9" * 40):
        page = as_ada.get(f"{url('contact_add')}?with={unknown}").text
        assert re.search(r'name="with_member"[^>]*value=', page) is None


def test_with_scripts_off_the_browser_still_offers_the_names(hill, as_ada):
    page = as_ada.get(url("contact_add")).text
    offered = re.findall(
        r'<option value="([^"]+)">', page.split('<datalist id="colleagues">')[1].split("</datalist>")[0]
    )
    assert offered == ["Ben Okafor", "Cleo Tanaka", "Hugo Lindqvist", "Lena Voss", "Omar Haddad"]


def test_people_of_one_name_are_told_apart(hill, as_ada):
    make_member(hill.school, "ben2", "Ben Okafor", ["teacher"], with_login=False)
    answer = as_ada.post(url("contact_add"), typed())
    assert answer.status_code == 422
    assert "Several people fit: Ben Okafor (ben@hill.example), Ben Okafor (ben2@hill.example)." in answer.text
    as_ada.post(url("contact_add"), typed(with_member="Ben Okafor (ben2@hill.example)"))
    assert ContactLog.objects.get().with_member.email == "ben2@hill.example"


def test_somebody_from_outside_is_a_name(hill, as_ada):
    as_ada.post(url("contact_add"), typed(with_member="", with_name="  Museum of   Sydney "))
    contact = ContactLog.objects.get()
    assert (contact.with_member, contact.with_name, contact.department) == (None, "Museum of Sydney", None)


def test_the_department_can_be_another_than_that_of_the_person(hill, as_ada):
    as_ada.post(url("contact_add"), typed(department=hill.science.pk))
    assert ContactLog.objects.get().department == hill.science


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"with_member": "Zoe"}, "with_member", "Nobody here has this name."),
        ({"with_member": ""}, "with_member", "With whom did you talk?"),
        ({"with_name": "A museum"}, "with_name", "leave one of the two empty"),
        ({"about": "  "}, "about", "Say in a few words what it was about."),
        ({"about": "x" * 301}, "about", "at most 300 characters"),
        ({"on": "2026-11-19"}, "on", "That day is still to come."),
        ({"on": "0026-11-18"}, "on", "Look at the year again."),
        ({"on": "yesterday"}, "on", "Write the day as year-month-day"),
        ({"on": ""}, "on", "Choose a day."),
        ({"department": "999999"}, "department", "This is not there any more."),
    ],
)
def test_what_makes_no_sense_comes_back_with_a_sentence_and_all_that_was_typed(hill, as_ada, values, field, sentence):
    answer = as_ada.post(url("contact_add"), typed(**values))
    errors = answer.context["form"].errors
    assert (answer.status_code, list(errors), ContactLog.objects.exists()) == (422, [field], False)
    assert sentence in errors[field][0]
    assert values.get("about", "A box on volcanoes") in answer.text


def test_a_form_that_comes_twice_notes_one_conversation(hill, as_ada):
    sent = typed()
    assert [as_ada.post(url("contact_add"), sent).url for _ in range(2)] == [url("contact_add")] * 2
    assert ContactLog.objects.count() == 1
    assert "This conversation is noted already." in as_ada.get(url("contact_add")).text


def test_the_same_form_with_another_line_keeps_it_and_notes_it_at_the_second_press(hill, as_ada):
    sent = typed()
    as_ada.post(url("contact_add"), sent)
    answer = as_ada.post(url("contact_add"), sent | {"about": "Rivers"})
    assert (answer.status_code, 'value="Rivers"' in answer.text, ContactLog.objects.count()) == (409, True, 1)
    again = re.search('name="sending" value="([^"]+)"', answer.text)[1]
    assert UUID(again) != UUID(sent["sending"])
    as_ada.post(url("contact_add"), sent | {"about": "Rivers", "sending": again})
    assert ContactLog.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_the_same_moment_one_notes_it(hill):
    sending = uuid4()
    said = {"with_member": hill.ben, "with_name": "", "department": None, "about": "Rivers", "on": TODAY}

    def press():
        actions.note_contact(values=said, by=hill.ada, now=NOW, sending=sending)

    assert refusals(press, press, of=actions.NotedBefore) == ["This conversation is noted already."]
    assert ContactLog.objects.count() == 1


@pytest.mark.parametrize("then", ["in_touch", "inductions"])
def test_whoever_comes_from_a_list_of_people_goes_back_to_it(hill, as_ada, then):
    page = as_ada.get(f"{url('contact_add')}?with={hill.ben.pk}&then={then}").text
    assert f'name="then" value="{then}"' in page
    assert as_ada.post(url("contact_add"), typed(then=then)).url == url(then)


def test_nobody_is_led_elsewhere(hill, as_ada):
    assert as_ada.post(url("contact_add"), typed(then="https://evil.example")).url == url("contact_add")


# --- Who reads it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["contacts", "contacts_download", "contact_add"])
def test_the_log_is_for_librarians_and_not_for_those_it_is_about(hill, name, as_ben, as_lena, as_omar, as_ada):
    note(hill)
    assert [client.get(url(name)).status_code for client in (as_ada, as_ben, as_lena, as_omar)] == [200, 403, 403, 403]


@pytest.mark.parametrize("name", ["contact", "contact_change", "contact_remove", "contact_grow"])
def test_a_single_conversation_too(hill, vale, name, as_ben, as_nils, as_ada):
    contact = note(hill)
    assert [client.get(url(name, contact)).status_code for client in (as_ada, as_ben, as_nils)] == [200, 403, 404]
    at_vale = reverse(name, kwargs={"school_slug": "vale", "contact_id": contact.pk})
    assert (as_nils.get(at_vale).status_code, as_nils.post(at_vale).status_code) in ((404, 404), (404, 405))


# --- The list -----------------------------------------------------------------------------------------


@pytest.fixture
def three(hill):
    """Volcanoes with Ben today, a poster with the museum yesterday, rivers with Cleo last week, noted by another."""
    other = make_member(hill.school, "otto", "Otto Brandt", ["librarian"])
    volcanoes = note(hill)
    poster = note(
        hill,
        "A poster",
        with_member=None,
        with_name="Museum of Sydney",
        department=None,
        on=TODAY - timedelta(days=1),
    )
    week_ago = TODAY - timedelta(days=7)
    rivers = note(hill, "Rivers", with_member=hill.cleo, department=hill.science, on=week_ago, by=other)
    return volcanoes, poster, rivers


def test_the_latest_conversation_comes_first(three, as_ada):
    assert lines(as_ada.get(url())) == ["A box on volcanoes", "A poster", "Rivers"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "volc"}, ["A box on volcanoes"]),
        ({"q": "ben okafor"}, ["A box on volcanoes"]),
        ({"q": "museum POSTER"}, ["A poster"]),
        ({"q": "%"}, []),
        ({"department": "0"}, ["A poster"]),
        ({"since": "2026-11-17"}, ["A box on volcanoes", "A poster"]),
        ({"until": "2026-11-17"}, ["A poster", "Rivers"]),
        ({"since": "2026-11-17", "until": "2026-11-17"}, ["A poster"]),
        (
            {"since": "x", "department": "²", "person": "9" * 40, "page": "-1"},
            ["A box on volcanoes", "A poster", "Rivers"],
        ),
        ({"person": "9" * 18}, []),
        ({"page": "2"}, []),
    ],
)
def test_the_list_is_narrowed_as_asked(three, as_ada, query, expected):
    assert lines(as_ada.get(url(**query))) == expected


def test_the_list_is_narrowed_by_department_by_person_and_by_who_noted_it(three, hill, as_ada):
    assert lines(as_ada.get(url(department=hill.science.pk))) == ["Rivers"]
    assert lines(as_ada.get(url(person=hill.ben.pk))) == ["A box on volcanoes"]
    assert lines(as_ada.get(url(by=hill.ada.pk))) == ["A box on volcanoes", "A poster"]


def test_the_part_below_the_filters_comes_alone(three, as_ada):
    answer = as_ada.get(url(q="volc"), headers=PART)
    assert (answer.text.strip().startswith('<div id="found">'), answer["HX-Push-Url"]) == (True, f"{url()}?q=volc")


def test_an_empty_log_says_what_it_is_for(hill, as_ada):
    page = as_ada.get(url()).text
    assert ("No conversations yet" in page, "filter-q" in page) == (True, False)


def test_what_people_typed_is_text_and_not_markup(hill, as_ada):
    contact = note(hill, HOSTILE, with_member=None, with_name=HOSTILE)
    pages = [
        url(),
        url("contact_add"),
        *(url(f"contact{name}", contact) for name in ("", "_change", "_remove", "_grow")),
    ]
    for page in pages:
        html = as_ada.get(page).text
        assert (HOSTILE in html, "&lt;img src=x onerror=alert(1)&gt;" in html) == (False, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_seven_queries_whatever_it_holds(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        growing.grow_topic(
            contact=note(hill, f"Line {index}"),
            teacher=hill.ben,
            term=hill.term,
            values={"topic": f"Topic {index}"},
            by=hill.ada,
            now=NOW,
        )
    with django_assert_num_queries(7):
        page = as_ada.get(url())
    assert len(lines(page)) == number


@pytest.mark.parametrize("number", [1, 3])
def test_noting_costs_six_queries_to_see_and_ten_to_send(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        note(hill, f"Line {index}")
        make_member(hill.school, f"p{index}", f"Person {index}", ["teacher"], with_login=False)
    with django_assert_num_queries(6):
        as_ada.get(url("contact_add"))
    with django_assert_num_queries(10):
        as_ada.post(url("contact_add"), typed())


@pytest.mark.parametrize("number", [1, 3])
def test_a_download_costs_three_queries_whatever_it_holds(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        note(hill, f"Line {index}")
    with django_assert_num_queries(3):
        content = as_ada.get(url("contacts_download")).getvalue().decode()
    assert len(content.strip().splitlines()) == number + 1


def test_the_download_is_the_list_as_it_is_narrowed(three, as_ada):
    answer = as_ada.get(url("contacts_download", since="2026-11-17"))
    header, *rows = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert header[:5] == ["When", "With", "From outside", "Department", "About"]
    assert [row[:5] for row in rows] == [
        ["2026-11-18", "Ben Okafor", "", "Humanities", "A box on volcanoes"],
        ["2026-11-17", "Museum of Sydney", "yes", "", "A poster"],
    ]


def test_the_download_for_spreadsheets_runs_no_formula(hill, as_ada):
    note(hill, "=1+1", with_member=None, with_name="@SUM(A1)")
    sheet = load_workbook(io.BytesIO(as_ada.get(url("contacts_download", format="xlsx")).content)).active
    assert [sheet["B2"].value, sheet["E2"].value] == ["'@SUM(A1)", "'=1+1"]
    assert sheet["A2"].value.date() == TODAY


# --- Changing and removing ----------------------------------------------------------------------------


def changed(contact, **values):
    return typed(version=contact.version) | values


def test_a_conversation_is_changed(hill, as_ada):
    contact = note(hill)
    answer = as_ada.post(url("contact_change", contact), changed(contact, about="Two boxes", on="2026-11-16"))
    contact.refresh_from_db()
    assert (answer.url, contact.about, contact.on) == (contact.get_absolute_url(), "Two boxes", date(2026, 11, 16))
    assert (contact.changed_by, contact.changed_at, contact.version) == (hill.ada, NOW, 2)


def test_with_another_person_it_is_counted_for_their_department(hill, as_ada):
    contact = note(hill)
    assert 'value="Ben Okafor"' in as_ada.get(url("contact_change", contact)).text.split("datalist")[0]
    as_ada.post(url("contact_change", contact), changed(contact, with_member="Cleo Tanaka"))
    contact.refresh_from_db()
    assert (contact.with_member, contact.department) == (hill.cleo, hill.science)


def test_a_department_that_was_chosen_stays(hill, as_ada):
    contact = note(hill, department=hill.science)
    form = as_ada.get(url("contact_change", contact)).context["form"]
    assert form["department"].value() == hill.science.pk


def test_with_somebody_who_has_left_it_can_still_be_changed(hill, as_ada):
    contact = note(hill)
    Member.objects.filter(pk=hill.ben.pk).update(deactivated_at=NOW)
    assert as_ada.post(url("contact_change", contact), changed(contact, about="Rivers")).status_code == 302
    assert as_ada.post(url("contact_add"), typed()).status_code == 422


def test_a_librarian_changes_what_a_colleague_noted_of_a_talk_with_them(hill, as_ada):
    other = make_member(hill.school, "otto", "Otto Brandt", ["librarian"])
    contact = note(hill, with_member=hill.ada, department=None, by=other)
    assert as_ada.get(url("contact_change", contact)).context["form"]["with_member"].value() == "Ada Marlow"
    sent = changed(contact, with_member="Ada Marlow", about="Rivers")
    assert as_ada.post(url("contact_change", contact), sent).status_code == 302


def test_whoever_comes_second_sees_both_and_nothing_is_written_over(hill, as_ada):
    contact = note(hill)
    as_ada.post(url("contact_change", contact), changed(contact, about="Theirs", on="2026-11-16"))
    answer = as_ada.post(url("contact_change", contact), changed(contact, about="Mine"))
    assert answer.status_code == 409
    assert answer.context["change"].stands == [("About what", "Theirs"), ("When", "Mon 16 Nov 2026")]
    assert ('value="Mine"' in answer.text, 'name="version" value="2"' in answer.text) == (True, True)
    as_ada.post(url("contact_change", contact), changed(contact, about="Mine", version=2))
    contact.refresh_from_db()
    assert contact.about == "Mine"


def test_what_was_typed_over_a_conversation_that_is_gone_can_be_noted_anew(hill, as_ada):
    contact = note(hill)
    page = url("contact_change", contact)
    contact.delete()
    answer = as_ada.post(page, changed(contact, about="Rivers"))
    assert (answer.status_code, 'value="Rivers"' in answer.text) == (409, True)
    assert "Somebody removed this while you were typing." in answer.text
    assert f'action="{url("contact_add")}"' in answer.text
    assert as_ada.get(page).status_code == 404


def test_removing_asks_and_names_what_is_lost_and_what_stays(hill, as_ada):
    contact = note(hill)
    growing.grow_topic(
        contact=contact, teacher=hill.ben, term=hill.term, values={"topic": "Volcanoes"}, by=hill.ada, now=NOW
    )
    page = as_ada.get(url("contact_remove", contact)).text
    assert ("A box on volcanoes" in page, "Topic: Volcanoes, Term 4, 2026" in page) == (True, True)
    assert ContactLog.objects.count() == 1
    assert as_ada.post(url("contact_remove", contact), {"version": contact.version}).url == url()
    assert (ContactLog.objects.count(), TopicRequest.objects.count()) == (0, 1)


def test_what_says_something_else_by_now_is_not_removed(hill, as_ada):
    contact = note(hill)
    actions.change_contact(contact=contact, version=1, values={"about": "Rivers"}, by=hill.ada, now=NOW)
    answer = as_ada.post(url("contact_remove", contact), {"version": 1})
    assert (answer.status_code, "Rivers" in answer.text, ContactLog.objects.count()) == (409, True, 1)
    with pytest.raises(RowChanged):
        actions.remove_contact(contact=contact, version=1)


# --- Growing ------------------------------------------------------------------------------------------


def test_one_tap_shows_the_topic_filled_in_by_the_line(hill, as_ada):
    form = as_ada.get(url("contact_grow", note(hill))).context["form"]
    assert {name: form[name].value() for name in ("topic", "teacher", "term", "note")} == {
        "topic": "A box on volcanoes",
        "teacher": hill.ben.pk,
        "term": hill.term.pk,
        "note": None,
    }
    assert (TopicRequest.objects.exists(), UnitPlan.objects.exists()) == (False, False)


def test_the_conversation_points_to_the_topic_that_came_of_it(hill, as_ada):
    contact = note(hill)
    sent = {"topic": "Volcanoes", "teacher": hill.ben.pk, "term": hill.term.pk, "help_wanted": ["resource_box"]}
    answer = as_ada.post(url("contact_grow", contact), sent | {"note": "With <globes>"})
    made = TopicRequest.objects.get()
    contact.refresh_from_db()
    assert (contact.topic_request, contact.version, answer.url) == (made, 1, made.get_absolute_url())
    assert (made.topic, made.teacher, made.term, made.help_wanted, made.note, made.department, made.created_by) == (
        "Volcanoes",
        hill.ben,
        hill.term,
        ["resource_box"],
        "With <globes>",
        hill.humanities,
        hill.ada,
    )
    assert "Topic: Volcanoes, Term 4, 2026" in as_ada.get(contact.get_absolute_url()).text


def test_a_second_press_finds_the_topic_of_the_first(hill, as_ada):
    contact = note(hill)
    sent = {"topic": "Volcanoes", "teacher": hill.ben.pk, "term": hill.term.pk}
    first, second = (as_ada.post(url("contact_grow", contact), sent).url for _ in range(2))
    assert (first == second, TopicRequest.objects.count()) == (True, 1)
    assert as_ada.get(url("contact_grow", contact)).url == first


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_the_same_moment_one_makes_it(hill):
    contact = note(hill)

    def press():
        said = {"topic": "Volcanoes"}
        growing.grow_topic(contact=contact, teacher=hill.ben, term=hill.term, values=said, by=hill.ada, now=NOW)

    assert refusals(press, press, of=growing.GrownBefore) == ["“Volcanoes” came of this conversation already."]
    assert TopicRequest.objects.count() == 1


SENTENCE = "Wants the recorders again, two weeks earlier than last year."


@pytest.mark.parametrize("about", [SENTENCE, "Tired of Hugo.", "volcanoes and " * 21 + "more"])
@pytest.mark.parametrize(("into", "field"), [("topic", "topic"), ("plan", "title")])
def test_what_librarians_note_stands_beside_the_form_and_never_in_it(hill, as_ada, about, into, field):
    page = as_ada.get(url("contact_grow", note(hill, about), into=into))
    form = page.context["form"]
    assert (form[field].value() or "", form.initial.get("note", "")) == ("", "")
    assert page.text.count(about) == 1
    assert "Only librarians read this. What you write below is read by Ben Okafor and by colleagues." in page.text


def said_before(hill, topic, teacher):
    [made] = ask_topics(teacher=teacher, term=hill.term, topics=[{"topic": topic}], by=teacher, now=NOW)
    return made


def test_a_topic_that_was_said_before_is_linked_and_not_made_anew(hill, as_ada):
    rivers, _ = said_before(hill, "Rivers", hill.ben), said_before(hill, "Kites", hill.cleo)
    contact = note(hill, SENTENCE)
    assert as_ada.get(url("contact_grow", contact)).context["topics"] == [rivers]
    answer = as_ada.post(url("contact_grow", contact), {"link": rivers.pk})
    contact.refresh_from_db()
    assert (answer.url, contact.topic_request, TopicRequest.objects.count()) == (contact.get_absolute_url(), rivers, 2)
    again = as_ada.post(url("contact_grow", contact), {"link": rivers.pk})
    assert again.url == rivers.get_absolute_url()


@pytest.mark.parametrize("link", ["cleo", "x", ""])
def test_only_a_topic_of_theirs_is_linked(hill, as_ada, link):
    kites = said_before(hill, "Kites", hill.cleo)
    contact = note(hill)
    answer = as_ada.post(url("contact_grow", contact), {"link": kites.pk if link == "cleo" else link}, follow=True)
    contact.refresh_from_db()
    assert contact.topic_request is None
    assert "This topic is not there any more. Choose again." in answer.text


def test_with_somebody_from_outside_there_is_no_topic_to_link(hill, as_ada):
    said_before(hill, "Rivers", hill.ben)
    contact = note(hill, with_member=None, with_name="Museum of Sydney", department=None)
    page = as_ada.get(url("contact_grow", contact))
    assert (page.context["topics"], "is read by the teacher and by colleagues" in page.text) == ([], True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_of_a_topic_costs_six_queries_whatever_was_said(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        said_before(hill, f"Rivers {index}", hill.ben)
    contact = note(hill)
    with django_assert_num_queries(6):
        as_ada.get(url("contact_grow", contact))


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"topic": ""}, "topic", "Say in a few words what it is about."),
        ({"teacher": ""}, "teacher", "Choose who will teach it."),
        ({"teacher": "lena"}, "teacher", "This person does not teach here any more. Choose again."),
        ({"term": ""}, "term", "Choose the term."),
        ({"help_wanted": ["money"]}, "help_wanted", "Choose from the list."),
    ],
)
def test_a_topic_that_makes_no_sense_comes_back(hill, as_ada, values, field, sentence):
    values = {name: getattr(hill, value).pk if value == "lena" else value for name, value in values.items()}
    sent = {"topic": "Volcanoes", "teacher": hill.ben.pk, "term": hill.term.pk, "note": "Kept"} | values
    answer = as_ada.post(url("contact_grow", note(hill)), sent)
    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, {field: [sentence]})
    assert ("Kept" in answer.text, TopicRequest.objects.exists()) == (True, False)


def test_without_a_term_ahead_the_page_says_what_to_do(hill, as_ada):
    contact = note(hill)
    type(hill.term).objects.all().delete()
    assert "No term lies ahead" in as_ada.get(url("contact_grow", contact)).text


def test_one_tap_shows_the_plan_filled_in_by_the_line(hill, as_ada):
    form = as_ada.get(url("contact_grow", note(hill), into="plan")).context["form"]
    assert (form["title"].value(), form["partner"].value()) == ("A box on volcanoes", "Ben Okafor")


def test_the_conversation_points_to_the_plan_that_came_of_it(hill, as_ada):
    contact = note(hill)
    sent = {"title": "Volcanoes", "partner": "Ben Okafor", "term": hill.term.pk}
    first, second = (as_ada.post(url("contact_grow", contact, into="plan"), sent).url for _ in range(2))
    plan = UnitPlan.objects.get()
    contact.refresh_from_db()
    assert (contact.plan, first, second) == (plan, plan.get_absolute_url(), plan.get_absolute_url())
    assert {partner.member for partner in plan.partners.all()} == {hill.ada, hill.ben}


def test_a_plan_out_of_a_topic_takes_over_what_the_topic_says(hill, as_ada):
    contact = note(hill)
    said = {"topic": "Volcanoes", "students": 27}
    made = growing.grow_topic(contact=contact, teacher=hill.ben, term=hill.term, values=said, by=hill.ada, now=NOW)
    form = as_ada.get(url("contact_grow", contact, into="plan")).context["form"]
    assert (form["title"].value(), form["partner"].value()) == ("Volcanoes", "Ben Okafor")
    sent = {"title": "Volcanoes", "partner": "Ben Okafor", "term": hill.term.pk}
    as_ada.post(url("contact_grow", contact, into="plan"), sent)
    contact.refresh_from_db()
    assert (contact.plan.topic_request, contact.plan.students, contact.topic_request) == (made, 27, made)


def test_somebody_from_outside_becomes_a_partner_of_the_plan_by_name(hill, as_ada):
    contact = note(hill, with_member=None, with_name="Museum of Sydney", department=None)
    as_ada.post(url("contact_grow", contact, into="plan"), {"title": "Volcanoes", "partner": "", "term": ""})
    plan = UnitPlan.objects.get()
    assert [(one.kind, str(one)) for one in plan.partners.all()] == [
        (Partner.Kind.LIBRARIAN, "Ada Marlow"),
        (Partner.Kind.OUTSIDE, "Museum of Sydney"),
    ]


def test_a_plan_that_is_removed_leaves_the_conversation(hill, as_ada):
    contact = note(hill)
    about = {"title": "Volcanoes", "partner": None, "term": None, "about": {}}
    growing.grow_plan(contact=contact, **about, by=hill.ada, now=NOW).delete()
    contact.refresh_from_db()
    assert (contact.plan, contact.about) == (None, "A box on volcanoes")


@pytest.mark.parametrize(
    ("into", "sent", "model"),
    [
        ("", {"topic": "Volcanoes", "note": "Typed at length"}, TopicRequest),
        ("plan", {"title": "Volcanoes", "partner": "Ben Okafor"}, UnitPlan),
    ],
)
def test_what_was_typed_is_kept_where_somebody_removed_the_conversation(hill, as_ada, into, sent, model):
    contact = note(hill)
    where = url("contact_grow", contact, into=into)
    page = as_ada.get(where)
    sent |= {"teacher": hill.ben.pk, "term": hill.term.pk, "version": HIDDEN_VERSION.search(page.text)[1]}
    actions.remove_contact(contact=contact, version=1)
    assert [as_ada.get(where).status_code, as_ada.post(where, {"topic": "Volcanoes"}).status_code] == [404, 404]
    answer = as_ada.post(where, sent)
    assert (answer.status_code, "Somebody removed the conversation" in answer.text) == (409, True)
    typed_again = [name for name in ("topic", "note", "title", "partner") if name in sent]
    assert {name: answer.context["form"][name].value() for name in typed_again} == {
        name: sent[name] for name in typed_again
    }
    assert not model.objects.exists()
    again = sent | {"alone": "1", "sending": str(answer.context["sending"])}
    assert as_ada.post(where, again).url == model.objects.get().get_absolute_url()


def test_a_topic_is_kept_once_without_its_conversation(hill, as_ada):
    contact = note(hill)
    where = url("contact_grow", contact)
    actions.remove_contact(contact=contact, version=1)
    sent = {"topic": "Volcanoes", "teacher": hill.ben.pk, "term": hill.term.pk, "version": "1", "alone": "1"}
    for _ in range(2):
        as_ada.post(where, sent | {"sending": "6f9619ff-8b86-d011-b42d-00c04fc964ff"})
    assert TopicRequest.objects.count() == 1


# --- Counting -----------------------------------------------------------------------------------------


def test_conversations_are_counted_by_department_for_reports(three, hill, vale, django_assert_num_queries):
    note(hill, "Again")
    note(hill, "With Hugo", with_member=hill.hugo)
    with django_assert_num_queries(1):
        counted = contacts_in(school=hill.school, first=TODAY - timedelta(days=1), last=TODAY)
    assert counted == [Talked("Humanities", 3, 2, 0), Talked(None, 1, 0, 1)]
    assert contacts_in(school=vale.school, first=date.min, last=date.max) == []


def test_a_department_that_is_removed_leaves_its_conversations(hill):
    contact = note(hill, department=Department.objects.create(school=hill.school, name="Art"))
    contact.department.delete()
    contact.refresh_from_db()
    assert contact.department is None
