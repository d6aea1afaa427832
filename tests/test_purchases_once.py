"""Purchase suggestions: a form that comes twice makes one suggestion."""

import re
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from resources.models import PurchaseSuggestion
from resources.purchases.actions import SuggestedBefore, suggest_purchase
from tests.cast import NOW
from tests.racing import refusals

NEW = reverse("purchase_add", kwargs={"school_slug": "hill"})
SAID = dict.fromkeys(("creator", "isbn", "link", "why", "price", "department", "request"), "") | {"quantity": "1"}


def typed(title, **values):
    return SAID | {"title": title} | values


def test_the_form_has_a_name_for_its_sending_and_keeps_it_when_it_comes_back(hill, as_ben):
    def name_in(answer):
        return re.search('name="sending" value="([^"]+)"', answer.content.decode())[1]

    first, second = (name_in(as_ben.get(NEW)) for _ in range(2))
    assert (UUID(first) != UUID(second), name_in(as_ben.post(NEW, typed("", sending=first)))) == (True, first)


def test_a_second_press_finds_what_the_first_one_made(hill, as_ben):
    sent = typed("Matilda", why="A classic", sending=str(uuid4()))
    first, second = (as_ben.post(NEW, sent) for _ in range(2))
    made = PurchaseSuggestion.objects.get()
    assert (first.url, second.url) == (made.get_absolute_url(), made.get_absolute_url())
    assert "The library has your suggestion already." in as_ben.get(second.url).content.decode()
    assert made.moves.count() == 1


def test_what_was_said_to_be_known_can_be_suggested_once_all_the_same(hill, as_ben):
    as_ben.post(NEW, typed("Matilda"))
    sent = typed("Matilda", told=f"suggestion-{PurchaseSuggestion.objects.get().pk}", sending=str(uuid4()))
    assert [as_ben.post(NEW, sent).status_code for _ in range(2)] == [302, 302]
    assert PurchaseSuggestion.objects.count() == 2


def test_what_is_sent_once_more_with_other_details_is_not_lost(hill, as_ben):
    sent = typed("Matilda", sending=str(uuid4()))
    as_ben.post(NEW, sent)
    answer = as_ben.post(NEW, sent | {"why": "For <6B>"})
    page = answer.content.decode()
    assert (answer.status_code, "For &lt;6B&gt;" in page, PurchaseSuggestion.objects.count()) == (409, True, 1)
    assert "“Matilda” is with the library already, with other details. Change it on its own page." in page
    assert as_ben.post(NEW, sent | {"title": "Momo"}).status_code == 302


def test_somebody_else_who_sends_the_same_name_makes_a_suggestion_of_their_own(hill, as_ben, as_cleo):
    sent = typed("Matilda", sending=str(uuid4()))
    as_ben.post(NEW, sent)
    assert as_cleo.post(NEW, sent).status_code == 409  # It is known, as anybody else's would be.
    assert list(PurchaseSuggestion.objects.values_list("created_by", flat=True)) == [hill.ben.pk]


@pytest.mark.parametrize("name", ["", "x", "0"])
def test_a_name_that_is_none_stands_in_nobodys_way(hill, as_ben, name):
    assert as_ben.post(NEW, typed("Matilda", sending=name)).status_code == 302
    assert as_ben.post(NEW, typed("Momo", sending=name)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_the_same_moment_the_second_finds_the_first(hill):
    name, values = uuid4(), {"title": "Matilda", "quantity": 1, "price": None, "department": None, "request": None}

    def press():
        suggest_purchase(values=values, sending=name, by=hill.ben, now=NOW)

    assert refusals(press, press, of=SuggestedBefore) == ["The library has your suggestion already."]
    assert PurchaseSuggestion.objects.count() == 1
