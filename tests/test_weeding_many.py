"""Weeding: many candidates that are put forward at once, with one reason."""

import pytest
from django.urls import reverse

from collab.errors import Refused
from outreach.desk import library
from resources.catalogue.actions import withdraw_resource
from resources.models import Advice, Resource, WeedingProposal
from resources.waiting.facts import facts
from resources.weeding.many import propose_many
from tests.cast import NOW, TODAY
from tests.racing import refusals
from tests.suggestions import ask, propose, suggest, title


def url(name, **query):
    return reverse(name, kwargs={"school_slug": "hill"}, query=query)


@pytest.fixture
def old(hill):
    return [title(hill, name, year=1961) for name in ("Atlas", "Globe", "Map")]


def keys(titles):
    return [one.pk for one in titles]


def test_candidates_are_ticked_and_lead_to_one_page_for_all_of_them(old, as_ada):
    page = as_ada.get(url("weeding_candidates")).content.decode()
    assert page.count('type="checkbox" name="title"') == 3
    page = as_ada.get(url("weeding_add_many", title=keys(old[:2]), before=2000)).content.decode()
    assert ("Atlas" in page, "Globe" in page, "Map" in page) == (True, True, False)
    assert f"{url('weeding_candidates')}?shown=1&amp;before=2000" in page


def test_what_is_ticked_is_proposed_with_one_reason_and_the_head_is_asked_about_each(old, hill, as_ada):
    typed = {"title": keys(old[:2]), "why": "From <1961>", "department": hill.humanities.pk, "ask": "on"}
    answer = as_ada.post(url("weeding_add_many", before=2000), typed)
    assert answer.url == f"{url('weeding_candidates')}?shown=1&before=2000"
    made = WeedingProposal.objects.order_by("resource__title")
    assert [(one.resource, one.why, one.department, one.state, one.created_by) for one in made] == [
        (resource, "From <1961>", hill.humanities, "asked", hill.ada) for resource in old[:2]
    ]
    assert [(one.moves.get().became, one.advice.get().asked_of) for one in made] == [("asked", hill.hugo)] * 2
    page = as_ada.get(answer.url).content.decode()
    assert "2 titles are proposed. Hugo Lindqvist is asked about each." in page
    assert page.count('type="checkbox" name="title"') == 1


def test_what_cannot_be_proposed_is_skipped_and_named_with_its_reason(old, hill, as_ada):
    propose(hill, old[0])
    withdraw_resource(resource=old[1], by=hill.ada, now=NOW)
    answer = as_ada.post(url("weeding_add_many"), {"title": keys(old), "why": "Worn"})
    page = as_ada.get(answer.url).content.decode()
    assert "“Map” is proposed." in page
    assert "2 titles are skipped: “Atlas” is proposed already; “Globe” is withdrawn already." in page
    assert WeedingProposal.objects.count() == 2


def test_where_nothing_is_left_to_propose_that_is_said(old, hill, as_ada):
    propose(hill, old[0])
    answer = as_ada.post(url("weeding_add_many"), {"title": keys(old[:1])})
    assert "“Atlas” is skipped: it is proposed already." in as_ada.get(answer.url).content.decode()


@pytest.mark.parametrize("department", [True, False])
def test_where_nobody_can_be_asked_that_is_said(old, hill, as_ada, department):
    typed = {"title": keys(old), "ask": "on", "department": hill.science.pk if department else ""}
    page = as_ada.get(as_ada.post(url("weeding_add_many"), typed).url).content.decode()
    missing = "Science has no head" if department else "No department is named"
    assert f"3 titles are proposed. {missing}, so that nobody is asked yet." in page
    assert Advice.objects.count() == 0


def test_who_may_not_be_asked_is_named_once(old, hill, as_ada):
    hill.hugo.deactivated_at = NOW
    hill.hugo.save()
    typed = {"title": keys(old), "ask": "on", "department": hill.humanities.pk}
    page = as_ada.get(as_ada.post(url("weeding_add_many"), typed).url).content.decode()
    assert page.count("Hugo Lindqvist is not at the school any more") == 1
    assert (WeedingProposal.objects.count(), Advice.objects.count()) == (3, 0)


@pytest.mark.parametrize("ticked", [[], ["x"], ["0"]])
def test_where_nothing_is_ticked_that_is_said(old, as_ada, ticked):
    page = as_ada.get(url("weeding_add_many", title=ticked), follow=True).content.decode()
    assert "Tick the titles that might go first." in page


def test_what_cannot_be_saved_comes_back_with_what_was_typed(old, as_ada):
    answer = as_ada.post(url("weeding_add_many"), {"title": keys(old[:2]), "why": "Worn & torn", "department": "999"})
    page = answer.content.decode()
    assert (answer.status_code, "Worn &amp; torn" in page, page.count(" checked")) == (422, True, 2)
    answer = as_ada.post(url("weeding_add_many"), {"why": "Worn & torn"})
    assert (answer.status_code, "Tick at least one title." in answer.content.decode()) == (422, True)
    assert "Worn &amp; torn" in answer.content.decode()


def test_titles_of_another_school_are_not_to_be_had(hill, vale, as_nils, old):
    answer = as_nils.post(
        reverse("weeding_add_many", kwargs={"school_slug": "vale"}), {"title": keys(old), "why": "Worn"}
    )
    assert (answer.status_code, WeedingProposal.objects.count()) == (422, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(hill, as_ada, django_assert_num_queries, number):
    titles = [title(hill, f"Title {index}", year=1960) for index in range(number)]
    with django_assert_num_queries(4):
        page = as_ada.get(url("weeding_add_many", title=keys(titles))).content.decode()
    assert page.count('name="title"') == number


@pytest.mark.django_db(transaction=True)
def test_of_two_who_propose_the_same_titles_at_once_in_another_order_each_is_told_what_was_skipped(hill):
    titles, found = [title(hill, name, year=1961) for name in ("Atlas", "Globe", "Map")], []

    def by(order):
        about = {"why": "Worn", "department": None, "asks_head": False, "by": hill.ada, "now": NOW}
        return lambda: found.append(propose_many(resources=order, **about))

    refusals(by(titles), by(titles[::-1]), of=Refused)
    assert sorted(len(one.proposals) for one in found) == [0, 3]
    assert sorted(len(one.skipped) for one in found) == [0, 3]
    assert Resource.objects.filter(weedings__state="asked").count() == 3


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (3, ["May “Title 0” go?", "May “Title 1” go?", "May “Title 2” go?"]),
        (4, ["May these 4 titles go?"]),
        (30, ["May these 30 titles go?"]),
    ],
)
def test_many_questions_to_the_head_are_one_line_on_the_desk_and_hide_nothing_else(hill, number, expected):
    titles = [title(hill, f"Title {index}", year=1961) for index in range(number)]
    about = {"why": "Worn", "department": hill.humanities, "by": hill.ada, "now": NOW}
    propose_many(resources=titles, asks_head=True, **about)
    ask(hill, suggest(hill, "Atlas"), now=NOW)
    found = facts(members=[hill.hugo], on=TODAY)[hill.hugo.pk]
    items = library.items_of(school_slug="hill", facts=found, on=TODAY)
    assert sorted(item.text for item in items) == sorted([*expected, "Would “Atlas” be used?"])
    first = Advice.objects.filter(weeding__isnull=False).order_by("pk").first()
    assert first.get_absolute_url() in [item.url for item in items]
