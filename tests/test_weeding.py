"""Weeding: what might go, what the head says to it, and a title that goes only when it is known who works with it."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from collab.errors import Refused
from resources.advice.permissions import may_see_thing
from resources.catalogue.actions import withdraw_resource
from resources.models import (
    BoxItem,
    BoxVersion,
    Copy,
    ListEntry,
    Resource,
    ResourceBox,
    ResourceList,
    WeedingProposal,
)
from resources.standing import places_of
from resources.weeding.actions import StillStands, keep_title, let_go, propose_weeding
from resources.weeding.candidates import Asked, candidates
from resources.weeding.states import NEXT
from tests.cast import NOW, TODAY
from tests.racing import refusals
from tests.suggestions import ask, propose, say, title

CAST = ("ada", "ben", "cleo", "lena", "hugo", "omar", "nils")


def url(name, proposal=None, **query):
    parts = {"school_slug": "hill"} | ({"weeding_id": proposal.pk} if proposal else {})
    return reverse(name, kwargs=parts, query=query)


def box_with(hill, resource, name="Rivers box", *, more_versions=0):
    """A box with the title in its first version; every further version is empty."""
    made = {"created_at": NOW, "created_by": hill.ada}
    box = ResourceBox.objects.create(school=hill.school, name=name, **made)
    first = BoxVersion.objects.create(box=box, number=1, sealed_at=NOW if more_versions else None, **made)
    BoxItem.objects.create(contents=first, resource=resource, added_at=NOW, added_by=hill.ada)
    for number in range(2, 2 + more_versions):
        BoxVersion.objects.create(box=box, number=number, **made)
    return box


def list_with(hill, resource, name="Rivers links"):
    made = {"created_at": NOW, "created_by": hill.ada}
    links = ResourceList.objects.create(school=hill.school, title=name, owner=hill.ada, **made)
    ListEntry.objects.create(list=links, position=1, kind="title", resource=resource, **made)
    return links


def person(name, hill, vale):
    return vale.nils if name == "nils" else getattr(hill, name)


# --- Who -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("is_asked", [False, True])
def test_who_may_see_a_proposal_is_who_finds_it(hill, vale, who, is_asked):
    proposal = propose(hill)
    if is_asked:
        ask(hill, proposal, of=hill.cleo)
    member = person(who, hill, vale)
    loaded = WeedingProposal.objects.select_related("department").prefetch_related("advice").get()
    assert may_see_thing(member, loaded) == WeedingProposal.objects.visible_to(member).exists()


def test_who_is_asked_reads_the_proposal_and_does_not_decide(hill, as_hugo, as_ben):
    proposal = propose(hill)
    advice = ask(hill, proposal)
    page = as_hugo.get(url("weeding", proposal)).content.decode()
    assert (advice.get_absolute_url() in page, "Let it go" in page, url("weedings") in page) == (True, False, False)
    assert as_hugo.post(url("weeding_move", proposal), {"to": "gone"}).status_code == 403
    assert as_ben.get(url("weeding", proposal)).status_code == 404


@pytest.mark.parametrize("name", ["weedings", "weedings_download", "weeding_candidates", "weeding_add"])
def test_the_lists_are_for_librarians(hill, as_lena, as_hugo, name):
    for client in (as_lena, as_hugo):
        assert client.get(url(name)).status_code == 403


# --- Proposing -------------------------------------------------------------------------------------------


def test_ada_proposes_a_title_and_asks_the_head_in_one_step(hill, as_ada):
    old = title(hill, "Volcanoes of 1961")
    page = as_ada.get(url("weeding_add", resource=old.pk)).content.decode()
    assert "Volcanoes of 1961" in page
    typed = {"why": "From <1961>", "department": hill.humanities.pk, "ask": "on"}
    answer = as_ada.post(url("weeding_add", resource=old.pk), typed)
    proposal = WeedingProposal.objects.get()
    assert (answer.url, proposal.resource, proposal.state) == (url("weeding", proposal), old, "asked")
    assert [one.asked_of for one in proposal.advice.all()] == [hill.hugo]
    page = as_ada.get(url("weeding", proposal)).content.decode()
    assert "“Volcanoes of 1961” is proposed. Hugo Lindqvist is asked." in page
    assert "From &lt;1961&gt;" in page


def test_who_would_ask_a_department_without_a_head_is_told_that_nobody_is_asked(hill, as_ada):
    for department, told in (
        (hill.science.pk, "Science has no head, so that nobody is asked yet."),
        ("", "No department is named, so that nobody is asked yet."),
    ):
        resource = title(hill, f"Of {department}")
        answer = as_ada.post(url("weeding_add", resource=resource.pk), {"department": department, "ask": "on"})
        assert told in as_ada.get(answer.url).content.decode()


def test_a_title_that_was_withdrawn_meanwhile_is_called_so_and_not_kept(hill, as_ada):
    proposal = propose(hill)
    withdraw_resource(resource=proposal.resource, by=hill.ada, now=NOW)
    assert "It is withdrawn from the catalogue." in as_ada.get(url("weeding", proposal)).content.decode()
    answer = as_ada.post(url("weeding_move", proposal), {"to": "kept", "why": "A <classic>"})
    page = answer.content.decode()
    assert (answer.status_code, "A &lt;classic&gt;" in page) == (409, True)
    assert "It is withdrawn already. Put it back on the shelf first, on its page in the catalogue." in page
    assert as_ada.post(url("weeding_move", proposal), {"to": "gone"}).status_code == 302


def test_nobody_is_asked_where_there_is_no_head_or_it_is_not_wanted(hill, as_ada):
    as_ada.post(url("weeding_add", resource=title(hill, "One").pk), {"department": hill.science.pk, "ask": "on"})
    as_ada.post(url("weeding_add", resource=title(hill, "Two").pk), {"department": hill.humanities.pk})
    assert [proposal.advice.count() for proposal in WeedingProposal.objects.all()] == [0, 0]


def test_a_title_is_proposed_once_at_a_time(hill, as_ada):
    proposal = propose(hill)
    assert as_ada.get(url("weeding_add", resource=proposal.resource_id)).url == url("weeding", proposal)
    keep_title(proposal=proposal, why="A classic", by=hill.ada, now=NOW)
    assert as_ada.get(url("weeding_add", resource=proposal.resource_id)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_librarians_who_propose_at_once_one_is_told(hill):
    resource = title(hill)

    def propose_it():
        propose_weeding(resource=resource, why="", department=None, by=hill.ada, now=NOW)

    told = refusals(propose_it, propose_it, of=Refused)
    assert told == ["Somebody proposed it a moment ago. It stands in the list."]


@pytest.mark.parametrize("resource", ["", "x", "9" * 30, "0"])
def test_an_address_without_a_title_is_404(hill, as_ada, resource):
    assert as_ada.get(url("weeding_add", resource=resource)).status_code == 404


def test_a_title_of_another_school_is_404(hill, vale, as_ada):
    theirs = Resource.objects.create(
        school=vale.school, title="Theirs", added_on=TODAY, created_at=NOW, created_by=vale.nils
    )
    assert as_ada.get(url("weeding_add", resource=theirs.pk)).status_code == 404


@pytest.mark.parametrize("typed", [{"why": "w" * 1001}, {"why": "Old", "department": "x"}])
def test_a_proposal_that_does_not_fit_is_refused_and_kept(hill, as_ada, typed):
    answer = as_ada.post(url("weeding_add", resource=title(hill).pk), typed)
    assert (answer.status_code, typed["why"] in answer.content.decode()) == (422, True)
    assert not WeedingProposal.objects.exists()


# --- Deciding --------------------------------------------------------------------------------------------


def test_the_table_of_moves_is_this():
    assert {str(was): sorted(map(str, to)) for was, to in NEXT.items()} == {
        "asked": ["advised", "gone", "kept"],
        "advised": ["gone", "kept"],
        "gone": [],
        "kept": [],
    }


def test_a_title_that_nobody_works_with_goes_with_its_copies(hill, as_ada):
    proposal = propose(hill)
    copy = Copy.objects.create(school=hill.school, resource=proposal.resource, barcode="B1", added_on=TODAY)
    assert as_ada.post(url("weeding_move", proposal), {"to": "gone", "why": "Worn"}).status_code == 302
    proposal.refresh_from_db()
    copy.refresh_from_db()
    assert (proposal.state, proposal.resource.withdrawn_by, copy.withdrawn_at is not None) == ("gone", hill.ada, True)
    assert [(one.became, one.why) for one in proposal.moves.all()] == [("asked", ""), ("gone", "Worn")]


def test_a_title_in_a_box_and_a_list_goes_only_when_that_was_said(hill, as_ada):
    proposal = propose(hill)
    box, links = box_with(hill, proposal.resource), list_with(hill, proposal.resource)
    answer = as_ada.post(url("weeding_move", proposal), {"to": "gone", "why": "It is <worn>"})
    page = answer.content.decode()
    told = f"box-{box.pk} list-{links.pk}"
    assert (answer.status_code, Resource.objects.on_the_shelf().count()) == (409, 1)
    for part in ("Rivers box", "Rivers links", "It is &lt;worn&gt;", f'name="told" value="{told}"'):
        assert part in page
    assert as_ada.post(url("weeding_move", proposal), {"to": "gone", "told": told}).status_code == 302
    assert Resource.objects.on_the_shelf().count() == 0


def test_a_place_that_came_since_is_named_too(hill):
    proposal = propose(hill)
    first = box_with(hill, proposal.resource)
    box_with(hill, proposal.resource, "Second box")
    with pytest.raises(StillStands) as refused:
        let_go(proposal=proposal, why="", told=[f"box-{first.pk}"], by=hill.ada, now=NOW)
    assert [place.name for place in refused.value.places] == ["Rivers box", "Second box"]


def test_a_title_stands_in_the_newest_version_of_boxes_in_use_and_in_lists(hill):
    resource = title(hill)
    box_with(hill, resource, "Now")
    box_with(hill, resource, "Before", more_versions=1)
    retired = box_with(hill, resource, "Retired")
    ResourceBox.objects.filter(pk=retired.pk).update(retired_at=NOW, retired_by=hill.ada)
    links = list_with(hill, resource, "Links")
    gone = list_with(hill, resource, "Taken off")
    ListEntry.objects.filter(list=gone).update(removed_at=NOW, removed_by=hill.ada)
    assert [(place.name, place.url) for place in places_of(resource)] == [
        ("Now", ResourceBox.objects.get(name="Now").get_absolute_url()),
        ("Links", links.get_absolute_url()),
    ]


def test_a_title_is_kept_for_a_reason(hill, as_ada):
    proposal = propose(hill)
    answer = as_ada.post(url("weeding_move", proposal), {"to": "kept", "why": " "})
    assert (answer.status_code, "Say why it stays" in answer.content.decode()) == (422, True)
    as_ada.post(url("weeding_move", proposal), {"to": "kept", "why": "A classic"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.resource.withdrawn_at) == ("kept", None)


@pytest.mark.parametrize(
    "typed", [{"to": "asked", "why": "Hm"}, {"to": "x", "why": "Hm"}, {"to": "kept", "why": "y" * 501}]
)
def test_a_decision_that_does_not_fit_is_refused_and_the_reason_kept(hill, as_ada, typed):
    proposal = propose(hill)
    answer = as_ada.post(url("weeding_move", proposal), typed)
    proposal.refresh_from_db()
    assert (answer.status_code, typed["why"] in answer.content.decode(), proposal.state) == (422, True, "asked")


def test_who_decides_before_they_have_seen_the_advice_is_told(hill, as_ada):
    proposal = propose(hill)
    assert 'name="was" value="asked"' in as_ada.get(url("weeding", proposal)).content.decode()
    say(ask(hill, proposal), "no", "Year 9 reads it")
    answer = as_ada.post(url("weeding_move", proposal), {"to": "gone", "was": "asked", "why": "It is <worn>"})
    page = answer.content.decode()
    assert (answer.status_code, Resource.objects.on_the_shelf().count()) == (409, 1)
    assert ("Year 9 reads it" in page, "It is &lt;worn&gt;" in page, 'value="advised"' in page) == (True, True, True)


def test_of_two_who_keep_it_the_second_keeps_the_reason(hill, as_ada):
    proposal = propose(hill)
    keep_title(proposal=proposal, why="A classic", by=hill.ada, now=NOW)
    answer = as_ada.post(url("weeding_move", proposal), {"to": "kept", "was": "asked", "why": "Signed by <her>"})
    assert (answer.status_code, "Signed by &lt;her&gt;" in answer.content.decode()) == (409, True)
    answer = as_ada.post(url("weeding_move", proposal), {"to": "kept", "was": "asked", "why": "A classic"})
    assert answer.status_code == 302


def test_what_is_decided_is_not_decided_again(hill, as_ada):
    proposal = propose(hill)
    keep_title(proposal=proposal, why="A classic", by=hill.ada, now=NOW)
    answer = as_ada.post(url("weeding_move", proposal), {"to": "gone", "why": "Worn"})
    assert (answer.status_code, Resource.objects.on_the_shelf().count()) == (409, 1)
    assert "From “kept” it cannot become “gone”." in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_the_second_is_told(hill):
    proposal = propose(hill)

    def read():
        return WeedingProposal.objects.get(pk=proposal.pk)

    first, second = read(), read()
    told = refusals(
        lambda: keep_title(proposal=first, why="A classic", by=hill.ada, now=NOW),
        lambda: let_go(proposal=second, why="", told=[], by=hill.ada, now=NOW),
        of=Refused,
    )
    assert told == ["Somebody was quicker: it is “kept” now. Look again."]
    assert Resource.objects.get().withdrawn_at is None


# --- Candidates and lists --------------------------------------------------------------------------------


@pytest.fixture
def shelf(hill):
    """Old (1961), New (2024), Undated, Many (1999, three copies), Boxed (1990), Listed (1991), Proposed, Withdrawn."""
    made = {
        name: title(hill, name, year=year)
        for name, year in (
            ("Old", 1961),
            ("New", 2024),
            ("Undated", None),
            ("Many", 1999),
            ("Boxed", 1990),
            ("Listed", 1991),
            ("Proposed", 1950),
            ("Withdrawn", 1950),
        )
    }
    for number in range(3):
        Copy.objects.create(school=hill.school, resource=made["Many"], barcode=f"M{number}", added_on=TODAY)
    box_with(hill, made["Boxed"])
    list_with(hill, made["Listed"])
    propose(hill, made["Proposed"])
    Resource.objects.filter(pk=made["Withdrawn"].pk).update(withdrawn_at=NOW, withdrawn_by=hill.ada)
    return made


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(before=2011), ["Old", "Many"]),
        (Asked(before=2011, unused=False), ["Old", "Boxed", "Listed", "Many"]),
        (Asked(), ["Old", "Many", "New", "Undated"]),
        (Asked(copies=3), ["Many"]),
        (Asked(copies=4), []),
        (Asked(kind="video"), []),
    ],
)
def test_candidates_are_narrowed_as_asked_the_oldest_first(shelf, hill, asked, expected):
    assert [one.title for one in candidates(member=hill.ada, asked=asked)] == expected


def test_the_page_of_candidates_begins_with_what_is_old_and_unused(shelf, as_ada):
    page = as_ada.get(url("weeding_candidates")).content.decode()
    assert "2 titles" in page
    page = as_ada.get(url("weeding_candidates", shown="1", before="x", copies="-1", kind="?")).content.decode()
    assert "6 titles" in page


@pytest.mark.parametrize("number", [1, 3])
def test_candidates_cost_five_queries(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        box_with(hill, title(hill, f"Title {index}", year=1960), f"Box {index}")
    with django_assert_num_queries(5):
        page = as_ada.get(url("weeding_candidates", shown="1")).content.decode()
    assert page.count('<th scope="row"') == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_proposals_costs_five_queries(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        ask(hill, propose(hill, title(hill, f"Title {index}")))
    with django_assert_num_queries(5):
        page = as_ada.get(url("weedings")).content.decode()
    assert page.count('<th scope="row"') == number


def test_the_list_is_narrowed_by_state_and_teaches_when_it_is_empty(hill, as_ada):
    assert "Nothing is proposed" in as_ada.get(url("weedings")).content.decode()
    propose(hill, title(hill, "Asked about"))
    keep_title(proposal=propose(hill, title(hill, "Kept one")), why="A classic", by=hill.ada, now=NOW)
    page = as_ada.get(url("weedings", state="kept")).content.decode()
    assert ("Kept one" in page, "Asked about" in page) == (True, False)
    assert "2 proposals" in as_ada.get(url("weedings", state="x")).content.decode()


def test_the_download_holds_what_is_on_screen_and_what_was_decided(hill, as_ada):
    propose(hill, title(hill, "Asked about"))
    proposal = propose(hill, title(hill, "=Kept", year=1961, creators=["A. Writer"], location="Attic"), why="Old")
    say(ask(hill, proposal), "no", "Year 9 reads it")
    keep_title(
        proposal=WeedingProposal.objects.get(pk=proposal.pk), why="A classic", by=hill.ada, now=NOW + timedelta(days=1)
    )
    content = as_ada.get(url("weedings_download", state="kept")).getvalue().decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(content))
    assert dict(zip(header, row, strict=True)) == {
        "Title": "'=Kept",
        "Creators": "A. Writer",
        "Year": "1961",
        "Location": "Attic",
        "Call number": "",
        "Why": "Old",
        "State": "Kept",
        "Decided because": "A classic",
        "Decided by": "Ada Marlow",
        "Decided on": "2026-11-19",
        "Department": "Humanities",
        "Advice": "Hugo Lindqvist: no (Year 9 reads it)",
        "Proposed by": "Ada Marlow",
        "Proposed on": "2026-11-18",
    }
    assert (
        f"{url('weedings_download')}?state=kept&amp;format=csv"
        in as_ada.get(url("weedings", state="kept")).content.decode()
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_download_costs_five_queries(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        ask(hill, propose(hill, title(hill, f"Title {index}")))
    with django_assert_num_queries(5):
        as_ada.get(url("weedings_download")).getvalue()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_proposal_costs_the_same_whatever_it_holds(hill, as_ada, django_assert_num_queries, number):
    proposal = propose(hill)
    for member in (hill.hugo, hill.cleo, hill.lena)[:number]:
        say(ask(hill, proposal, of=member), now=NOW + timedelta(hours=1))
    for index in range(number):
        box_with(hill, proposal.resource, f"Box {index}")
    with django_assert_num_queries(9):
        assert as_ada.get(url("weeding", proposal)).status_code == 200


def test_candidates_begin_with_what_is_ten_years_old():
    assert Asked.read({}, today=date(2026, 11, 18)).before == 2016
