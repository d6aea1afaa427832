"""Topic requests: what teachers say, who may do what with it, and that nothing they typed is lost."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from collab.errors import AlreadyDone, Refused, RowChanged
from collab.models import ClassGroup, Subject, Term, YearLevel
from collab.people.actions import deactivate_person
from planning.unit_plan.actions import start_plan
from resources.models import Help, NothingThisTime, ResourceBox, TopicRequest
from resources.topics import actions
from resources.topics.again import say_again
from resources.topics.errors import TopicRefused
from resources.topics.handover import TopicsHandover
from resources.topics.moves import MOVES
from resources.topics.permissions import (
    may_ask_for,
    may_ask_topics,
    may_change_request,
    may_see_request,
    moves_open_to,
)
from resources.topics.queries import MOST_SHOWN
from resources.topics.several import MOST
from resources.topics.terms import a_year_before, next_is_missing, term_to_ask_for
from tests.cast import NOW
from tests.forms import forms_of
from tests.racing import refusals

State = TopicRequest.State
TOPICS, ASK = "/hill/topics/", "/hill/topics/ask/"
HTMX = {"HX-Request": "true", "HX-Target": "asking"}


@pytest.fixture(autouse=True)
def on_the_day_of_the_cast(monkeypatch):
    """Which term the pages are about depends on the day: these tests say the same on every day of the year."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def ask(hill, *topics, teacher=None, term=None, by=None, now=NOW, **values):
    """Requests of Ben (or another teacher), each with the same further `values`."""
    teacher = teacher or hill.ben
    said = [{"topic": topic, **values} for topic in topics]
    return actions.ask_topics(teacher=teacher, term=term or hill.term, topics=said, by=by or teacher, now=now)


def move(topic_request, *states, by):
    for to in states:
        actions.move_request(topic_request=topic_request, to=to, by=by, now=NOW)


def typed(*topics, **more):
    """What the form sends: a dict for each topic."""
    data = {"block": [str(number) for number in range(len(topics))]}
    for number, topic in enumerate(topics):
        data |= {f"t{number}-{name}": value for name, value in topic.items()}
    return data | more


def topics_of(teacher):
    return list(TopicRequest.objects.of(teacher).order_by("pk"))


def text_of(response):
    return response.content.decode()


@pytest.fixture
def volcanoes(hill):
    """Ben's request for this term."""
    return ask(hill, "Volcanoes", classes=[hill.class_group], first_week=2, last_week=4)[0]


@pytest.fixture
def last_year(hill):
    """The fourth term of 2025."""
    dates = {"starts_on": date(2025, 10, 13), "ends_on": date(2025, 12, 18)}
    return Term.objects.create(school=hill.school, name="Term 4", year="2025", **dates)


@pytest.fixture
def next_term(hill):
    """The first term of 2027, which has ten weeks."""
    dates = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 9)}
    return Term.objects.create(school=hill.school, name="Term 1", year="2027", **dates)


# --- Who may ---------------------------------------------------------------------------------------------------


def test_the_whole_school_sees_a_request_and_nobody_else(hill, vale, volcanoes):
    for member in (*hill.people, vale.nils):
        is_visible = TopicRequest.objects.visible_to(member).filter(pk=volcanoes.pk).exists()
        assert is_visible == may_see_request(member, volcanoes) == (member != vale.nils)


def test_librarians_and_teachers_ask_and_others_only_read(hill):
    assert [person for person in hill.people if may_ask_topics(person)] == [hill.ada, hill.ben, hill.cleo, hill.hugo]


def test_a_teacher_asks_for_themselves_and_a_librarian_for_every_teacher(hill, vale):
    for_ben = [person for person in (*hill.people, vale.nils) if may_ask_for(person, hill.ben)]
    assert for_ben == [hill.ada, hill.ben]
    assert not may_ask_for(hill.ada, hill.lena)
    hill.ben.deactivated_at = NOW
    assert not may_ask_for(hill.ada, hill.ben)


def test_the_teacher_and_the_librarians_change_a_request(hill, vale, volcanoes):
    may = [person for person in (*hill.people, vale.nils) if may_change_request(person, volcanoes)]
    assert may == [hill.ada, hill.ben]
    move(volcanoes, State.READY, State.DONE, by=hill.ada)
    assert not may_change_request(hill.ada, volcanoes)


def test_the_teacher_withdraws_and_asks_again_and_librarians_make_every_move(hill, vale, volcanoes):
    assert moves_open_to(hill.ben, volcanoes) == [State.WITHDRAWN]
    assert moves_open_to(hill.ada, volcanoes) == [
        State.SEEN,
        State.PREPARING,
        State.READY,
        State.DECLINED,
        State.WITHDRAWN,
    ]
    for person in (hill.cleo, hill.lena, hill.hugo, hill.omar, vale.nils):
        assert moves_open_to(person, volcanoes) == []
    move(volcanoes, State.WITHDRAWN, by=hill.ben)
    assert moves_open_to(hill.ben, volcanoes) == [State.ASKED]


# --- The table of moves ------------------------------------------------------------------------------------------


def test_the_table_of_moves():
    assert {state.value: [to.value for to in following] for state, following in MOVES.items()} == {
        "asked": ["seen", "preparing", "ready", "declined", "withdrawn"],
        "seen": ["preparing", "ready", "declined", "withdrawn"],
        "preparing": ["seen", "ready", "declined", "withdrawn"],
        "ready": ["preparing", "done", "withdrawn"],
        "done": ["ready"],
        "declined": ["seen", "withdrawn"],
        "withdrawn": ["asked"],
    }


def test_every_move_that_is_not_in_the_table_is_refused_in_a_sentence(hill, volcanoes):
    for state in State:
        TopicRequest.objects.filter(pk=volcanoes.pk).update(state=state)
        volcanoes.refresh_from_db()
        for to in set(State) - set(MOVES[state]):
            with pytest.raises(Refused):
                actions.move_request(topic_request=volcanoes, to=to, by=hill.ada, now=NOW)
    assert volcanoes.moves.count() == 1


def test_each_move_keeps_who_when_and_why(hill, volcanoes):
    later = NOW + timedelta(hours=1)
    actions.move_request(topic_request=volcanoes, to=State.SEEN, by=hill.ada, now=later, why="On my list")
    assert list(volcanoes.moves.values_list("was", "became", "at", "by__name", "why")) == [
        ("", "asked", NOW, "Ben Okafor", ""),
        ("asked", "seen", later, "Ada Marlow", "On my list"),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_the_same_move_one_is_told(hill, volcanoes):
    def see():
        same = TopicRequest.objects.get(pk=volcanoes.pk)
        actions.move_request(topic_request=same, to=State.SEEN, by=hill.ada, now=NOW)

    assert refusals(see, see, of=AlreadyDone) == ["Somebody did that a moment ago: it is “seen”."]
    assert volcanoes.moves.count() == 2


# --- Asking --------------------------------------------------------------------------------------------------------


def test_several_topics_are_asked_in_one_go(hill, volcanoes):
    year_6 = hill.year_level
    about = {"subject": hill.subject, "year_levels": [year_6], "help_wanted": [Help.DISPLAY], "students": 20}
    rivers, maps = ask(hill, "Rivers", "Maps", **about)
    assert [one.topic for one in topics_of(hill.ben)] == ["Volcanoes", "Rivers", "Maps"]
    assert (rivers.state, list(rivers.year_levels.all()), rivers.help_wanted) == ("asked", [year_6], ["display"])
    assert (maps.created_by, maps.created_at, maps.moves.get().became) == (hill.ben, NOW, "asked")


def test_of_several_topics_all_are_kept_or_none(hill):
    said = [{"topic": "Rivers"}, {"topic": "Maps", "first_week": 4, "last_week": 2}]
    with pytest.raises(TopicRefused) as refused:
        actions.ask_topics(teacher=hill.ben, term=hill.term, topics=said, by=hill.ben, now=NOW)
    assert (refused.value.place, refused.value.field) == (1, "last_week")
    assert topics_of(hill.ben) == []


def test_a_request_belongs_to_the_department_of_its_subject_or_else_to_the_teachers(hill):
    [history] = ask(hill, "Rivers", teacher=hill.cleo, subject=hill.subject)
    [none] = ask(hill, "Rocks", teacher=hill.cleo)
    assert (history.department, none.department) == (hill.humanities, hill.science)
    changed = actions.change_request(
        topic_request=none, version=1, values={"subject": hill.subject}, by=hill.cleo, now=NOW
    )
    assert changed.department == hill.humanities


def test_a_subject_that_was_removed_meanwhile_is_said_at_its_field(hill):
    gone = Subject.objects.create(school=hill.school, name="Latin")
    Subject.objects.filter(pk=gone.pk).delete()
    with pytest.raises(TopicRefused) as refused:
        ask(hill, "Rome", subject=gone)
    assert (refused.value.field, str(refused.value)) == (
        "subject",
        "Somebody removed “Latin” in the meantime. Choose again.",
    )


def test_a_form_that_is_sent_twice_counts_once(hill, as_ben):
    sent = typed({"topic": "Rivers", "sending": str(uuid.uuid4())}, term=hill.term.pk)
    for _ in range(2):
        assert as_ben.post(ASK, sent).url == TOPICS
    assert [one.topic for one in topics_of(hill.ben)] == ["Rivers"]


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_the_same_moment_counts_once(hill):
    name = uuid.uuid4()

    def send():
        ask(hill, "Rivers", sending=name)

    assert refusals(send, send, of=AlreadyDone) == ["The library has this already."]
    assert len(topics_of(hill.ben)) == 1


def test_a_topic_sent_once_more_with_other_details_is_not_lost(hill, as_ben):
    name = str(uuid.uuid4())
    as_ben.post(ASK, typed({"topic": "Rivers", "sending": name}, term=hill.term.pk))
    answer = as_ben.post(ASK, typed({"topic": "Rivers", "note": "With maps", "sending": name}, term=hill.term.pk))
    assert answer.status_code == 409
    assert "With maps" in text_of(answer)
    assert "Change it on its own page." in text_of(answer)


def test_the_same_form_sent_for_another_teacher_or_another_term_is_kept_once_for_each(hill, next_term, as_ada):
    rivers = {"topic": "Rivers", "sending": str(uuid.uuid4())}
    for teacher, term in ((hill.ben, hill.term), (hill.cleo, hill.term), (hill.ben, next_term)):
        for _ in range(2):
            as_ada.post(ASK, typed(rivers, teacher=teacher.pk, term=term.pk))
    kept = TopicRequest.objects.order_by("pk").values_list("teacher__name", "term__name")
    assert list(kept) == [("Ben Okafor", "Term 4"), ("Cleo Tanaka", "Term 4"), ("Ben Okafor", "Term 1")]


@pytest.mark.parametrize(("number", "kept"), [(MOST, MOST), (MOST + 1, 0)])
def test_more_topics_than_go_in_one_go_are_all_shown_again_and_none_is_left_out_in_silence(hill, as_ben, number, kept):
    sent = typed(*({"topic": f"Topic {index}"} for index in range(number)), term=hill.term.pk)
    answer = as_ben.post(ASK, sent)
    assert (answer.status_code, len(topics_of(hill.ben))) == (302 if kept else 422, kept)
    if not kept:
        html = text_of(answer)
        assert f"At most {MOST} topics go in one go." in html
        assert [f'value="Topic {index}"' in html for index in range(number)] == [True] * number


def test_somebody_who_has_left_asks_for_nothing(hill):
    hill.ben.deactivated_at, hill.ben.deactivated_by = NOW, hill.omar
    hill.ben.save()
    with pytest.raises(Refused, match="Ben Okafor has left the school"):
        ask(hill, "Rivers", by=hill.ada)


def test_last_years_topics_are_said_again_as_they_were_and_once(hill, last_year):
    about = {"subject": hill.subject, "classes": [hill.class_group], "note": "With maps", "help_wanted": [Help.DISPLAY]}
    rivers, rocks = ask(hill, "Rivers", "Rocks", term=last_year, students=9, first_week=2, last_week=40, **about)
    again = {"teacher": hill.ben, "term": hill.term, "by": hill.cleo, "now": NOW}
    assert say_again(requests=[rivers, rocks], **again) == 2
    kept = TopicRequest.objects.of(hill.ben).in_term(hill.term).get(copied_from=rivers)
    assert (kept.topic, kept.subject, kept.note, kept.help_wanted) == ("Rivers", hill.subject, "With maps", ["display"])
    assert (kept.first_week, kept.students, list(kept.classes.all())) == (None, 27, [hill.class_group])
    assert (kept.created_by, kept.department, kept.moves.get().by) == (hill.cleo, hill.humanities, hill.cleo)
    with pytest.raises(AlreadyDone):
        say_again(requests=[rivers, rocks], **again)
    move(kept, State.WITHDRAWN, by=hill.ben)
    assert say_again(requests=[rivers, rocks], **again) == 1
    kept.refresh_from_db()
    assert (kept.state, TopicRequest.objects.in_term(hill.term).count()) == ("asked", 2)


@pytest.mark.django_db(transaction=True)
def test_last_years_topic_tapped_twice_at_the_same_moment_is_said_once(hill, last_year):
    [rivers] = ask(hill, "Rivers", term=last_year)

    def tap():
        say_again(teacher=hill.ben, term=hill.term, requests=[rivers], by=hill.ben, now=NOW)

    assert refusals(tap, tap, of=AlreadyDone) == ["The library has this already."]
    assert TopicRequest.objects.in_term(hill.term).count() == 1


# --- Nothing this time -------------------------------------------------------------------------------------------


def test_nothing_this_time_is_an_answer_that_can_be_taken_back(hill, as_ben):
    term = {"term": hill.term.pk}
    assert "Nothing this time" in text_of(as_ben.get(TOPICS))
    as_ben.post(reverse("topics_nothing", args=["hill"]), term)
    said = NothingThisTime.objects.get()
    assert (said.teacher, said.term, said.said_by) == (hill.ben, hill.term, hill.ben)
    assert "Take it back" in text_of(as_ben.get(TOPICS))
    again = as_ben.post(reverse("topics_nothing", args=["hill"]), term, follow=True)
    assert "The library knows that already." in text_of(again)
    as_ben.post(reverse("topics_nothing_take_back", args=["hill"]), term)
    assert not NothingThisTime.objects.exists()
    again = as_ben.post(reverse("topics_nothing_take_back", args=["hill"]), term, follow=True)
    assert "That was taken back already." in text_of(again)


def test_asking_a_topic_takes_nothing_this_time_back(hill):
    about = {"teacher": hill.ben, "term": hill.term}
    [rivers] = ask(hill, "Rivers")
    move(rivers, State.WITHDRAWN, by=hill.ben)
    for say in (lambda: ask(hill, "Maps"), lambda: move(rivers, State.ASKED, by=hill.ben)):
        TopicRequest.objects.filter(topic="Maps").delete()
        actions.say_nothing(**about, by=hill.ben, now=NOW)
        say()
        assert not NothingThisTime.objects.exists()


def test_nothing_is_not_said_over_a_topic_that_stands(hill, volcanoes):
    with pytest.raises(Refused, match="“Volcanoes” is asked for Term 4, 2026 already"):
        actions.say_nothing(teacher=hill.ben, term=hill.term, by=hill.ben, now=NOW)


def test_a_librarian_says_nothing_for_a_teacher_and_a_teacher_not_for_another(hill, as_ada, as_cleo, as_lena):
    data = {"term": hill.term.pk, "teacher": hill.ben.pk}
    assert as_cleo.post(reverse("topics_nothing", args=["hill"]), data).status_code == 403
    assert as_lena.post(reverse("topics_nothing", args=["hill"]), data).status_code == 403
    assert as_ada.post(reverse("topics_nothing", args=["hill"]), data).status_code == 302
    assert NothingThisTime.objects.get().said_by == hill.ada
    assert as_ada.post(reverse("topics_nothing", args=["hill"]), {"term": "x"}).status_code == 404


# --- Which term ----------------------------------------------------------------------------------------------------


def test_where_there_are_more_topics_than_are_shown_the_page_says_so(hill, as_ben):
    about = {
        "school": hill.school,
        "term": hill.terms[0],
        "teacher": hill.ben,
        "created_at": NOW,
        "created_by": hill.ben,
    }
    TopicRequest.objects.bulk_create(TopicRequest(topic=f"Topic {number:03}", **about) for number in range(MOST_SHOWN))
    all_of_them = text_of(as_ben.get(reverse("topics", kwargs={"school_slug": "hill"})))
    assert ("Term 1, 2026: 200 topics" in all_of_them, "and more" in all_of_them) == (True, False)
    ask(hill, "Bridges")
    words = text_of(as_ben.get(reverse("topics", kwargs={"school_slug": "hill"})))
    assert "Term 1, 2026: 199 topics and more" in words
    assert "These are the 200 latest of your topics. All of them stand on the" in words


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 10, 12), "Term 4, 2026"),
        (date(2026, 11, 12), "Term 4, 2026"),
        (date(2026, 11, 13), "Term 1, 2027"),
        (date(2026, 12, 25), "Term 1, 2027"),
        (date(2027, 2, 1), "Term 1, 2027"),
    ],
)
def test_the_next_term_is_meant_from_five_weeks_of_school_before_it_begins(hill, next_term, today, expected):
    terms = [term for term in (*hill.terms, next_term) if term.ends_on >= today]
    assert str(term_to_ask_for(terms, today)) == expected


@pytest.mark.parametrize(("today", "expected"), [(date(2026, 11, 12), False), (date(2026, 11, 13), True)])
def test_who_enters_terms_is_told_in_time_that_the_next_one_is_missing(hill, today, expected):
    assert next_is_missing([hill.term], today) is expected
    assert next_is_missing([hill.term, hill.term], today) is False
    assert next_is_missing([], today) is False


def test_only_librarians_are_told_that_the_next_term_is_missing(hill, next_term, as_ada, as_ben):
    sentence = "No term after Term 1, 2027 is entered yet, though teachers would be asked about it now."
    Term.objects.exclude(pk=next_term.pk).delete()
    Term.objects.filter(pk=next_term.pk).update(starts_on=NOW - timedelta(weeks=5), ends_on=NOW + timedelta(weeks=4))
    assert [sentence in text_of(client.get(TOPICS)) for client in (as_ada, as_ben)] == [True, False]


def test_without_a_term_ahead_the_pages_say_what_to_do(hill, as_ada, as_ben):
    Term.objects.all().delete()
    for path in (TOPICS, ASK):
        assert "Enter the terms" in text_of(as_ada.get(path))
        assert "Ask the library or the office" in text_of(as_ben.get(path))
    assert as_ben.post(ASK, typed({"topic": "Rivers"})).status_code == 422


def test_the_same_term_a_year_ago_has_the_same_name_or_else_lies_nearest(hill, last_year):
    assert a_year_before(hill.term) == last_year
    last_year.name = "Spring"
    last_year.save()
    assert a_year_before(hill.term) == last_year
    Term.objects.filter(pk=last_year.pk).update(starts_on=date(2025, 5, 1), ends_on=date(2025, 7, 1))
    assert a_year_before(hill.term) is None


# --- Same as last year -----------------------------------------------------------------------------------------


@pytest.fixture
def poems(hill, last_year):
    """What Ben said for the same term a year ago."""
    about = {"classes": [hill.class_group], "first_week": 2, "last_week": 30, "students": 25, "note": "Aloud"}
    [poems, _] = ask(hill, "Poems", "Withdrawn one", term=last_year, **about)
    move(TopicRequest.objects.get(topic="Withdrawn one"), State.WITHDRAWN, by=hill.ben)
    return poems


def test_last_years_topics_are_offered_to_their_teacher(poems, as_ben, as_cleo):
    html = text_of(as_ben.get(ASK))
    assert re.findall(r'name="copy" value="(\d+)"', html) == [str(poems.pk)]
    assert "Same as Term 4, 2025?" in html
    assert "Same as" not in text_of(as_cleo.get(ASK))


def test_one_tap_fills_a_topic_that_stays_editable(hill, poems, as_ben):
    shown = as_ben.post(ASK, typed({"topic": ""}, term=hill.term.pk, copy=poems.pk))
    assert shown.status_code == 200
    [form] = [form for form in forms_of(text_of(shown), ASK) if form.action == ASK]
    data = {name: value for name, value in form.filled("Poems by night").items() if "__n__" not in name}
    values = {name.partition("-")[2]: value for name, value in data.items()}
    assert values["classes"] == [str(hill.class_group.pk)]
    assert values["copied_from"] == [str(poems.pk)]
    assert "first_week" not in values or values["first_week"] == [""]
    number = data["block"][0]
    data |= {f"t{number}-note": "", f"t{number}-students": "", f"t{number}-reads_from": "", f"t{number}-reads_to": ""}
    assert as_ben.post(ASK, data).url == TOPICS
    made = TopicRequest.objects.get(term=hill.term)
    assert (made.topic, made.copied_from, made.students, made.note) == ("Poems by night", poems, 27, "")
    assert 'name="copy"' not in text_of(as_ben.get(ASK))


def test_nobody_copies_from_what_is_not_theirs(hill, last_year, as_ben):
    [rocks] = ask(hill, "Rocks", teacher=hill.cleo, term=last_year)
    as_ben.post(ASK, typed({"topic": "Rocks", "copied_from": rocks.pk}, term=hill.term.pk))
    assert TopicRequest.objects.get(teacher=hill.ben).copied_from is None


# --- The form ------------------------------------------------------------------------------------------------------


def test_a_teacher_says_two_topics_with_all_there_is_to_say(hill, as_ben):
    rivers = {
        "topic": "  Rivers  at risk ",
        "subject": hill.subject.pk,
        "year_levels": [hill.year_level.pk],
        "classes": [hill.class_group.pk],
        "first_week": "2",
        "last_week": "4",
        "help_wanted": ["display", "resource_box"],
        "reads_from": "9",
        "reads_to": "12",
        "note": "With a walk",
        "sending": str(uuid.uuid4()),
    }
    answer = as_ben.post(ASK, typed(rivers, {"topic": "Maps", "first_week": "6"}, term=hill.term.pk), follow=True)
    assert "The library knows now what you need in Term 4, 2026: “Rivers at risk”, “Maps”." in text_of(answer)
    first, second = topics_of(hill.ben)
    assert (first.topic, first.subject, first.department) == ("Rivers at risk", hill.subject, hill.humanities)
    assert (first.first_week, first.last_week, first.students) == (2, 4, 27)
    assert (first.reads_from, first.reads_to, first.note) == (9, 12, "With a walk")
    assert first.help_wanted == ["resource_box", "display"]
    assert (list(first.classes.all()), list(first.year_levels.all())) == ([hill.class_group], [hill.year_level])
    assert (second.first_week, second.last_week, second.students) == (6, 6, None)


def test_a_librarian_says_a_topic_for_a_teacher(hill, as_ada):
    assert "Choose a teacher</option>" in text_of(as_ada.get(ASK))
    refused = as_ada.post(ASK, typed({"topic": "Rivers"}, term=hill.term.pk))
    assert (refused.status_code, "Choose who will teach it." in text_of(refused)) == (422, True)
    page = text_of(as_ada.get(f"{ASK}?teacher={hill.ben.pk}"))
    assert f'<option value="{hill.ben.pk}" selected>' in page
    as_ada.post(ASK, typed({"topic": "Rivers"}, term=hill.term.pk, teacher=hill.ben.pk))
    made = TopicRequest.objects.get()
    assert (made.teacher, made.created_by, made.moves.get().by) == (hill.ben, hill.ada, hill.ada)


def test_a_teacher_says_nothing_in_the_name_of_another(hill, as_cleo):
    as_cleo.post(ASK, typed({"topic": "Rocks"}, term=hill.term.pk, teacher=hill.ben.pk))
    assert TopicRequest.objects.get().teacher == hill.cleo


def test_leaders_and_administrators_do_not_ask(as_lena, as_omar):
    assert [client.get(ASK).status_code for client in (as_lena, as_omar)] == [403, 403]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"topic": "", "note": "x"}, "Say in a few words what it is about."),
        ({"topic": ""}, "Say in a few words what you will teach."),
        ({"topic": "x" * 201}, "at most 200 characters"),
        ({"first_week": "4", "last_week": "2"}, "The last week comes before the first one."),
        ({"last_week": "2"}, "From which week on?"),
        ({"first_week": "40"}, "This term has no such week. Choose again."),
        ({"first_week": "two"}, "This term has no such week. Choose again."),
        ({"reads_from": "12", "reads_to": "9"}, "The second age is below the first one."),
        ({"reads_from": "1"}, "An age between 3 and 25."),
        ({"reads_to": "old"}, "Give the age in years, in figures."),
        ({"students": "0"}, "At least one student."),
        ({"students": "99999"}, "At most 5,000 students."),
        ({"students": "many"}, "Give the number in figures."),
        ({"subject": "999999"}, "This is not there any more. Choose again."),
        ({"classes": ["999999"]}, "Something chosen here is not there any more. Choose again."),
        ({"year_levels": ["x"]}, "Something chosen here is not there any more. Choose again."),
        ({"help_wanted": ["money"]}, "Choose from the list."),
        ({"note": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(hill, as_ben, wrong, sentence):
    right = {"topic": "Maps <b>", "note": "Bring the globe"}
    answer = as_ben.post(ASK, typed({"topic": "Rivers", **wrong}, term=hill.term.pk))
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    if wrong.get("topic", "x"):
        both = text_of(as_ben.post(ASK, typed({"topic": "Rivers", **wrong}, right, term=hill.term.pk)))
        assert ("Maps &lt;b&gt;" in both, "Bring the globe" in both, sentence in both) == (True, True, True)
    assert topics_of(hill.ben) == []


def test_an_empty_topic_beside_others_is_left_out(hill, as_ben):
    as_ben.post(ASK, typed({"topic": "Rivers"}, {"topic": "", "sending": str(uuid.uuid4())}, term=hill.term.pk))
    assert [one.topic for one in topics_of(hill.ben)] == ["Rivers"]


def test_a_term_that_is_over_is_refused_and_the_topic_kept(hill, as_ben):
    answer = as_ben.post(ASK, typed({"topic": "Rivers"}, term=hill.terms[0].pk))
    assert (answer.status_code, "This term is over" in text_of(answer), "Rivers" in text_of(answer)) == (
        422,
        True,
        True,
    )


@pytest.mark.parametrize("button", [{"another": "1"}, {"again": "1"}, {"drop": "0"}])
def test_without_scripts_the_form_grows_and_shrinks_and_loses_nothing(hill, as_ben, button):
    first = {"topic": "Rivers", "students": "many", "classes": [hill.class_group.pk], "help_wanted": ["display"]}
    shown = as_ben.post(ASK, typed(first, {"topic": "Maps", "note": "Globe"}, term=hill.term.pk, **button))
    html = text_of(shown)
    blocks = [number for number in re.findall(r'data-block="(\w+)"', html) if number != "__n__"]
    assert (shown.status_code, "is-invalid" in html) == (200, False)
    assert blocks == {"another": ["0", "1", "2"], "again": ["0", "1"], "drop": ["1"]}[next(iter(button))]
    assert ("Maps" in html, "Globe" in html) == (True, True)
    if "drop" not in button:
        assert ('value="Rivers"' in html, 'value="many"' in html) == (True, True)
        assert re.search(rf'name="t0-classes" value="{hill.class_group.pk}"[^>]* checked', html)
        assert re.search(r'name="t0-help_wanted" value="display"[^>]* checked', html)


def test_another_term_keeps_what_was_typed_and_offers_its_own_weeks(hill, next_term, as_ben):
    assert "Week 10 · 5 Apr" in text_of(as_ben.get(ASK))
    shown = text_of(as_ben.post(ASK, typed({"topic": "Rivers", "first_week": "3"}, term=hill.term.pk, again="1")))
    assert ('value="Rivers"' in shown, "Week 3 · 26 Oct</option>" in shown) == (True, True)


def test_htmx_gets_the_form_alone_and_then_the_way_on(hill, as_ben):
    wrong = as_ben.post(ASK, typed({"topic": ""}, term=hill.term.pk), headers=HTMX)
    assert (wrong.status_code, text_of(wrong).startswith('\n<div id="asking">')) == (422, True)
    sent = as_ben.post(ASK, typed({"topic": "Rivers"}, term=hill.term.pk), headers=HTMX)
    assert (sent.status_code, sent["HX-Redirect"]) == (200, TOPICS)


def test_a_session_that_ran_out_leaves_the_form_alone(hill, client):
    answer = client.post(ASK, typed({"topic": "Rivers"}, term=hill.term.pk), headers=HTMX)
    assert answer.status_code == 401


@pytest.mark.parametrize("button", [{}, {"another": "1"}])
def test_a_form_that_was_open_when_somebody_else_signed_in_is_not_sent_in_their_name(hill, as_ben, as_cleo, button):
    assert f'data-opened-by="{hill.cleo.user_id}"' in text_of(as_cleo.get(ASK))
    from_cleos_page = {"opened_by": hill.cleo.user_id}
    sent = typed({"topic": "Rocks"}, term=hill.term.pk, **from_cleos_page, **button)
    part = as_ben.post(ASK, sent, headers=HTMX | {"X-Opened-By": str(hill.cleo.user_id)})
    whole = as_ben.post(ASK, sent)
    assert (part.status_code, "Rocks" in text_of(part)) == (412, False)
    assert (whole.status_code, whole.context["typed"]) == (409, [("Topic", "Rocks")])
    assert "But Cleo Tanaka opened this form, so nothing of it was saved." in text_of(whole)
    assert topics_of(hill.ben) == topics_of(hill.cleo) == []
    as_cleo.post(ASK, typed({"topic": "Rocks"}, term=hill.term.pk, **from_cleos_page))
    assert [one.topic for one in topics_of(hill.cleo)] == ["Rocks"]


@pytest.mark.parametrize(
    "query", ["term=x&teacher=y", "term=99999999999999999999", "teacher=-1", "block=9&copy=1&drop=²&another"]
)
def test_nonsense_in_the_address_opens_the_form_all_the_same(as_ada, as_ben, query):
    assert [client.get(f"{ASK}?{query}").status_code for client in (as_ada, as_ben)] == [200, 200]
    data = dict(part.partition("=")[::2] for part in query.split("&"))
    assert {client.post(ASK, data).status_code for client in (as_ada, as_ben)} <= {200, 422}


# --- The pages -------------------------------------------------------------------------------------------------------


def test_a_teacher_sees_where_each_topic_stands_and_what_is_behind_it(hill, volcanoes, as_ben):
    move(volcanoes, State.SEEN, by=hill.ada)
    start_plan(school=hill.school, title="Fire below", partner=hill.ben, topic_request=volcanoes, by=hill.ada, now=NOW)
    box = ResourceBox.objects.create(school=hill.school, name="Volcano box", created_at=NOW, created_by=hill.ada)
    box.requests.add(volcanoes)
    html = text_of(as_ben.get(TOPICS))
    for words in ("Term 4, 2026", "Volcanoes", "6B · Weeks 2–4", "Seen: Ada Marlow", "Fire below", "Volcano box"):
        assert words in html
    assert "Say what you will teach" in html


def test_a_plan_that_is_not_shared_is_not_named_to_others(hill, volcanoes, as_cleo, as_ben):
    start_plan(school=hill.school, title="Our secret", partner=hill.ben, topic_request=volcanoes, by=hill.ada, now=NOW)
    assert "Our secret" in text_of(as_ben.get(volcanoes.get_absolute_url()))
    assert "Our secret" not in text_of(as_cleo.get(volcanoes.get_absolute_url()))


def test_the_next_term_comes_first_and_terms_that_are_over_are_folded(hill, next_term, last_year, as_ben):
    for term, topic in ((hill.terms[2], "Bridges"), (hill.term, "Rivers"), (next_term, "Maps")):
        ask(hill, topic, term=term)
    html = text_of(as_ben.get(TOPICS))
    assert [html.index(topic) for topic in ("Maps", "Rivers", "Term 3, 2026: 1 topic", "Bridges")] == sorted(
        html.index(topic) for topic in ("Maps", "Rivers", "Term 3, 2026: 1 topic", "Bridges")
    )


def test_a_librarian_sees_who_has_answered_and_says_it_for_the_others(hill, volcanoes, as_ada):
    actions.say_nothing(teacher=hill.hugo, term=hill.term, by=hill.hugo, now=NOW)
    html = text_of(as_ada.get(TOPICS))
    assert "2 of 3 teachers have answered for Term 4, 2026." in html
    assert "Not heard from yet: 1" in html
    assert f"{ASK}?term={hill.term.pk}&amp;teacher={hill.cleo.pk}" in html


def test_a_librarian_notes_at_the_counter_that_a_teacher_has_nothing_and_takes_it_back(hill, as_ada):
    nothing, back = (reverse(name, args=["hill"]) for name in ("topics_nothing", "topics_nothing_take_back"))
    data = {"term": hill.term.pk, "teacher": hill.cleo.pk}

    def buttons(page):
        forms = [form for form in forms_of(page, TOPICS) if form.action in (nothing, back)]
        return [(form.action, form.filled("")["term"]) for form in forms]

    page = text_of(as_ada.get(TOPICS))
    assert f'name="teacher" value="{hill.cleo.pk}">Nothing this time' in page
    assert buttons(page) == [(nothing, [str(hill.term.pk)])]
    page = text_of(as_ada.post(nothing, data, follow=True))
    assert "Noted for Cleo Tanaka: nothing in Term 4, 2026. It can be taken back." in page
    assert f'name="teacher" value="{hill.cleo.pk}">Take it back' in page
    page = text_of(as_ada.post(back, data, follow=True))
    assert "Taken back for Cleo Tanaka." in page
    assert not NothingThisTime.objects.exists()


def test_who_may_not_ask_is_shown_where_to_read(as_lena, as_omar):
    assert ("Open the term board" in text_of(as_lena.get(TOPICS))) is True
    assert ("Open the term board" in text_of(as_omar.get(TOPICS))) is False
    assert "Open the curriculum map" in text_of(as_omar.get(TOPICS))


def test_the_page_of_a_request_tells_its_story(hill, volcanoes, as_lena):
    actions.move_request(topic_request=volcanoes, to=State.DECLINED, by=hill.ada, now=NOW, why="No <b>money")
    html = text_of(as_lena.get(volcanoes.get_absolute_url()))
    for words in ("Ben Okafor", "Weeks 2–4 (19 Oct – 8 Nov 2026)", "Declined", "No &lt;b&gt;money", "Nothing yet."):
        assert words in html
    assert "<form" not in html.split('id="main"')[1]


@pytest.mark.parametrize(("who", "expected"), [("ada", 200), ("ben", 200), ("cleo", 403), ("lena", 403)])
def test_who_opens_the_form_that_changes_a_request(hill, volcanoes, who, expected, request):
    client = request.getfixturevalue(f"as_{who}")
    url = reverse("topic_request_change", args=["hill", volcanoes.pk])
    answer = client.get(url)
    assert answer.status_code == expected
    if expected == 403:
        assert "Only Ben Okafor and the librarians change this topic." in text_of(answer)


def change_data(**values):
    return {"topic": "Volcanoes", "version": "1", **values}


def test_a_teacher_changes_what_was_said(hill, volcanoes, as_ben):
    url = reverse("topic_request_change", args=["hill", volcanoes.pk])
    answer = as_ben.post(url, change_data(topic="Volcanoes and us", first_week="3"))
    assert answer.url == volcanoes.get_absolute_url()
    volcanoes.refresh_from_db()
    assert (volcanoes.topic, volcanoes.first_week, volcanoes.last_week) == ("Volcanoes and us", 3, 3)
    assert (volcanoes.version, volcanoes.changed_by, volcanoes.classes.count()) == (2, hill.ben, 0)


def test_weeks_that_a_shorter_term_lost_are_shown_and_not_lost_in_silence(hill, volcanoes, as_ben):
    TopicRequest.objects.filter(pk=volcanoes.pk).update(first_week=9, last_week=30)
    url = reverse("topic_request_change", args=["hill", volcanoes.pk])
    html = text_of(as_ben.get(url))
    assert '<option value="30" selected>Week 30, which this term does not have</option>' in html
    refused = as_ben.post(url, change_data(first_week="9", last_week="30"))
    assert (refused.status_code, "This term has no such week. Choose again." in text_of(refused)) == (422, True)
    assert as_ben.post(url, change_data(first_week="9", last_week="10")).status_code == 302


def test_two_who_change_a_request_both_see_what_the_other_wrote(hill, volcanoes, as_ben, as_ada):
    url = reverse("topic_request_change", args=["hill", volcanoes.pk])
    as_ada.post(url, change_data(topic="Volcanoes", note="Ada was here"))
    lost = as_ben.post(url, change_data(topic="Volcanoes", note="Ben was here"))
    html = text_of(lost)
    assert lost.status_code == 409
    assert ("Ada was here" in html, "Ben was here" in html, "Ada Marlow changed this" in html) == (True, True, True)
    as_ben.post(url, change_data(note="Ben was here", version="2"))
    volcanoes.refresh_from_db()
    assert volcanoes.note == "Ben was here"


def test_a_change_that_is_wrong_or_comes_too_late_keeps_what_was_typed(hill, volcanoes, as_ben):
    url = reverse("topic_request_change", args=["hill", volcanoes.pk])
    wrong = as_ben.post(url, change_data(topic="", note="Typed"))
    assert (wrong.status_code, "Typed" in text_of(wrong)) == (422, True)
    move(volcanoes, State.WITHDRAWN, by=hill.ada)
    late = as_ben.post(url, change_data(note="Typed"))
    assert (late.status_code, "Typed" in text_of(late)) == (409, True)
    assert "It is “withdrawn”, and no longer changed." in text_of(late)
    assert as_ben.get(url).status_code == 403


def test_a_change_read_before_somebody_elses_is_refused_by_the_action(hill, volcanoes):
    write = {"topic_request": volcanoes, "version": 1, "by": hill.ben, "now": NOW}
    actions.change_request(**write, values={"note": "First"})
    with pytest.raises(RowChanged):
        actions.change_request(**write, values={"note": "Second"})


def move_url(topic_request):
    return reverse("topic_request_move", args=["hill", topic_request.pk])


def test_moves_are_made_on_the_page_by_those_whose_they_are(hill, volcanoes, as_ada, as_ben, as_cleo):
    assert as_cleo.post(move_url(volcanoes), {"to": "withdrawn"}).status_code == 403
    assert as_ben.post(move_url(volcanoes), {"to": "seen"}).status_code == 403
    as_ada.post(move_url(volcanoes), {"to": "preparing", "was": "asked"})
    as_ben.post(move_url(volcanoes), {"to": "withdrawn", "was": "preparing"})
    volcanoes.refresh_from_db()
    assert volcanoes.state == State.WITHDRAWN


def test_a_move_over_a_state_that_somebody_changed_first_ends_in_a_sentence(hill, volcanoes, as_ada):
    move(volcanoes, State.READY, State.DONE, by=hill.ada)
    answer = as_ada.post(move_url(volcanoes), {"to": "ready", "was": "preparing"}, follow=True)
    assert "Somebody was quicker: it is “done” now. Look again." in text_of(answer)
    volcanoes.refresh_from_db()
    assert volcanoes.state == State.DONE


def test_declining_needs_a_reason_which_is_never_lost(hill, volcanoes, as_ada):
    bare = as_ada.post(move_url(volcanoes), {"to": "declined", "was": "asked", "why": ""})
    assert (bare.status_code, "Say why in a sentence" in text_of(bare)) == (422, True)
    long = as_ada.post(move_url(volcanoes), {"to": "declined", "was": "asked", "why": "y" * 501})
    assert (long.status_code, "y" * 501 in text_of(long)) == (422, True)
    as_ada.post(move_url(volcanoes), {"to": "declined", "was": "asked", "why": "We have nothing on it."})
    assert "We have nothing on it." in text_of(as_ada.get(volcanoes.get_absolute_url()))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_topics_costs_as_many_queries_whatever_it_holds(hill, as_ben, django_assert_num_queries, number):
    for index in range(number):
        [one] = ask(hill, f"Topic {index}", classes=[hill.class_group], subject=hill.subject)
        start_plan(school=hill.school, title="Unit", partner=hill.ben, topic_request=one, by=hill.ada, now=NOW)
    with django_assert_num_queries(6):
        html = text_of(as_ben.get(TOPICS))
    assert html.count('class="topic-card"') == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_librarian_costs_six_queries(hill, as_ada, django_assert_num_queries, number):
    for teacher in (hill.ben, hill.cleo, hill.hugo)[:number]:
        ask(hill, "Rivers", teacher=teacher)
    with django_assert_num_queries(6):
        assert f"{number} of 3 teachers" in text_of(as_ada.get(TOPICS))


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_costs_as_many_queries_whatever_it_offers(hill, last_year, as_ben, django_assert_num_queries, number):
    for index in range(number):
        ask(hill, f"Topic {index}", term=last_year, classes=[hill.class_group], year_levels=[hill.year_level])
        ask(hill, f"Said {index}")
        YearLevel.objects.create(school=hill.school, name=f"Level {index}")
        ClassGroup.objects.create(school=hill.school, name=f"Class {index}")
    with django_assert_num_queries(13):
        assert text_of(as_ben.get(ASK)).count('name="copy"') == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_request_costs_five_queries(hill, volcanoes, as_ada, django_assert_num_queries, number):
    for _ in range(number):
        start_plan(school=hill.school, title="Unit", partner=hill.ben, topic_request=volcanoes, by=hill.ada, now=NOW)
        volcanoes.moves.create(became="seen", at=NOW, by=hill.ada)
    path = volcanoes.get_absolute_url()
    with django_assert_num_queries(5):
        html = text_of(as_ada.get(path))
    assert html.count(">Unit</a>") == number


# --- What follows from a request, and who takes it over ------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("ada", ["library/boxes/add/", "library/lists/new/", "library/purchases/add/", "plans/new/"]),
        ("ben", ["library/lists/new/", "library/purchases/add/", "plans/new/"]),
        ("lena", ["library/purchases/add/"]),
    ],
)
def test_from_a_request_each_thing_is_one_step_for_those_who_may(volcanoes, who, expected, request):
    client = request.getfixturevalue(f"as_{who}")
    html = text_of(client.get(volcanoes.get_absolute_url()))
    assert re.findall(rf'href="/hill/([^"]+)\?request={volcanoes.pk}"', html) == expected
    assert {client.get(f"/hill/{path}?request={volcanoes.pk}").status_code for path in expected} == {200}


def test_nothing_is_begun_from_a_request_that_nobody_prepares(hill, volcanoes, as_ada):
    move(volcanoes, State.WITHDRAWN, by=hill.ben)
    assert "?request=" not in text_of(as_ada.get(volcanoes.get_absolute_url()))


def test_topics_that_are_not_done_pass_on_when_their_teacher_leaves(hill, volcanoes):
    done, declined = ask(hill, "Rivers", "Maps")
    move(done, State.READY, State.DONE, by=hill.ada)
    move(declined, State.DECLINED, by=hill.ada)
    actions.say_nothing(teacher=hill.cleo, term=hill.term, by=hill.cleo, now=NOW)
    [holding] = TopicsHandover().holdings(hill.ben, seen_by=hill.omar)
    assert (holding.count, holding.items) == (1, (("Volcanoes, Term 4, 2026", volcanoes.get_absolute_url()),))
    deactivate_person(person=hill.ben, to=hill.cleo, by=hill.omar, now=NOW)
    assert [one.topic for one in topics_of(hill.cleo)] == ["Volcanoes"]
    assert [one.topic for one in topics_of(hill.ben)] == ["Rivers", "Maps"]
    assert volcanoes.moves.last().why == "Ben Okafor left; Cleo Tanaka took over."
    assert not NothingThisTime.objects.exists()


def test_a_librarian_finds_the_topics_that_they_took_over(hill, volcanoes, as_ada):
    assert "Volcanoes" not in text_of(as_ada.get(TOPICS))
    TopicsHandover().hand_over(member=hill.ben, to=hill.ada, by=hill.omar, now=NOW)
    assert "Volcanoes" in text_of(as_ada.get(TOPICS))


def test_hostile_text_is_text(hill, as_ben, as_ada):
    raw = "<script>alert(1)</script>"
    [one] = ask(hill, raw, note=raw)
    pages = (TOPICS, ASK, one.get_absolute_url(), reverse("topic_request_change", args=["hill", one.pk]))
    for path in pages:
        html = text_of(as_ben.get(path))
        assert ("&lt;script&gt;alert(1)" in html, raw in html) == (True, False)
