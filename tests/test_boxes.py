"""The list of boxes, and a box as such: made, changed, lent, taken out of use; who may."""

import csv
import io

import pytest
from django.db import transaction
from django.urls import reverse
from openpyxl import load_workbook

from collab.errors import AlreadyDone, Refused, RowChanged
from planning.models import PlanResource
from resources.boxes.actions import add_box, box_to_lend, change_box, restore_box, retire_box
from resources.boxes.contents import add_item, current_version, seal
from resources.boxes.permissions import may_borrow, may_change_box, may_fill_box, may_see_box
from resources.models import BoxBooking, ResourceBox
from resources.topics.actions import ask_topics
from tests.cast import NOW, TODAY
from tests.forms import forms_of
from tests.racing import refusals

PART = {"HX-Request": "true", "HX-Target": "found"}
FORM = {"name": "Volcanoes", "kind": "project_box", "lead_days": "2", "turn_round_days": "1"}


def url(name, box=None, **query):
    return reverse(name, kwargs={"school_slug": "hill"} | ({"box_id": box.pk} if box else {}), query=query)


def make(member, name="Volcanoes", **values):
    return add_box(values={"name": name} | values, by=member, now=NOW)


def lend(box, borrower, *, state="out", starts_on=TODAY, ends_on=TODAY):
    contents = seal(version=current_version(box), now=NOW) if state == "out" else None
    return BoxBooking.objects.create(
        school=box.school,
        box=box,
        borrower=borrower,
        starts_on=starts_on,
        ends_on=ends_on,
        kept_from=starts_on,
        kept_until=ends_on,
        state=state,
        contents=contents,
        out_at=NOW if contents else None,
        created_at=NOW,
        created_by=borrower,
    )


def names(client, **query):
    """The names that the list shows, in order."""
    answer = client.get(url("boxes", **query))
    assert answer.status_code == 200
    return [box.name for box in answer.context["found"].rows]


@pytest.fixture
def three(hill):
    """Bridges (a class set, out with Ben), Poems (out of use) and Volcanoes (with three things in it)."""
    bridges = make(hill.ada, "Bridges", kind="class_set", place="C4")
    poems = make(hill.ada, "Poems")
    volcanoes = make(hill.ada, "Volcanoes", topics="Fire, earth", place="B1")
    add_item(box=volcanoes, name="Globe", quantity=3, by=hill.ada, now=NOW)
    lend(bridges, hill.ben)
    retire_box(box=poems, by=hill.ada, now=NOW)
    return bridges, poems, volcanoes


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Bridges", "Volcanoes"]),
        ({"q": "fire"}, ["Volcanoes"]),
        ({"q": "!!"}, []),
        ({"kind": "class_set"}, ["Bridges"]),
        ({"where": "in"}, ["Volcanoes"]),
        ({"where": "out"}, ["Bridges"]),
        ({"where": "retired"}, ["Poems"]),
        ({"sort": "place"}, ["Volcanoes", "Bridges"]),
        ({"kind": "x", "where": "x", "sort": "x", "page": "-1"}, ["Bridges", "Volcanoes"]),
        ({"page": "7"}, []),
    ],
)
def test_the_list_is_narrowed_and_ordered_as_asked(three, as_ben, query, expected):
    assert names(as_ben, **query) == expected


def test_a_row_says_what_is_in_the_box_and_who_has_it(three, as_ben):
    html = as_ben.get(url("boxes")).content.decode()
    for words in (
        "Out with Ben Okafor<br><small>until 18 Nov",
        '<td class="num" data-label="Things in it">3</td>',
        "Fire, earth",
        "Class set",
    ):
        assert words in html


def test_a_loan_that_is_late_is_said(hill, as_ada):
    lend(make(hill.ada), hill.ben, starts_on=TODAY.replace(day=2), ends_on=TODAY.replace(day=4))
    assert "until 4 Nov (late)" in as_ada.get(url("boxes")).content.decode()


def test_an_empty_school_is_taught_and_an_empty_search_can_be_undone(hill, as_ada, as_ben):
    assert as_ada.get(url("boxes")).content.decode().count(url("box_add")) == 2
    html = as_ben.get(url("boxes")).content.decode()
    assert ("No boxes yet" in html, url("box_add") in html) == (True, False)
    assert "Show all boxes" in as_ben.get(url("boxes", q="x")).content.decode()


def test_htmx_gets_the_part_alone(three, as_ada):
    part = as_ada.get(url("boxes", q="vol"), headers=PART)
    assert part.content.decode().startswith('<div id="found">')
    assert part["HX-Push-Url"] == "/hill/library/boxes/?q=vol"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_four_queries_whatever_it_holds(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        box = make(hill.ada, f"Box {index}")
        add_item(box=box, name="Globe", by=hill.ada, now=NOW)
        lend(box, hill.ben)
    with django_assert_num_queries(4):
        html = as_ada.get(url("boxes")).content.decode()
    assert html.count('<th scope="row">') == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_download_costs_three_queries_whatever_it_holds(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        make(hill.ada, f"Box {index}")
    with django_assert_num_queries(3):
        content = as_ada.get(url("boxes_download")).getvalue()
    assert len(content.decode().strip().splitlines()) == number + 1


def test_a_list_is_paged(hill, as_ada):
    for index in range(53):
        make(hill.ada, f"Box {index:02}")
    first = as_ada.get(url("boxes")).content.decode()
    assert ("53 boxes" in first, "page=2" in first) == (True, True)
    assert names(as_ada, page=2) == ["Box 50", "Box 51", "Box 52"]


def test_the_download_holds_what_is_on_screen_and_no_formula(three, hill, as_ada):
    make(hill.ada, "=1+1")
    content = as_ada.get(url("boxes_download", sort="place")).getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert [row[0] for row in rows] == ["Name", "'=1+1", "Volcanoes", "Bridges"]
    assert dict(zip(rows[0], rows[3], strict=True)) == {
        "Name": "Bridges",
        "Kind": "Class set",
        "Topics": "",
        "Place": "C4",
        "Things": "0",
        "Where it is": "Out with Ben Okafor",
        "Back on": "2026-11-18",
        "Days to get it ready": "1",
        "Days to put it in order": "1",
        "Note": "",
        "Made on": "2026-11-18",
        "Made by": "Ada Marlow",
    }
    book = load_workbook(io.BytesIO(as_ada.get(url("boxes_download", format="xlsx", where="out")).getvalue()))
    assert [row[0].value for row in book.active.iter_rows()] == ["Name", "Bridges"]


def test_a_librarian_makes_a_box_and_is_led_to_fill_it(hill, as_ada):
    answer = as_ada.post(url("box_add"), FORM | {"topics": "Fire", "place": "C4"})
    box = ResourceBox.objects.get()
    assert (answer.status_code, answer.url) == (302, url("box", box))
    assert (box.kind, box.topics, box.place, box.lead_days, box.created_by) == (
        "project_box",
        "Fire",
        "C4",
        2,
        hill.ada,
    )
    assert [version.number for version in box.versions.all()] == [1]


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 201}, {"kind": "x"}, {"lead_days": "61"}, {"turn_round_days": "-1"}],
    ids=str,
)
def test_a_wrong_form_comes_back_with_what_was_typed(hill, as_ada, wrong):
    answer = as_ada.post(url("box_add"), FORM | {"note": "On loan from the museum"} | wrong)
    assert (answer.status_code, "On loan from the museum" in answer.content.decode()) == (422, True)
    assert ResourceBox.objects.count() == 0


def test_a_box_made_for_a_topic_takes_it_over_and_is_linked_to_it(hill, as_ada, as_ben):
    about = {"teacher": hill.ben, "term": hill.term, "topics": [{"topic": "Volcanoes, Year 6"}]}
    [wanted] = ask_topics(**about, by=hill.ben, now=NOW)
    address = url("box_add", request=wanted.pk)
    html = as_ada.get(address).content.decode()
    [form] = [form for form in forms_of(html, address) if form.method == "post" and "name" in form.typed]
    filled = {name: value for name, _, value in form.fields}
    assert (filled["name"], filled["topics"], "Ben Okafor" in html) == ("Volcanoes, Year 6", "Volcanoes, Year 6", True)
    as_ada.post(address, filled)
    box = ResourceBox.objects.get()
    assert list(box.requests.all()) == [wanted]
    assert (
        reverse("topic_request", kwargs={"school_slug": "hill", "request_id": wanted.pk})
        in as_ben.get(url("box", box)).content.decode()
    )


def test_a_box_is_linked_to_requests_on_its_topics_and_no_longer(hill, as_ada, as_ben):
    box = make(hill.ada, "Fire and earth", topics="Volcanoes, earthquakes")
    topics = [{"topic": "Volcanoes of Aotearoa"}, {"topic": "Poems"}]
    wanted, other = ask_topics(teacher=hill.ben, term=hill.term, topics=topics, by=hill.ben, now=NOW)

    def shown(client):
        html = client.get(url("box", box)).content.decode()
        return "Could it serve these too?" in html, wanted.topic in html, other.topic in html

    assert (shown(as_ada), shown(as_ben)) == ((True, True, False), (False, False, False))
    for _ in range(2):
        as_ada.post(url("box_serve", box), {"request": wanted.pk})
    assert (list(box.requests.all()), shown(as_ada), shown(as_ben)) == (
        [wanted],
        (False, True, False),
        (False, True, False),
    )
    for _ in range(2):
        as_ada.post(url("box_serve_no_more", box), {"request": wanted.pk})
    assert list(box.requests.all()) == []
    assert as_ada.post(url("box_serve", box), {"request": "x"}).status_code == 404
    assert as_ben.post(url("box_serve", box), {"request": wanted.pk}).status_code == 403


@pytest.mark.parametrize("wanted", ["0", "x", "9" * 30])
def test_a_topic_that_is_not_there_is_left_out(hill, as_ada, wanted):
    assert as_ada.get(url("box_add", request=wanted)).status_code == 200


def test_a_librarian_changes_a_box_and_a_lost_race_shows_both(hill, as_ada):
    box = make(hill.ada)
    html = as_ada.get(url("box_change", box)).content.decode()
    [form] = [form for form in forms_of(html, url("box_change", box)) if "name" in form.typed]
    sent = {name: value for name, _, value in form.fields}
    change_box(box=box, values={"place": "D9"}, version=1, by=hill.lena, now=NOW)
    lost = as_ada.post(url("box_change", box), sent | {"place": "C4"})
    html = lost.content.decode()
    assert (lost.status_code, "Lena Voss changed this" in html, "D9" in html, "C4" in html) == (409, True, True, True)
    again = as_ada.post(url("box_change", box), sent | {"place": "C4", "version": "2"})
    assert (again.status_code, ResourceBox.objects.get().place) == (302, "C4")
    with pytest.raises(RowChanged):
        change_box(box=box, values={"place": "E1"}, version=1, by=hill.ada, now=NOW)


def test_a_box_goes_out_of_use_and_comes_back(hill, as_ada):
    box = make(hill.ada)
    as_ada.post(url("box_retire", box))
    assert "This box is out of use" in as_ada.get(url("box", box)).content.decode()
    assert names(as_ada) == []
    with pytest.raises(AlreadyDone):
        retire_box(box=box, by=hill.ada, now=NOW)
    as_ada.post(url("box_restore", box))
    assert names(as_ada) == ["Volcanoes"]
    with pytest.raises(AlreadyDone):
        restore_box(box=box, by=hill.ada, now=NOW)


@pytest.mark.parametrize("state", ["requested", "confirmed", "out"])
def test_a_box_that_somebody_has_or_waits_for_stays_in_use(hill, as_ada, state):
    box = make(hill.ada)
    lend(box, hill.ben, state=state)
    html = as_ada.post(url("box_retire", box), follow=True).content.decode()
    assert "the loan of Ben Okafor has not ended" in html
    assert names(as_ada) == ["Volcanoes"]


@pytest.mark.django_db(transaction=True)
def test_a_box_is_not_lent_while_it_goes_out_of_use(hill):
    box = make(hill.ada)

    def retire():
        retire_box(box=box, by=hill.ada, now=NOW)

    @transaction.atomic
    def book():
        box_to_lend(box)

    assert refusals(retire, book, of=Refused) == ["“Volcanoes” is out of use."]


def test_who_may_do_what_with_a_box(hill, vale):
    box = make(hill.ada)
    people = [*hill.people, vale.nils]
    visible = [member for member in people if ResourceBox.objects.visible_to(member).filter(pk=box.pk).exists()]
    assert visible == [member for member in people if may_see_box(member, box)] == hill.people
    assert [member for member in people if may_change_box(member, box)] == [hill.ada]
    assert [member for member in people if may_fill_box(member, box)] == [hill.ada]
    assert {member for member in people if may_borrow(member, box)} == {hill.ada, hill.ben, hill.cleo, hill.hugo}
    retire_box(box=box, by=hill.ada, now=NOW)
    box.refresh_from_db()
    assert [member for member in people if may_fill_box(member, box) or may_borrow(member, box)] == []


def test_a_stranger_gets_404_and_a_colleague_403_with_the_reason(hill, vale, as_nils, as_ben):
    box = make(hill.ada)
    at_vale = reverse("box", kwargs={"school_slug": "vale", "box_id": box.pk})
    assert [as_nils.get(path).status_code for path in (url("boxes"), url("box", box), at_vale)] == [404, 404, 404]
    refused = as_ben.get(url("box_change", box))
    assert (refused.status_code, "for librarians" in refused.content.decode()) == (403, True)


def test_the_page_shows_the_next_loans_and_the_plans_that_the_reader_may_see(hill, plan, as_ada, as_ben, as_cleo):
    box = make(hill.ada)
    lend(box, hill.cleo, state="requested")
    PlanResource.objects.create(plan=plan, box=box, added_at=NOW, added_by=hill.ada)
    for client, sees in ((as_ada, True), (as_ben, True), (as_cleo, False)):
        html = client.get(url("box", box)).content.decode()
        assert ("Cleo Tanaka" in html, plan.get_absolute_url() in html) == (True, sees)


def test_what_people_typed_is_text_and_not_markup(hill, as_ada):
    bad = "<script>alert(1)</script>"
    box = make(hill.ada, bad, topics=bad, place=bad, note=bad)
    for path in (url("boxes"), url("box", box), url("box_change", box)):
        html = as_ada.get(path).content.decode()
        assert ("&lt;script&gt;alert" in html, "<script>alert" in html) == (True, False)
