"""What loans tell whoever buys: what was lost, what was always used and asked for, what never was."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from resources.bookings import follow_ups as cared_for
from resources.bookings.lending import Back
from resources.boxes.actions import retire_box
from resources.boxes.contents import add_item, current_version
from resources.from_loans.rows import MOST, SHOWN, part_of
from resources.models import FollowUp, PurchaseSuggestion, Resource
from resources.weeding.actions import keep_title
from tests.cast import NOW, TODAY
from tests.lending import comes_back, goes_out, lend, make_box, put_copy
from tests.suggestions import STEPS, propose, suggest, topic

PAGE = "/hill/library/purchases/from-loans/"
LEAVE_OUT = f"{PAGE}leave-out/"
ISBN = "9780306406157"
TWO_YEARS = timedelta(days=730)


@pytest.fixture(autouse=True)
def at_half_past_noon(monkeypatch):
    """It is the Wednesday of the cast."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def box(hill):
    """A class set: twelve copies of one novel, a map, and an atlas with a barcode."""
    box = make_box(hill.ada, "Novels", [("Map", 1)], topics="friendship, deserts")
    add_item(box=box, resource=novel(hill), quantity=12, by=hill.ada, now=NOW)
    put_copy(box, hill.ada, "Atlas", "A1")
    return box


def novel(hill):
    made = {"added_on": TODAY, "created_at": NOW, "created_by": hill.ada}
    return Resource.objects.create(school=hill.school, title="Holes", creators=["L. Sachar"], isbns=[ISBN], **made)


def lent(hill, box, *, weeks_ago=0, borrower=None, **how):
    """One whole loan of a box; `how` it came back by the names of its things. Returns the follow-ups."""
    now = NOW - timedelta(weeks=weeks_ago)
    day = TODAY - timedelta(weeks=weeks_ago)
    booking = lend(box, borrower or hill.ben, day, day, by=hill.ada, now=now)
    goes_out(booking, by=hill.ada, now=now)
    return comes_back(booking, by=hill.ada, now=now + timedelta(hours=5), **how)


def told(client, part):
    """What a list of the page says, as (title, words, whether something is offered, what is done already)."""
    rows = client.get(PAGE).context[part].rows
    return [(row.title, row.words, bool(row.buy_url or row.item), row.told and row.told.words) for row in rows]


def offered(client, part):
    """What the first row of a list fills in where a purchase is suggested."""
    address = urlsplit(client.get(PAGE).context[part].rows[0].buy_url)
    return address.path, {name: values[0] for name, values in parse_qs(address.query).items()}


# --- Lost ------------------------------------------------------------------------------------------------


def test_what_was_lost_and_not_replaced_is_counted_by_title(as_ada, hill, box):
    lent(hill, box, weeks_ago=30, Holes=Back(missing=2))
    lent(hill, box, weeks_ago=10, Holes=Back(missing=1, damaged=1), Map=Back(missing=1))
    lent(hill, make_box_with(hill, "Readers", "Holes"), weeks_ago=2, Holes=Back(missing=1))
    assert told(as_ada, "lost") == [
        ("Holes", "4 copies went missing, 1 copy came back damaged", True, None),
        ("Map", "1 went missing", True, None),
    ]


def make_box_with(hill, name, title):
    box = make_box(hill.ada, name)
    add_item(box=box, resource=Resource.objects.get(title=title), quantity=3, by=hill.ada, now=NOW)
    return box


def test_one_press_leads_to_a_suggestion_that_is_filled_in(as_ada, hill, box):
    request = topic(hill, "Friendship")
    box.requests.add(request)
    lent(hill, box, weeks_ago=30, Holes=Back(missing=1))
    lent(hill, box, weeks_ago=10, Holes=Back(missing=1))
    path, typed = offered(as_ada, "lost")
    assert (path, typed) == (
        "/hill/library/purchases/add/",
        {
            "title": "Holes",
            "creator": "L. Sachar",
            "isbn": ISBN,
            "why": "2 copies went missing (loans of “Novels”, April 2026 to September 2026). "
            "Topics: friendship, deserts.",
            "quantity": "2",
            "request": str(request.pk),
        },
    )
    form = as_ada.get(path, typed).context["form"]
    filled_in = {name: form[name].value() for name in ("title", "creator", "isbn", "why", "quantity", "request")}
    assert filled_in == typed | {"quantity": 2, "request": request.pk}
    assert form["department"].value() == hill.humanities.pk


@pytest.mark.parametrize(
    ("outcome", "stands"),
    [("found", False), ("replaced", False), ("written_off", True)],
)
def test_what_was_found_or_replaced_is_not_lost(as_ada, hill, box, outcome, stands):
    [follow_up] = lent(hill, box, weeks_ago=1, Map=Back(missing=1))
    cared_for.settle(follow_up=follow_up, outcome=outcome, by=hill.ada, now=NOW)
    assert bool(told(as_ada, "lost")) is stands


def test_what_waits_to_be_settled_leads_there(as_ada, hill, box):
    [follow_up] = lent(hill, box, weeks_ago=1, Map=Back(missing=1))
    [row] = as_ada.get(PAGE).context["lost"].rows
    assert row.settle_url == reverse("follow_up_settle", args=["hill", follow_up.pk])
    cared_for.settle(follow_up=follow_up, outcome="written_off", by=hill.ada, now=NOW)
    [row] = as_ada.get(PAGE).context["lost"].rows
    assert row.settle_url == ""


def test_what_was_lost_more_than_two_years_ago_is_history(as_ada, hill, box):
    [follow_up] = lent(hill, box, Map=Back(missing=1))
    for moment, stands in ((NOW - TWO_YEARS, True), (NOW - TWO_YEARS - timedelta(seconds=1), False)):
        FollowUp.objects.filter(pk=follow_up.pk).update(created_at=moment)
        assert bool(told(as_ada, "lost")) is stands


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("asked", "Suggested: asked"),
        ("accepted", "Suggested: accepted"),
        ("ordered", "Suggested: ordered"),
        ("available", "Bought, and there"),
        ("declined", "Suggested: declined"),
    ],
)
def test_what_was_suggested_since_is_marked_and_not_offered_twice(as_ada, hill, box, state, words):
    lent(hill, box, weeks_ago=2, Holes=Back(missing=1))
    suggest(hill, "HOLES")
    PurchaseSuggestion.objects.update(state=state)
    assert state in STEPS
    assert told(as_ada, "lost") == [("Holes", "1 copy went missing", False, words)]


def test_a_suggestion_is_known_by_its_isbn_too(as_ada, hill, box):
    lent(hill, box, weeks_ago=2, Holes=Back(missing=1))
    suggest(hill, "Holes, paperback", isbn=ISBN)
    assert told(as_ada, "lost")[0][2:] == (False, "Suggested: asked")


def test_what_was_bought_before_it_was_lost_does_not_count(as_ada, hill, box):
    suggest(hill, "Holes", now=NOW - timedelta(weeks=9))
    lent(hill, box, weeks_ago=2, Holes=Back(missing=1))
    assert told(as_ada, "lost")[0][2:] == (False, "Suggested: asked")
    PurchaseSuggestion.objects.update(state="available")
    assert told(as_ada, "lost")[0][2:] == (True, None)


def test_a_title_that_the_library_let_go_is_not_missed(as_ada, hill, box):
    lent(hill, box, weeks_ago=2, Holes=Back(missing=1))
    Resource.objects.filter(title="Holes").update(withdrawn_at=NOW, withdrawn_by=hill.ada)
    assert told(as_ada, "lost") == []


# --- Always used, and asked for --------------------------------------------------------------------------


def asked_for_while_out(hill, box, *, weeks_ago, **how):
    """A loan, during which Cleo asks for the box."""
    now, day = NOW - timedelta(weeks=weeks_ago), TODAY - timedelta(weeks=weeks_ago)
    booking = lend(box, hill.ben, day, day, by=hill.ada, now=now)
    goes_out(booking, by=hill.ada, now=now)
    lend(box, hill.cleo, day + timedelta(days=4), day + timedelta(days=4), by=hill.cleo, now=now + timedelta(hours=1))
    comes_back(booking, by=hill.ada, now=now + timedelta(hours=5), **how)


def test_what_was_always_used_and_asked_for_is_worth_another_copy(as_ada, hill, box):
    lent(hill, box, weeks_ago=30, Holes=Back(was_used=True), Atlas=Back(was_used=True))
    asked_for_while_out(hill, box, weeks_ago=10, Holes=Back(was_used=True), Atlas=Back(was_used=False))
    words = "used every time, in 2 loans; the box was asked for once while it was out"
    assert told(as_ada, "wanted") == [("Holes", words, True, None)]
    _, typed = offered(as_ada, "wanted")
    assert typed["why"] == (
        "Used every time, in 2 loans; the box was asked for once while it was out "
        "(loans of “Novels”, April 2026 to September 2026). Topics: friendship, deserts."
    )


def test_without_anybody_waiting_one_copy_is_enough(as_ada, hill, box):
    for weeks_ago in (30, 10):
        lent(hill, box, weeks_ago=weeks_ago, Holes=Back(was_used=True))
    lend(box, hill.cleo, TODAY, TODAY, by=hill.cleo)
    assert told(as_ada, "wanted") == []


def test_one_loan_does_not_say_every_time(as_ada, hill, box):
    asked_for_while_out(hill, box, weeks_ago=10, Holes=Back(was_used=True))
    assert told(as_ada, "wanted") == []


def test_whoever_asks_for_more_days_for_themselves_is_not_somebody_waiting(as_ada, hill, box):
    lent(hill, box, weeks_ago=30, Holes=Back(was_used=True))
    now, day = NOW - timedelta(weeks=10), TODAY - timedelta(weeks=10)
    booking = lend(box, hill.ben, day, day, by=hill.ada, now=now)
    goes_out(booking, by=hill.ada, now=now)
    lend(box, hill.ben, day + timedelta(days=4), day + timedelta(days=4), by=hill.ben, now=now + timedelta(hours=1))
    comes_back(booking, by=hill.ada, now=now + timedelta(hours=5), Holes=Back(was_used=True))
    assert told(as_ada, "wanted") == []


def test_another_copy_that_was_suggested_is_marked(as_ada, hill, box):
    lent(hill, box, weeks_ago=30, Holes=Back(was_used=True))
    asked_for_while_out(hill, box, weeks_ago=10, Holes=Back(was_used=True))
    suggest(hill, "Holes", now=NOW - timedelta(weeks=9))
    assert told(as_ada, "wanted")[0][2:] == (False, "Suggested: asked")


# --- Never used ------------------------------------------------------------------------------------------


@pytest.fixture
def unused(hill, box):
    """Map and atlas came back unused twice, the novel once."""
    lent(hill, box, weeks_ago=30, Map=Back(was_used=False), Atlas=Back(was_used=False), Holes=Back(was_used=False))
    lent(hill, box, weeks_ago=10, Map=Back(was_used=False), Atlas=Back(was_used=False), Holes=Back(was_used=True))
    return box


def test_what_came_back_unused_every_time_may_stay_at_home(as_ada, unused):
    assert told(as_ada, "unused") == [
        ("Atlas", "came back unused 2 times, copy A1", True, None),
        ("Map", "came back unused 2 times", True, None),
    ]


def test_one_press_leaves_it_out_of_the_next_version_and_another_puts_it_back(as_ada, unused):
    row = as_ada.get(PAGE).context["unused"].rows[1]
    page = as_ada.post(LEAVE_OUT, {"item": row.item}, follow=True)
    assert "“Map” was taken out of the box. It is “Novels”." in page.text
    assert [row.title for row in page.context["unused"].rows] == ["Atlas"]
    version = current_version(unused)
    assert (version.number, sorted(str(item) for item in version.items.all())) == (2, ["Atlas", "Holes"])
    as_ada.post(reverse("box_item_put_back", args=["hill", unused.pk]), {"undo": page.context["said"].undo})
    assert [title for title, *_ in told(as_ada, "unused")] == ["Atlas", "Map"]


def test_what_was_taken_out_already_is_said(as_ada, unused):
    row = as_ada.get(PAGE).context["unused"].rows[1]
    as_ada.post(LEAVE_OUT, {"item": row.item})
    page = as_ada.post(LEAVE_OUT, {"item": row.item}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["“Map” was taken out already."]


def test_a_box_that_is_out_of_use_is_left_as_it_is(as_ada, hill, unused):
    row = as_ada.get(PAGE).context["unused"].rows[1]
    retire_box(box=unused, by=hill.ada, now=NOW)
    page = as_ada.post(LEAVE_OUT, {"item": row.item}, follow=True)
    [message] = page.context["messages"]
    assert str(message) == "“Novels” is out of use. Take it into use again, then change what is in it."
    assert told(as_ada, "unused") == []


def test_a_title_that_was_used_nowhere_may_be_weeded(as_ada, hill, unused):
    atlas = Resource.objects.get(title="Atlas")
    rows = {row.title: row.weed_url for row in as_ada.get(PAGE).context["unused"].rows}
    assert rows == {"Atlas": f"/hill/library/weeding/add/?resource={atlas.pk}", "Map": ""}
    assert as_ada.get(rows["Atlas"]).context["resource"] == atlas


def test_a_title_that_another_box_needs_is_not_asked_about(as_ada, hill, unused):
    other = make_box_with(hill, "Maps", "Atlas")
    lent(hill, other, weeks_ago=5, Atlas=Back(was_used=True))
    assert [row.weed_url for row in as_ada.get(PAGE).context["unused"].rows] == ["", ""]


def test_a_title_that_was_proposed_for_weeding_is_marked(as_ada, hill, unused):
    proposal = propose(hill, Resource.objects.get(title="Atlas"))
    rows = as_ada.get(PAGE).context["unused"].rows
    assert [(row.title, row.told and row.told.words, row.weed_url) for row in rows] == [
        ("Map", None, ""),
        ("Atlas", "Asked: may it go?", ""),
    ]
    keep_title(proposal=proposal, why="For the science fair", by=hill.ada, now=NOW)
    assert as_ada.get(PAGE).context["unused"].rows[1].told.words == "Weeding: kept"


# --- The page --------------------------------------------------------------------------------------------


def test_a_page_without_loans_teaches(as_ada, hill):
    assert "Loans have told nothing yet" in as_ada.get(PAGE).text


def test_the_purchases_and_what_is_missing_lead_here(as_ada, as_ben, hill):
    assert PAGE in as_ada.get("/hill/library/purchases/").text
    assert PAGE in as_ada.get("/hill/library/loans/follow-ups/").text
    assert PAGE not in as_ben.get("/hill/library/purchases/").text


def test_it_is_for_librarians(as_ben, as_lena, as_omar, as_nils, unused):
    assert {client.get(PAGE).status_code for client in (as_ben, as_lena, as_omar)} == {403}
    assert as_nils.get(PAGE).status_code == 404
    assert as_nils.get(PAGE.replace("hill", "vale")).context["unused"].rows == []


def test_a_stranger_takes_nothing_out(as_nils, as_ben, unused):
    item = current_version(unused).items.first().pk
    assert as_nils.post(LEAVE_OUT.replace("hill", "vale"), {"item": item}).status_code == 404
    assert as_ben.post(LEAVE_OUT, {"item": item}).status_code == 403
    assert current_version(unused).number == 1


@pytest.mark.parametrize("item", ["", "x", "9", "²", "9" * 400, "a\x00b"])
def test_what_is_no_thing_of_a_box_is_not_found(as_ada, unused, item):
    assert as_ada.post(LEAVE_OUT, {"item": item}).status_code == 404


@pytest.mark.parametrize("query", ["undo=x", "undo=x&box=9", "box=²", "undo=%00&box=1"])
def test_an_address_that_makes_no_sense_says_nothing(as_ada, unused, query):
    page = as_ada.get(f"{PAGE}?{query}")
    assert (page.status_code, page.context["said"]) == (200, None)


def test_hostile_names_are_shown_as_text_and_fit_into_a_suggestion(as_ada, hill):
    box = make_box(hill.ada, "<b>" + "x" * 190, [("<script>alert(1)</script>", 2)], topics="y" * 500)
    lent(hill, box, weeks_ago=1, **{"<script>alert(1)</script>": Back(missing=2)})
    assert "<script>alert" not in as_ada.get(PAGE).text
    path, typed = offered(as_ada, "lost")
    assert as_ada.post(path, typed | {"quantity": "2"}).status_code == 302


def test_the_page_costs_the_same_with_one_thing_and_with_three(as_ada, hill, django_assert_num_queries):
    def tell(*names):
        box = make_box(hill.ada, f"Box of {len(names)}", topics="x")
        for name in names:
            for place in "abc":
                put_copy(box, hill.ada, f"{name} {place}", f"{name}{place}{len(names)}")
        lost = {f"{name} a": Back(missing=1, was_used=True) for name in names}
        how = lost | {f"{name} b": Back(was_used=True) for name in names}
        how |= {f"{name} c": Back(was_used=False) for name in names}
        lent(hill, box, weeks_ago=30, **how)
        asked_for_while_out(hill, box, weeks_ago=10, **how)

    tell("One")
    as_ada.get(PAGE)
    with django_assert_num_queries(12):
        page = as_ada.get(PAGE)
    assert [len(page.context[part].rows) for part in ("lost", "wanted", "unused")] == [1, 2, 1]
    tell("Two", "Three", "Four")
    with django_assert_num_queries(12):
        page = as_ada.get(PAGE)
    assert [len(page.context[part].rows) for part in ("lost", "wanted", "unused")] == [4, 8, 4]


def test_a_long_list_shows_a_dozen_opens_the_rest_and_says_what_is_left_out():
    part = part_of(list(range(MOST + 3)), make=str)
    assert (len(part.first), len(part.first) + len(part.rest), part.left_out) == (SHOWN, MOST, 3)
