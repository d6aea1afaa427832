"""What of the library waits on a desk: for the librarian, for a teacher, for a head of department."""

from datetime import date, timedelta

import pytest

from outreach.desk import library
from outreach.desk.items import in_order
from resources.models import (
    Advice,
    BoxBooking,
    BoxItem,
    BoxVersion,
    FollowUp,
    LoanLine,
    NothingThisTime,
    PurchaseSuggestion,
    Resource,
    ResourceBox,
    TopicRequest,
    WeedingProposal,
)
from tests.cast import NOW, TODAY

LIKE = "Ben Okafor would like “Volcano box”"
HAND_OUT = "Hand out “Volcano box” to Ben Okafor"


def waiting(member, on=TODAY):
    """(text, detail, path below the school) of each item, in the order of the desk."""
    found = library.facts(members=[member], on=on)[member.pk]
    items = in_order(library.items_of(school_slug="hill", facts=found, on=on))
    return [(item.text, item.detail, item.url.removeprefix("/hill/")) for item in items]


def ask(hill, teacher, topic, **about):
    about = {"term": hill.term, "created_at": NOW, "created_by": teacher, "changed_at": NOW} | about
    return TopicRequest.objects.create(school=hill.school, teacher=teacher, topic=topic, **about)


@pytest.fixture
def box(hill):
    made = ResourceBox.objects.create(school=hill.school, name="Volcano box", created_at=NOW, created_by=hill.ada)
    BoxVersion.objects.create(box=made, number=1, created_at=NOW, created_by=hill.ada, sealed_at=NOW)
    return made


def lend(hill, box, state, starts_on, ends_on):
    out = {"contents": box.versions.get(), "out_at": NOW} if state == "out" else {}
    return BoxBooking.objects.create(
        school=hill.school,
        box=box,
        borrower=hill.ben,
        starts_on=starts_on,
        ends_on=ends_on,
        kept_from=starts_on,
        kept_until=ends_on,
        state=state,
        created_at=NOW,
        created_by=hill.ada,
        **out,
    )


def test_requests_that_nobody_has_seen_wait_for_the_librarian_by_term(hill):
    ask(hill, hill.ben, "Volcanoes")
    ask(hill, hill.ben, "Rivers")
    ask(hill, hill.cleo, "Poems", term=hill.terms[0])
    ask(hill, hill.cleo, "Seen", state="seen")
    board = "topics/board/?term="
    nobody = "Nobody of the library has looked at them yet."
    assert waiting(hill.ada) == [
        ("A topic request for Term 1", nobody, f"{board}{hill.terms[0].pk}&state=asked"),
        ("2 topic requests for Term 4", nobody, f"{board}{hill.term.pk}&state=asked"),
    ]
    assert (waiting(hill.lena), waiting(hill.omar)) == ([], [])


@pytest.mark.parametrize(
    ("state", "starts", "ends", "expected"),
    [
        (
            "requested",
            5,
            9,
            ("Ben Okafor would like “Volcano box”", "From Monday 23 November. Confirm it, or say why not."),
        ),
        ("confirmed", 0, 9, ("Hand out “Volcano box” to Ben Okafor", "It is booked today.")),
        ("confirmed", -2, 9, ("Hand out “Volcano box” to Ben Okafor", "It is booked since Monday 16 November.")),
        ("confirmed", 1, 9, None),
        ("out", -9, 0, None),
        ("out", -9, -1, ("“Volcano box” is not back from Ben Okafor", "It was due on Tuesday 17 November.")),
        ("cancelled", -9, -1, None),
    ],
)
def test_loans_wait_for_the_librarian(hill, box, state, starts, ends, expected):
    loan = lend(hill, box, state, TODAY + timedelta(days=starts), TODAY + timedelta(days=ends))
    assert waiting(hill.ada) == ([(*expected, f"library/loans/{loan.pk}/")] if expected else [])


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (3, None),
        (2, "It is due on Friday 20 November. Ask for an extension if you need it longer."),
        (0, "It is due today. Ask for an extension if you need it longer."),
        (-1, "It was due on Tuesday 17 November."),
    ],
)
def test_a_box_is_to_be_brought_back(hill, box, ends, expected):
    loan = lend(hill, box, "out", TODAY - timedelta(days=9), TODAY + timedelta(days=ends))
    there = f"library/loans/{loan.pk}/"
    assert waiting(hill.ben) == ([("Bring back “Volcano box”", expected, there)] if expected else [])
    assert waiting(hill.cleo) == []


def test_what_came_back_incomplete_waits_until_it_is_settled(hill, box):
    loan = lend(hill, box, "out", TODAY, TODAY + timedelta(days=9))
    item = BoxItem.objects.create(contents=box.versions.get(), name="Lens", added_at=NOW, added_by=hill.ada)
    line = LoanLine.objects.create(booking=loan, item=item, handed_out=2, missing=1, damaged=1)
    for is_missing in (True, False):
        FollowUp.objects.create(school=hill.school, line=line, is_missing=is_missing, quantity=1, created_at=NOW)
    there = "library/loans/follow-ups/"
    assert waiting(hill.ada) == [
        ("2 things came back missing or damaged", "Settle what became of it.", there),
    ]
    FollowUp.objects.update(outcome="found", settled_at=NOW, settled_by=hill.ada)
    assert waiting(hill.ada) == []


def test_purchases_wait_for_advice_and_then_for_a_decision(hill):
    made = {"school": hill.school, "created_at": NOW, "created_by": hill.ben}
    for title in ("Atlas", "Globe"):
        PurchaseSuggestion.objects.create(title=title, **made)
    asked = PurchaseSuggestion.objects.create(title="Map", **made)
    Advice.objects.create(purchase=asked, asked_of=hill.hugo, asked_at=NOW, asked_by=hill.ada)
    PurchaseSuggestion.objects.create(title="Compass", state="advised", **made)
    ask_a_head = "Ask a head of department whether it would be used."
    assert waiting(hill.ada) == [
        ("1 purchase suggestion waits for a decision", "Advice is there.", "library/purchases/?state=advised"),
        ("2 purchase suggestions wait for advice", ask_a_head, "library/purchases/?state=asked"),
    ]


def test_advice_waits_for_who_is_asked_until_it_is_given_or_not_needed_any_more(hill):
    made = {"school": hill.school, "created_at": NOW, "created_by": hill.ada}
    atlas = PurchaseSuggestion.objects.create(title="Atlas", **made)
    old = Resource.objects.create(title="Old atlas", added_on=TODAY, **made)
    may_go = WeedingProposal.objects.create(resource=old, **made)
    by = {"asked_of": hill.hugo, "asked_at": NOW, "asked_by": hill.ada}
    used = Advice.objects.create(purchase=atlas, **by)
    go = Advice.objects.create(weeding=may_go, **by)
    asks = "Ada Marlow asks for your advice."
    assert waiting(hill.hugo) == [
        ("May “Old atlas” go?", asks, go.get_absolute_url().removeprefix("/hill/")),
        ("Would “Atlas” be used?", asks, used.get_absolute_url().removeprefix("/hill/")),
    ]
    PurchaseSuggestion.objects.update(state="accepted")
    Advice.objects.filter(weeding=may_go).update(answer="yes", answered_at=NOW, answered_by=hill.hugo)
    assert waiting(hill.hugo) == []


def test_a_teacher_is_asked_for_the_coming_term_until_they_answer(hill):
    four_weeks_before = date(2026, 9, 14)
    expected = [
        (
            "What will you teach in Term 4?",
            "It begins on Monday 12 October. Saying your topics takes a minute; the library gets ready for them.",
            f"topics/ask/?term={hill.term.pk}",
        )
    ]
    assert waiting(hill.ben, on=four_weeks_before) == expected
    assert waiting(hill.ben, on=date(2026, 8, 30)) == []
    assert waiting(hill.lena, on=four_weeks_before) == []
    ask(hill, hill.ben, "Volcanoes")
    assert waiting(hill.ben, on=four_weeks_before) == []
    assert waiting(hill.cleo, on=four_weeks_before) == expected
    NothingThisTime.objects.create(
        school=hill.school, term=hill.term, teacher=hill.cleo, said_at=NOW, said_by=hill.cleo
    )
    assert waiting(hill.cleo, on=four_weeks_before) == []


def test_what_is_ready_is_told_for_two_weeks(hill):
    ready = ask(hill, hill.ben, "Volcanoes", state="ready")
    expected = [("“Volcanoes” is ready", "See what the library has got ready for it.", f"topics/{ready.pk}/")]
    assert waiting(hill.ben) == expected
    assert waiting(hill.ben, on=TODAY + timedelta(days=13)) == expected
    assert waiting(hill.ben, on=TODAY + timedelta(days=15)) == []


def test_nothing_of_another_school_waits(hill, vale):
    ask(hill, hill.ben, "Volcanoes")
    assert waiting(vale.nils) == []


def test_many_members_cost_one_query(hill, django_assert_num_queries):
    with django_assert_num_queries(1):
        library.facts(members=hill.people, on=TODAY)
