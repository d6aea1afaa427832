"""Marking all new topics as seen can be undone for a while, as far as nobody has gone on with them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from resources.models import TopicRequest
from resources.topics.actions import ask_topics, move_request
from tests.cast import NOW


@pytest.fixture(autouse=True)
def on_the_day_of_the_cast(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def three(hill):
    topics = [{"topic": name} for name in ("Bridges", "Poems", "Rivers")]
    return ask_topics(teacher=hill.ben, term=hill.term, topics=topics, by=hill.ben, now=NOW - timedelta(days=1))


def url(name, **query):
    return reverse(name, kwargs={"school_slug": "hill"}, query=query)


def states():
    return dict(TopicRequest.objects.order_by("topic").values_list("topic", "state"))


def press(client, hill, **more):
    """Marks all as seen. Returns what names this press."""
    answer = client.post(url("topics_seen"), {"term": hill.term.pk, **more})
    return answer.url.rpartition("seen=")[2]


def undo(client, hill, seen, **more):
    return client.post(url("topics_unseen"), {"term": hill.term.pk, "seen": seen, **more}, follow=True)


def test_right_after_it_the_board_offers_to_undo_it(three, hill, as_ada):
    seen = press(as_ada, hill, by="week")
    page = as_ada.get(url("topic_board", term=hill.term.pk, by="week", seen=seen)).content.decode()
    assert ("3 topics are marked as seen." in page, "Undo" in page) == (True, True)
    assert "Undo" not in as_ada.get(url("topic_board", term=hill.term.pk)).content.decode()


def test_undone_they_are_new_again_with_both_moves_on_record(three, hill, as_ada):
    answer = undo(as_ada, hill, press(as_ada, hill), by="week")
    assert answer.redirect_chain == [(url("topic_board", term=hill.term.pk, by="week"), 302)]
    assert "3 topics are new again." in answer.content.decode()
    assert states() == {"Bridges": "asked", "Poems": "asked", "Rivers": "asked"}
    moves = list(three[0].moves.values_list("was", "became", "by"))
    assert moves[1:] == [("asked", "seen", hill.ada.pk), ("seen", "asked", hill.ada.pk)]
    assert "Mark all 3 new ones as seen" in " ".join(answer.content.decode().split())


def test_what_somebody_has_gone_on_with_stays_as_it_is(three, hill, as_ada):
    seen = press(as_ada, hill)
    for to in ("preparing", "seen"):
        move_request(topic_request=TopicRequest.objects.get(topic="Poems"), to=to, by=hill.ada, now=NOW)
    move_request(topic_request=TopicRequest.objects.get(topic="Rivers"), to="preparing", by=hill.ada, now=NOW)
    assert "1 topic is new again." in undo(as_ada, hill, seen).content.decode()
    assert states() == {"Bridges": "asked", "Poems": "seen", "Rivers": "preparing"}


def test_a_second_press_of_undo_is_told(three, hill, as_ada, monkeypatch):
    seen = press(as_ada, hill)
    undo(as_ada, hill, seen)
    assert "That is undone already" in undo(as_ada, hill, seen).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=1))
    press(as_ada, hill)
    assert "That is undone already" in undo(as_ada, hill, seen).content.decode()
    assert set(states().values()) == {"seen"}


def test_after_an_hour_it_is_neither_offered_nor_done(three, hill, as_ada, monkeypatch):
    seen = press(as_ada, hill)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=61))
    assert "Undo" not in as_ada.get(url("topic_board", term=hill.term.pk, seen=seen)).content.decode()
    assert "more than an hour ago" in undo(as_ada, hill, seen).content.decode()
    assert set(states().values()) == {"seen"}


@pytest.mark.parametrize("seen", ["", "x", "0", "999999"])
def test_what_names_no_press_undoes_nothing(three, hill, as_ada, seen):
    press(as_ada, hill)
    assert undo(as_ada, hill, seen).status_code == 200
    assert set(states().values()) == {"seen"}


def test_nobody_else_undoes_it(three, hill, vale, as_ada, as_nils, as_ben):
    seen = press(as_ada, hill)
    assert undo(as_ben, hill, seen).status_code == 403
    answer = as_nils.post(
        reverse("topics_unseen", kwargs={"school_slug": "vale"}), {"term": vale.term.pk, "seen": seen}
    )
    assert (answer.status_code, set(states().values())) == (302, {"seen"})


def test_what_somebody_else_marked_is_not_undone(three, hill, as_ada):
    move_request(topic_request=three[0], to="seen", by=hill.ben, now=NOW)
    undo(as_ada, hill, three[0].moves.last().pk)
    assert states()["Bridges"] == "seen"
