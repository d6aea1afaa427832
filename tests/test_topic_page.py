"""A topic's own page: what follows from what stands behind it, before it is withdrawn, and the way back."""

import pytest
from django.urls import reverse

from planning.unit_plan.actions import start_plan
from resources.models import TopicRequest
from resources.topics.actions import ask_topics, move_request
from tests.cast import NOW
from tests.lending import MONDAY, lend, make_box

State = TopicRequest.State


@pytest.fixture
def rivers(hill):
    topic = {"topic": "Rivers", "first_week": 7, "last_week": 8}
    [made] = ask_topics(teacher=hill.ben, term=hill.term, topics=[topic], by=hill.ben, now=NOW)
    return made


@pytest.fixture
def box(hill, rivers):
    box = make_box(hill.ada, "Rivers and lakes")
    box.requests.add(rivers)
    return box


def move_on_page(client, topic_request, to, **sent):
    url = reverse("topic_request_move", args=["hill", topic_request.pk])
    return client.post(url, {"to": to, "was": topic_request.state} | sent, follow=True)


def ways_on(page):
    return [way.to for way in page.context["ways"]]


# --- Withdrawing -----------------------------------------------------------------------------------------


def test_with_nothing_behind_it_a_topic_is_withdrawn_in_one_tap_and_asked_again(as_ben, rivers):
    assert ways_on(as_ben.get(rivers.get_absolute_url())) == ["withdrawn"]
    page = move_on_page(as_ben, rivers, "withdrawn")
    assert "Withdrawn. If that was a mistake, “Ask again” takes it back." in page.text
    assert ways_on(page) == ["asked"]
    rivers.refresh_from_db()
    move_on_page(as_ben, rivers, "asked")
    rivers.refresh_from_db()
    assert rivers.state == State.ASKED


def test_with_things_behind_it_a_topic_is_withdrawn_after_they_were_named(as_ben, as_ada, hill, rivers, box):
    lend(box, hill.ben, MONDAY, MONDAY, by=hill.ada, request=rivers)
    page = as_ben.get(rivers.get_absolute_url())
    assert (ways_on(page), page.context["may_withdraw"]) == ([], True)
    asked = move_on_page(as_ben, rivers, "withdrawn")
    rivers.refresh_from_db()
    assert (asked.status_code, rivers.state) == (409, State.ASKED)
    assert [(one.thing.word, one.thing.name) for one in asked.context["behind"]] == [
        ("Box", "Rivers and lakes"),
        ("Loan", "Rivers and lakes"),
    ]
    assert "The librarians find on their desk that the topic is not taught after all." in asked.text
    move_on_page(as_ben, rivers, "withdrawn", sure="1")
    rivers.refresh_from_db()
    assert (rivers.state, box.bookings.get().state) == (State.WITHDRAWN, "confirmed")
    desk = as_ada.get(reverse("desk", kwargs={"school_slug": "hill"})).text
    assert "“Rivers” is not taught after all" in desk


def test_of_a_plan_alone_nobody_is_told(as_ben, hill, rivers):
    start_plan(school=hill.school, title="Unit", partner=hill.ben, topic_request=rivers, by=hill.ada, now=NOW)
    page = as_ben.get(rivers.get_absolute_url())
    assert (page.context["may_withdraw"], page.context["is_noticed"]) == (True, False)


def test_a_colleague_is_not_asked_but_refused(as_cleo, rivers, box):
    assert as_cleo.get(rivers.get_absolute_url()).context["may_withdraw"] is False
    assert move_on_page(as_cleo, rivers, "withdrawn").status_code == 403


# --- What is begun ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["asked", "seen"])
def test_what_has_something_behind_it_goes_on_by_saying_that_it_is_being_prepared(as_ada, as_ben, hill, rivers, state):
    if state == "seen":
        move_request(topic_request=rivers, to=state, by=hill.ada, now=NOW)
    hint = "Something stands behind it already. Say that you are preparing it: Ben Okafor reads it here."
    assert hint not in as_ada.get(rivers.get_absolute_url()).text
    box = make_box(hill.ada, "Rivers and lakes")
    box.requests.add(rivers)
    page = as_ada.get(rivers.get_absolute_url())
    assert (ways_on(page)[0], hint in page.text) == ("preparing", True)
    assert hint not in as_ben.get(rivers.get_absolute_url()).text
    move_on_page(as_ada, rivers, "preparing")
    page = as_ada.get(rivers.get_absolute_url())
    assert (ways_on(page)[0], hint in page.text) == ("ready", False)


# --- A box to book ---------------------------------------------------------------------------------------


def book_urls(client, topic_request):
    page = client.get(f"/hill/topics/{topic_request.pk}/")
    return [one.book_url for one in page.context["behind"]]


def test_a_box_behind_a_topic_is_booked_from_there(as_ada, as_ben, as_cleo, hill, rivers, box):
    url = f"/hill/library/boxes/{box.pk}/book/?request={rivers.pk}"
    assert (book_urls(as_ada, rivers), book_urls(as_ben, rivers), book_urls(as_cleo, rivers)) == ([url], [url], [""])
    assert f'href="{url}"' in as_ada.get(rivers.get_absolute_url()).text
    lend(box, hill.ben, MONDAY, MONDAY, by=hill.ada, request=rivers)
    assert book_urls(as_ada, rivers) == ["", ""]


def test_a_topic_that_is_over_books_nothing(as_ada, hill, rivers, box):
    move_request(topic_request=rivers, to="withdrawn", by=hill.ben, now=NOW)
    assert book_urls(as_ada, rivers) == [""]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_with_one_box_and_with_three(
    as_ada, hill, rivers, box, django_assert_num_queries, number
):
    for index in range(number - 1):
        make_box(hill.ada, f"Box {index}").requests.add(rivers)
    with django_assert_num_queries(6):
        assert len(book_urls(as_ada, rivers)) == number


# --- The way back ----------------------------------------------------------------------------------------


def test_the_way_back_is_the_board_for_the_library_and_ones_own_topics_for_teachers(as_ada, as_lena, as_ben, rivers):
    board = f'href="/hill/topics/board/?term={rivers.term_id}"'
    pages = [client.get(rivers.get_absolute_url()) for client in (as_ada, as_lena, as_ben)]
    assert [board in page.text for page in pages] == [True, True, False]
    assert pages[2].context["up"] == ("/hill/topics/", "Topics")


@pytest.mark.parametrize("name", ["box_add", "resource_list_add", "purchase_add", "plan_start"])
def test_what_is_begun_for_a_topic_leads_back_to_it(as_ada, rivers, name):
    url = reverse(name, kwargs={"school_slug": "hill"})
    for_topic, for_none = as_ada.get(f"{url}?request={rivers.pk}").text, as_ada.get(url).text
    back = f'href="{rivers.get_absolute_url()}"'
    assert (for_topic.count(back), for_none.count(back)) == (2, 0)
