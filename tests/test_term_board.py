"""The term board: who may open it, what stands where, what is behind it, what it costs, the download, what is seen."""

import csv
import io
import re
from datetime import date, timedelta
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from collab.errors import AlreadyDone, Refused
from collab.models import Term
from planning.models import UnitPlan
from resources.models import (
    BoxBooking,
    NothingThisTime,
    PurchaseSuggestion,
    ResourceBox,
    ResourceList,
    TopicRequest,
    TopicRequestMove,
)
from resources.moves import move_all
from resources.term_board.actions import move_on, see_all
from resources.term_board.filters import Asked
from resources.term_board.queries import PAGE_SIZE, answers_for, rows_of_board
from resources.term_board.terms import term_at_hand
from resources.topics.actions import ask_topics
from resources.topics.moves import MOVES
from tests.cast import NOW, TODAY
from tests.forms import forms_of

PART = {"HX-Request": "true", "HX-Target": "found"}
HOSTILE = "<script>alert('x')</script> & “more”"


@pytest.fixture(autouse=True)
def on_the_day_of_the_cast(monkeypatch):
    """Which term the pages are about depends on the day: these tests say the same on every day of the year."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def url(name="topic_board", query=None, **parts):
    return reverse(name, kwargs={"school_slug": "hill", **parts}, query=query)


def ask(hill, topic, *, teacher=None, term=None, by=None, state=None, **values):
    """One topic of Ben's in this term, wanting a box unless it is said otherwise; in a state of its own if wanted."""
    teacher = teacher or hill.ben
    values = {"topic": topic, "help_wanted": ["resource_box"], **values}
    [made] = ask_topics(teacher=teacher, term=term or hill.term, topics=[values], by=by or teacher, now=NOW)
    if state:
        TopicRequest.objects.filter(pk=made.pk).update(state=state)
        made.refresh_from_db()
    return made


def box_for(hill, *requests):
    made = ResourceBox.objects.create(school=hill.school, name="The box", created_at=NOW, created_by=hill.ada)
    made.requests.set(requests)
    return made


def list_for(hill, *requests):
    made = ResourceList.objects.create(
        school=hill.school, title="The list", owner=hill.ada, created_at=NOW, created_by=hill.ada
    )
    made.requests.set(requests)
    return made


def purchase_for(hill, request, **values):
    return PurchaseSuggestion.objects.create(
        school=hill.school, title="The book", request=request, created_at=NOW, created_by=hill.ada, **values
    )


def booking_for(hill, box, request, state):
    day = TODAY + timedelta(days=10)
    return BoxBooking.objects.create(
        school=hill.school,
        box=box,
        borrower=hill.ben,
        request=request,
        starts_on=day,
        ends_on=day,
        kept_from=day,
        kept_until=day,
        state=state,
        created_at=NOW,
        created_by=hill.ada,
    )


def groups(client, query=None):
    """The board as a screen shows it: the name of each group → the topics below it, in order."""
    answer = client.get(url(query={"term": client.member.school.terms.last().pk, **(query or {})}))
    assert answer.status_code == 200
    found = {}
    for part in answer.content.decode().split("<tbody>")[1:]:
        head, *rows = re.findall(r"<tr.*?</tr>", part, re.DOTALL)
        name = re.search(r">([^<>]+) <span class=\"badge", head)[1]
        found[name] = [re.search(r"<a [^>]*>([^<]+)</a>", row)[1] for row in rows]
    return found


def topics(client, query=None):
    return [topic for together in groups(client, query).values() for topic in together]


@pytest.fixture
def three(hill):
    """Bridges (Ben, weeks 2–4, a box), Rivers (Cleo, week 1, nothing behind), Poems (Hugo, wants no help)."""
    bridges = ask(
        hill,
        "Bridges",
        subject=hill.subject,
        first_week=2,
        last_week=4,
        students=27,
        classes=[hill.class_group],
        year_levels=[hill.year_level],
        note="Iron and stone",
    )
    box_for(hill, bridges)
    rivers = ask(hill, "Rivers", teacher=hill.cleo, first_week=1, last_week=1, help_wanted=["link_list", "display"])
    poems = ask(hill, "Poems", teacher=hill.hugo, help_wanted=[])
    return bridges, rivers, poems


def test_librarians_and_leaders_open_the_board_and_nobody_else(three, as_ada, as_lena, as_ben, as_omar, as_nils):
    for name in ("topic_board", "topic_board_download"):
        statuses = [client.get(url(name)).status_code for client in (as_ada, as_lena, as_ben, as_omar, as_nils)]
        assert statuses == [200, 200, 403, 403, 404]


def test_topics_stand_by_department_after_those_with_nothing_behind_them(three, as_ada, as_lena):
    expected = {"Nothing behind it yet": ["Rivers"], "Humanities": ["Bridges", "Poems"]}
    assert groups(as_ada) == groups(as_lena) == expected


def test_topics_stand_by_the_week_in_which_they_begin(three, hill, as_ada):
    ask(hill, "Maps", first_week=2, last_week=2, help_wanted=[])
    assert groups(as_ada, {"by": "week"}) == {
        "Nothing behind it yet": ["Rivers"],
        "From week 2": ["Bridges", "Maps"],
        "No week said yet": ["Poems"],
    }


def test_a_department_that_is_not_known_comes_last(three, hill, as_ada):
    hill.cleo.departments.clear()
    ask(hill, "Stars", teacher=hill.cleo, help_wanted=[])
    assert list(groups(as_ada)) == ["Nothing behind it yet", "Humanities", "No department"]


def behind(hill, topic_request):
    [row] = [row for row in rows_of_board(member=hill.ada, term=hill.term, asked=Asked()) if row.pk == topic_request.pk]
    return row.has_box, row.has_list, row.has_purchase, row.has_plan, row.is_bare


def test_each_kind_of_thing_behind_a_topic_leaves_its_mark(hill, plan):
    request = ask(hill, "Volcanoes")
    assert behind(hill, request) == (False, False, False, False, True)
    box_for(hill, request)
    assert behind(hill, request) == (True, False, False, False, False)
    list_for(hill, request)
    purchase_for(hill, request)
    UnitPlan.objects.filter(pk=plan.pk).update(topic_request=request)
    assert behind(hill, request) == (True, True, True, True, False)


def test_a_purchase_that_is_declined_is_nothing_behind_a_topic(hill):
    request = ask(hill, "Volcanoes")
    purchase_for(hill, request, state="declined")
    assert behind(hill, request) == (False, False, False, False, True)


def test_a_box_counts_while_it_is_in_use_or_was_lent_for_the_topic(hill):
    request = ask(hill, "Volcanoes")
    box = box_for(hill, request)
    ResourceBox.objects.filter(pk=box.pk).update(retired_at=NOW, retired_by=hill.ada)
    assert behind(hill, request)[0] is False
    booking = booking_for(hill, box, request, "cancelled")
    assert behind(hill, request)[0] is False
    BoxBooking.objects.filter(pk=booking.pk).update(state="requested")
    assert behind(hill, request)[0] is True


@pytest.mark.parametrize(
    ("state", "is_bare"),
    [("asked", True), ("seen", True), ("preparing", True), ("ready", False), ("done", False)],
)
def test_what_is_ready_or_done_wants_nothing_more(hill, state, is_bare):
    assert behind(hill, ask(hill, "Volcanoes", state=state))[-1] is is_bare


def test_a_row_says_whose_topic_it_is_when_for_whom_and_what_is_wanted(three, as_ada):
    row = re.search(r"<tr id=\"topic-\d+\"><th scope=\"row\"><a [^>]*>Bridges.*?</tr>", text(as_ada), re.DOTALL)[0]
    cells = re.findall(r"data-label=\"([^\"]+)\">(.*?)</td>", row, re.DOTALL)
    assert {label: words(cell) for label, cell in cells} == {
        "Teacher": "Ben Okafor",
        "Classes": "6B",
        "Weeks": "weeks 2–4",
        "Students": "27",
        "Help wanted": "Resource box",
        "Behind it": "Box",
        "State": "Asked",
    }
    assert "<small>History</small>" in row


def test_a_mark_is_an_icon_and_a_word_and_nothing_behind_it_is_said_too(three, as_ada):
    page = text(as_ada)
    assert re.search(r'<span class="behind"><svg class="icon".*?></svg>Box</span>', page)
    assert re.search(r'<span class="behind is-bare"><svg class="icon".*?></svg>Nothing yet</span>', page)


def text(client, query=None):
    return client.get(url(query={"term": client.member.school.terms.last().pk, **(query or {})})).content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "riv"}, ["Rivers"]),
        ({"q": "IRON stone"}, ["Bridges"]),
        ({"q": "nothing like it"}, []),
        ({"q": "!!"}, []),
        ({"help": "display"}, ["Rivers"]),
        ({"help": "resource_box"}, ["Bridges"]),
        ({"state": "asked"}, ["Rivers", "Bridges", "Poems"]),
        ({"state": "declined"}, []),
        ({"nothing": "1"}, ["Rivers"]),
        ({"nothing": "1", "q": "bri"}, []),
        ({"sort": "topic"}, ["Rivers", "Bridges", "Poems"]),
        ({"sort": "x", "by": "x", "state": "x", "help": "x", "page": "-1", "teacher": "²"}, None),
        ({"page": "2"}, []),
    ],
)
def test_the_board_is_narrowed_and_ordered_as_asked(three, as_ada, query, expected):
    assert topics(as_ada, query) == (["Rivers", "Bridges", "Poems"] if expected is None else expected)


def test_the_board_is_narrowed_to_a_department_and_to_a_teacher(three, hill, as_ada):
    assert topics(as_ada, {"department": hill.science.pk}) == ["Rivers"]
    assert topics(as_ada, {"department": hill.humanities.pk}) == ["Bridges", "Poems"]
    assert topics(as_ada, {"teacher": hill.hugo.pk}) == ["Poems"]
    assert topics(as_ada, {"teacher": 10**17}) == []


def test_a_group_is_ordered_by_week_topic_teacher_or_state(hill, as_ada):
    ask(hill, "Arches", first_week=3, last_week=3, help_wanted=[], state="seen")
    ask(hill, "Zebras", teacher=hill.hugo, first_week=1, last_week=2, help_wanted=[])
    ask(hill, "mosaics", help_wanted=[], state="done")
    orders = {sort: topics(as_ada, {"sort": sort}) for sort in ("week", "topic", "teacher", "state")}
    assert orders == {
        "week": ["Zebras", "Arches", "mosaics"],
        "topic": ["Arches", "mosaics", "Zebras"],
        "teacher": ["Arches", "mosaics", "Zebras"],
        "state": ["Zebras", "Arches", "mosaics"],
    }


def test_what_is_declined_or_withdrawn_is_shown_where_that_is_asked_for(three, hill, as_ada):
    ask(hill, "Castles", state="declined")
    ask(hill, "Knights", state="withdrawn")
    assert topics(as_ada) == ["Rivers", "Bridges", "Poems"]
    assert topics(as_ada, {"state": "declined"}) == ["Castles"]
    assert topics(as_ada, {"state": "withdrawn"}) == ["Knights"]


def test_a_term_has_its_own_board(three, hill, as_ada):
    ask(hill, "Glaciers", term=hill.terms[0])
    answer = as_ada.get(url(query={"term": hill.terms[0].pk})).content.decode()
    assert ("Glaciers" in answer, "Bridges" in answer) == (True, False)
    assert "Nothing behind it yet" not in answer, "what is over waits for nobody"


def test_the_term_of_another_school_is_not_shown(three, vale, hill, as_ada):
    answer = as_ada.get(url(query={"term": vale.term.pk}))
    assert answer.context["term"] in hill.terms


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 5), 0),
        (date(2026, 2, 16), 0),
        (date(2026, 3, 20), 1),
        (date(2026, 4, 10), 1),
        (date(2026, 11, 18), 3),
        (date(2027, 2, 1), 3),
    ],
)
def test_the_term_at_hand_is_the_one_that_teachers_are_asked_about(hill, today, expected):
    assert term_at_hand(hill.terms, today) == hill.terms[expected]


def test_a_school_without_terms_is_told_what_will_be_here(hill, as_ada):
    Term.objects.all().delete()
    answer = as_ada.get(url())
    assert answer.status_code == 200
    assert "No terms yet" in answer.content.decode()
    assert len(table(as_ada)) == 1


def test_a_term_without_topics_teaches_what_comes_here(hill, as_ada):
    assert "Nobody has said what they will teach in Term 4, 2026 yet." in text(as_ada)


def test_who_has_not_answered_is_named(three, hill, as_ada):
    answers = answers_for(member=hill.ada, term=hill.term)
    assert answers.in_words == "All teachers have answered for Term 4, 2026"
    TopicRequest.objects.filter(teacher__in=[hill.ben, hill.cleo]).delete()
    answers = answers_for(member=hill.ada, term=hill.term)
    assert (answers.in_words, [name for _, name in answers.missing]) == (
        "1 of 3 teachers has answered for Term 4, 2026",
        ["Ben Okafor", "Cleo Tanaka"],
    )
    page = text(as_ada)
    assert re.findall(r"<li><a href=\"/hill/people/\d+/\">([^<]+)</a></li>", page) == ["Ben Okafor", "Cleo Tanaka"]


def test_whoever_withdrew_all_that_they_said_has_not_answered(three, hill, as_ada):
    TopicRequest.objects.filter(teacher=hill.ben).update(state="withdrawn")
    answers = answers_for(member=hill.ada, term=hill.term)
    assert [name for _, name in answers.missing] == ["Ben Okafor"]


def test_nothing_this_time_is_an_answer_and_who_has_left_is_not_waited_for(hill):
    NothingThisTime.objects.create(school=hill.school, term=hill.term, teacher=hill.ben, said_at=NOW, said_by=hill.ben)
    NothingThisTime.objects.create(
        school=hill.school, term=hill.terms[0], teacher=hill.cleo, said_at=NOW, said_by=hill.cleo
    )
    type(hill.hugo).objects.filter(pk=hill.hugo.pk).update(deactivated_at=NOW)
    answers = answers_for(member=hill.ada, term=hill.term)
    assert answers.in_words == "1 of 2 teachers has answered for Term 4, 2026"


def test_a_librarian_reaches_the_next_steps_from_a_row_and_a_leader_only_reads(three, as_ada, as_lena):
    bridges = three[0]
    page = text(as_ada)
    menu = re.search(rf"<tr id=\"topic-{bridges.pk}\">.*?</tr>", page, re.DOTALL)[0]
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', menu.split("menu-list")[1]) == [
        (url("box_add", query={"request": bridges.pk}), "Make a box"),
        (url("resource_list_add", query={"request": bridges.pk}), "Make a list"),
        (url("purchase_add", query={"request": bridges.pk}), "Suggest a purchase"),
        (url("plan_start", query={"request": bridges.pk}), "Start a unit plan"),
    ]
    moves = re.findall(r'<button form="board-move" formaction="([^"]+)" name="to" value="(\w+)">', menu)
    where = url("topic_board_move", {"was": "asked"}, request_id=bridges.pk)
    assert [(urljoin(url(), path), to) for path, to in moves] == [(where, to) for to in ("seen", "preparing", "ready")]
    of_lena = text(as_lena)
    assert ("menu-list" in of_lena.split("<table")[1], "board-move" in of_lena) == (False, False)


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_topic_and_for_three(
    hill, as_ada, as_lena, number, django_assert_num_queries
):
    for count in range(number):
        request = ask(hill, f"Topic {count}", first_week=1, last_week=2, classes=[hill.class_group])
        box_for(hill, request)
    with django_assert_num_queries(7):
        as_ada.get(url())
    with django_assert_num_queries(6):
        as_lena.get(url())
    with django_assert_num_queries(6):
        as_ada.get(url(), headers=PART)
    with django_assert_num_queries(6):
        as_ada.get(url("topic_board_download"))


def test_the_part_below_the_filters_comes_alone_where_it_is_asked_for(three, as_ada):
    answer = as_ada.get(url(query={"q": "bri", "page": "1"}), headers=PART)
    html = answer.content.decode()
    assert html.startswith('<div id="found">')
    assert answer.headers["HX-Push-Url"] == "/hill/topics/board/?q=bri"
    assert answer.headers["Vary"].count("HX-Target") == 1


def test_a_long_board_has_pages_and_a_group_goes_on_to_the_next(hill, as_ada):
    for number in range(PAGE_SIZE + 2):
        ask(hill, f"Topic {number:03}")
    first, second = groups(as_ada), groups(as_ada, {"page": "2"})
    assert [len(topics) for topics in first.values()] == [PAGE_SIZE]
    assert second == {"Nothing behind it yet": [f"Topic {PAGE_SIZE:03}", f"Topic {PAGE_SIZE + 1:03}"]}
    assert "<small>continued</small>" in text(as_ada, {"page": "2"})
    assert f"{PAGE_SIZE + 2} topics in Term 4, 2026" in text(as_ada)


def test_the_whole_term_is_shown_at_once_for_paper_and_stays_so_while_it_is_sorted(hill, as_ada, as_lena):
    for number in range(PAGE_SIZE + 2):
        ask(hill, f"Topic {number:03}")
    page = text(as_ada)
    whole = f"?term={hill.term.pk}&amp;whole=1"
    assert (f'href="{whole}"' in page, f"The first {PAGE_SIZE} of {PAGE_SIZE + 2} topics" in page) == (True, True)
    for client in (as_ada, as_lena):
        assert len(topics(client, {"whole": "1"})) == PAGE_SIZE + 2
        page = text(client, {"whole": "1"})
        assert ('class="pager"' in page, "menu-list" in page.split("<table")[1]) == (False, False)
        assert f'href="?term={hill.term.pk}&amp;whole=1&amp;sort=topic"' in page
        assert f'href="?term={hill.term.pk}">' in page, "and the way back to pages"
    assert topics(as_ada, {"whole": "1", "q": "001"}) == ["Topic 001"]


def test_a_board_of_one_page_has_no_second_way_to_print_it(three, as_ada):
    assert "whole=1" not in text(as_ada)


def test_what_people_typed_is_escaped_on_the_board(hill, as_ada):
    type(hill.ben).objects.filter(pk=hill.ben.pk).update(name=HOSTILE)
    type(hill.humanities).objects.filter(pk=hill.humanities.pk).update(name=HOSTILE)
    ask(hill, HOSTILE, help_wanted=[])
    page = text(as_ada, {"q": "script"})
    assert page.count("<script>") == 0
    assert "&lt;script&gt;alert" in page


def table(client, query=None, **options):
    content = client.get(url("topic_board_download", query={**(query or {}), **options})).getvalue()
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_download_holds_what_is_on_screen_with_more_about_each(three, hill, as_ada):
    query = {"term": hill.term.pk}
    header, *rows = table(as_ada, query)
    assert [row[0] for row in rows] == topics(as_ada)
    assert dict(zip(header, rows[1], strict=True)) == {
        "Topic": "Bridges",
        "Term": "Term 4, 2026",
        "Teacher": "Ben Okafor",
        "Department": "Humanities",
        "Subject": "History",
        "Year levels": "Year 6",
        "Classes": "6B",
        "First week": "2",
        "Last week": "4",
        "Students": "27",
        "Reading age from": "",
        "Reading age to": "",
        "Help wanted": "Resource box",
        "State": "Asked",
        "Behind it": "Box",
        "Boxes": "The box",
        "Lists": "",
        "Purchases": "",
        "Unit plans": "",
        "Note": "Iron and stone",
        "Asked on": "2026-11-18",
    }
    assert rows[0][header.index("Behind it")] == "Nothing yet"


def test_the_download_names_what_stands_behind_a_topic_by_the_rule_of_its_mark(hill, plan, as_ada):
    request = ask(hill, "Volcanoes")
    box = box_for(hill, request)
    ResourceBox.objects.filter(pk=box.pk).update(retired_at=NOW, retired_by=hill.ada)
    booking_for(hill, box, request, "requested")
    list_for(hill, request)
    purchase_for(hill, request)
    UnitPlan.objects.filter(pk=plan.pk).update(topic_request=request)
    header, row = table(as_ada, {"term": hill.term.pk})
    named = dict(zip(header, row, strict=True))
    assert named["Behind it"] == "Box, List, Purchase, Plan"
    assert [named[kind] for kind in ("Boxes", "Lists", "Purchases", "Unit plans")] == [
        "The box",
        "The list",
        "The book",
        plan.title,
    ]


@pytest.mark.parametrize(
    "query", [{"by": "week"}, {"nothing": "1"}, {"q": "bri"}, {"sort": "teacher"}, {"state": "done"}]
)
def test_the_download_is_narrowed_and_ordered_like_the_screen(three, hill, as_ada, query):
    query = {"term": hill.term.pk, **query}
    assert [row[0] for row in table(as_ada, query)[1:]] == topics(as_ada, query)


def test_the_download_as_xlsx_has_the_same_rows(three, hill, as_ada):
    content = as_ada.get(url("topic_board_download", query={"term": hill.term.pk, "format": "xlsx"})).getvalue()
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert [row[0] for row in rows] == ["Topic", "Rivers", "Bridges", "Poems"]


def test_all_new_topics_of_a_term_are_marked_as_seen_each_with_its_move(three, hill, as_ada):
    ready = ask(hill, "Castles", state="ready")
    other = ask(hill, "Glaciers", term=hill.terms[0])
    newest = max(request.pk for request in three)
    answer = as_ada.post(url("topics_seen"), {"term": hill.term.pk, "by": "week", "newest": newest})
    last = TopicRequestMove.objects.filter(became="seen").order_by("pk").last()
    assert answer.url == f"/hill/topics/board/?term={hill.term.pk}&by=week&seen={last.pk}"
    states = dict(TopicRequest.objects.values_list("topic", "state"))
    assert states == {"Bridges": "seen", "Rivers": "seen", "Poems": "seen", "Castles": "ready", "Glaciers": "asked"}
    moves = list(three[0].moves.values_list("was", "became", "by"))
    assert moves == [("", "asked", hill.ben.pk), ("asked", "seen", hill.ada.pk)]
    assert (ready.moves.count(), other.moves.count()) == (1, 1)
    assert TopicRequest.objects.get(topic="Bridges").version == three[0].version + 1


def test_the_form_on_the_board_names_its_term_and_what_is_new(three, hill, as_ada):
    page = as_ada.get(url(query={"by": "week"})).content.decode()
    [form] = [form for form in forms_of(page, url()) if form.id == "board-move" and form.action == url("topics_seen")]
    data = {name: value for name, _, value in form.fields if name != "csrfmiddlewaretoken"}
    newest = max(request.pk for request in three)
    assert data == {"term": str(hill.term.pk), "by": "week", "newest": str(newest)}


def test_what_was_asked_after_the_board_was_opened_stays_new(three, hill, as_ada):
    newest = max(request.pk for request in three)
    ask(hill, "Castles")
    as_ada.post(url("topics_seen"), {"term": hill.term.pk, "newest": newest})
    assert list(TopicRequest.objects.filter(state="asked").values_list("topic", flat=True)) == ["Castles"]


def test_marking_as_seen_what_is_seen_already_changes_nothing(three, hill, as_ada):
    for _ in range(2):
        answer = as_ada.post(url("topics_seen"), {"term": hill.term.pk}, follow=True)
    assert "They are marked as seen already." in answer.content.decode()
    assert three[0].moves.count() == 2
    with pytest.raises(AlreadyDone):
        see_all(requests=TopicRequest.objects.all(), by=hill.ada, now=NOW)


def test_only_librarians_mark_topics_and_only_in_terms_of_their_school(three, hill, vale, as_ada, as_lena, as_ben):
    for client in (as_lena, as_ben):
        assert client.post(url("topics_seen"), {"term": hill.term.pk}).status_code == 403
        assert client.post(url("topic_board_move", request_id=three[0].pk), {"to": "seen"}).status_code == 403
    for term in (vale.term.pk, "x", ""):
        assert as_ada.post(url("topics_seen"), {"term": term}).status_code == 404
    assert as_ada.get(url("topics_seen")).status_code == 405
    assert set(TopicRequest.objects.values_list("state", flat=True)) == {"asked"}


def test_the_button_says_how_many_are_new_and_is_gone_afterwards(three, hill, as_ada):
    assert "Mark all 3 new ones as seen" in text(as_ada)
    as_ada.post(url("topics_seen"), {"term": hill.term.pk})
    assert "as seen</button>" not in text(as_ada).split("<table")[0]


def test_a_topic_is_moved_on_from_the_board_and_the_way_leads_back_to_its_row(three, hill, as_ada):
    bridges = three[0]
    where = url("topic_board_move", request_id=bridges.pk)
    answer = as_ada.post(where, {"to": "preparing", "term": hill.term.pk, "q": "bri"})
    assert answer.url == f"/hill/topics/board/?term={hill.term.pk}&q=bri#topic-{bridges.pk}"
    bridges.refresh_from_db()
    assert (bridges.state, bridges.moves.last().by) == ("preparing", hill.ada)


def test_a_move_from_a_board_that_is_old_changes_nothing_that_somebody_did_since(three, hill, as_ada):
    bridges = three[0]
    page = text(as_ada)
    [where] = {urljoin(url(), path) for path in re.findall(rf'formaction="({bridges.pk}/move/[^"]*)"', page)}
    move_on(topic_request=TopicRequest.objects.get(pk=bridges.pk), to="preparing", by=hill.ada, now=NOW)
    answer = as_ada.post(where, {"to": "seen", "term": hill.term.pk}, follow=True)
    assert "Somebody was quicker: it is “preparing” now. Look again." in answer.content.decode()
    bridges.refresh_from_db()
    assert bridges.state == "preparing"


@pytest.mark.parametrize("to", ["declined", "withdrawn", "asked", "x", "", "done"])
def test_a_topic_is_not_moved_where_the_board_does_not_lead(three, hill, as_ada, to):
    answer = as_ada.post(url("topic_board_move", request_id=three[0].pk), {"to": to}, follow=True)
    assert answer.status_code == 200
    assert 'class="notice' in answer.content.decode()
    three[0].refresh_from_db()
    assert three[0].state == "asked"
    with pytest.raises(Refused):
        move_on(topic_request=three[0], to=to, by=hill.ada, now=NOW)


def test_many_are_moved_only_along_the_table_of_moves(three, hill):
    with pytest.raises(Refused):
        move_all(TopicRequest.objects.all(), "done", was="asked", table=MOVES, by=hill.ada, now=NOW)
    assert set(TopicRequest.objects.values_list("state", flat=True)) == {"asked"}
