"""What of the library waits on a desk: for the librarian, for a teacher, for a head of department."""

from datetime import date, timedelta

import pytest

from outreach.desk import library
from outreach.desk.items import DeskItem, Kind, in_order, split
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
from resources.purchases.actions import move_purchase
from resources.topics.actions import move_request
from resources.waiting.facts import facts
from resources.weeding.actions import keep_title
from tests.cast import NOW, TODAY
from tests.suggestions import ask as ask_advice
from tests.suggestions import bring_to, propose, say, suggest, title

LIKE = "Ben Okafor would like “Volcano box”"
HAND_OUT = "Hand out “Volcano box” to Ben Okafor"


def waiting(member, on=TODAY):
    """(text, detail, path below the school) of each item, in the order of the desk."""
    found = facts(members=[member], on=on)[member.pk]
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
    for name in ("Atlas", "Globe"):
        PurchaseSuggestion.objects.create(title=name, **made)
    asked = PurchaseSuggestion.objects.create(title="Map", **made)
    Advice.objects.create(purchase=asked, asked_of=hill.hugo, asked_at=NOW, asked_by=hill.ada)
    PurchaseSuggestion.objects.create(title="Compass", state="advised", **made)
    ask_a_head = "Ask a head of department whether it would be used."
    assert waiting(hill.ada) == [
        ("1 purchase suggestion waits for a decision", "Advice is there.", "library/purchases/?state=advised"),
        ("2 purchase suggestions wait for advice", ask_a_head, "library/purchases/?state=asked"),
    ]


def test_what_only_somebody_who_left_is_asked_about_waits_for_the_librarian_again(hill):
    ask_advice(hill, suggest(hill, "Atlas"))
    ask_advice(hill, propose(hill, title(hill, "Old atlas")))
    assert waiting(hill.ada) == []
    hill.hugo.deactivated_at = NOW
    hill.hugo.save()
    assert [text for text, _, _ in waiting(hill.ada)] == [
        "1 purchase suggestion waits for advice",
        "1 title that might go waits for advice",
    ]


def test_what_was_ordered_and_has_not_come_for_more_than_thirty_days_waits_for_the_librarian(hill, as_ada):
    ordered = [
        bring_to(hill, suggest(hill, name), "ordered", now=NOW - timedelta(days=days))
        for name, days in (("Atlas", 31), ("Globe", 30), ("Map", 40))
    ]
    [several] = waiting(hill.ada)
    assert several == (
        "2 orders have not come yet",
        "Ordered more than 30 days ago, “Map” on Friday 9 October. Ask the shop, or say that it has arrived.",
        "library/purchases/?state=late",
    )
    bring_to(hill, ordered[2], "available")
    assert waiting(hill.ada) == [
        (
            "“Atlas” has not come yet",
            "It was ordered on Sunday 18 October. Ask the shop, or say that it has arrived.",
            f"library/purchases/{ordered[0].pk}/",
        )
    ]
    assert waiting(hill.lena) == []


def test_what_is_decided_and_what_somebody_is_asked_about_does_not_wait_for_the_librarian(hill):
    ask_advice(hill, suggest(hill, "Hugo is asked"))
    for state in ("accepted", "ordered", "declined", "available"):
        bring_to(hill, suggest(hill, state), state)
    assert waiting(hill.ada) == []


def test_an_order_that_was_given_again_is_not_late(hill):
    purchase = bring_to(hill, suggest(hill), "ordered", now=NOW - timedelta(days=50))
    for to in ("accepted", "ordered"):
        move_purchase(purchase=purchase, to=to, why="", by=hill.ada, now=NOW - timedelta(days=5))
    assert waiting(hill.ada) == []


def test_weeding_waits_for_advice_and_then_for_a_decision(hill):
    propose(hill, title(hill, "Nobody is asked"))
    ask_advice(hill, propose(hill, title(hill, "Hugo is asked")))
    for name in ("Advised", "Advised too"):
        say(ask_advice(hill, propose(hill, title(hill, name))))
    keep_title(proposal=propose(hill, title(hill, "Kept")), why="A classic", by=hill.ada, now=NOW)
    asks = "Ask a head of department whether it may go."
    assert waiting(hill.ada) == [
        ("1 title that might go waits for advice", asks, "library/weeding/?state=asked"),
        ("2 titles that might go wait for a decision", "Advice is there.", "library/weeding/?state=advised"),
    ]
    assert (waiting(hill.lena), waiting(hill.ben)) == ([], [])


@pytest.mark.parametrize(
    ("state", "text", "detail"),
    [
        ("asked", None, None),
        ("advised", None, None),
        ("accepted", "“Atlas” is accepted", "Ada Marlow accepted it on Wednesday 18 November."),
        ("declined", "“Atlas” was declined", "Ada Marlow on Wednesday 18 November: “Too dear”"),
        ("ordered", "“Atlas” is ordered", "Ada Marlow ordered it on Wednesday 18 November."),
        ("available", "“Atlas” has come", "It is in the library since Wednesday 18 November."),
    ],
)
def test_who_suggested_it_hears_for_two_weeks_what_became_of_it_and_who_decided(hill, state, text, detail):
    purchase = bring_to(hill, suggest(hill, "Atlas"), state)
    expected = [(text, detail, f"library/purchases/{purchase.pk}/")] if text else []
    assert waiting(hill.ben) == expected
    assert waiting(hill.ben, on=TODAY + timedelta(days=13)) == expected
    assert waiting(hill.ben, on=TODAY + timedelta(days=15)) == []
    assert (waiting(hill.cleo), waiting(hill.lena)) == ([], [])


def test_a_long_reason_is_cut_on_the_desk_and_whole_on_the_page(hill, as_ben):
    purchase = suggest(hill, "Atlas")
    move_purchase(purchase=purchase, to="declined", why="No <money> " * 40, by=hill.ada, now=NOW)
    [(_, detail, _)] = waiting(hill.ben)
    assert (len(detail) < 200, detail.endswith("…”")) == (True, True)
    assert "No &lt;money&gt; " * 39 in as_ben.get(purchase.get_absolute_url()).content.decode()


def test_what_has_come_is_told_to_who_suggested_it_and_to_who_teaches_its_topic(hill, as_cleo):
    rivers = ask(hill, hill.cleo, "Rivers")
    purchase = bring_to(hill, suggest(hill, "Atlas", request=rivers), "ordered")
    assert waiting(hill.cleo) == []
    bring_to(hill, purchase, "available")
    expected = ("“Atlas” has come", "For “Rivers”. It is in the library since Wednesday 18 November.")
    assert [item[:2] for item in waiting(hill.ben)] == [expected]
    [(*told, url)] = waiting(hill.cleo)
    assert tuple(told) == expected
    assert "It is in the library" in as_cleo.get(f"/hill/{url}").content.decode()


def test_nobody_is_told_what_they_did_themselves(hill):
    bring_to(hill, suggest(hill, "Atlas", by=hill.ada), "accepted")
    assert waiting(hill.ada) == []


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
    assert waiting(hill.ben, on=hill.terms[2].ends_on - timedelta(weeks=5)) == []
    assert waiting(hill.lena, on=four_weeks_before) == []
    ask(hill, hill.ben, "Volcanoes")
    assert waiting(hill.ben, on=four_weeks_before) == []
    assert waiting(hill.cleo, on=four_weeks_before) == expected
    NothingThisTime.objects.create(
        school=hill.school, term=hill.term, teacher=hill.cleo, said_at=NOW, said_by=hill.cleo
    )
    assert waiting(hill.cleo, on=four_weeks_before) == []


def test_a_teacher_is_asked_before_the_term_ends_however_long_the_holidays_are(hill):
    hill.term.starts_on = date(2026, 10, 30)
    hill.term.save()
    asked = [on for on in (date(2026, 8, 20), date(2026, 9, 24), date(2026, 10, 20)) if waiting(hill.ben, on=on)]
    assert asked == [date(2026, 9, 24), date(2026, 10, 20)]


@pytest.mark.parametrize(
    ("state", "why", "text", "detail"),
    [
        ("requested", "", None, None),
        ("confirmed", "", "“Volcano box” is booked for you", "From Monday 23 November. Ada Marlow confirmed it."),
        (
            "cancelled",
            "At the binder",
            "You do not get “Volcano box” from Monday 23 November",
            "Ada Marlow: “At the binder”",
        ),
        ("cancelled", "", "You do not get “Volcano box” from Monday 23 November", "Ada Marlow cancelled the loan."),
    ],
)
def test_who_asked_for_a_box_hears_what_the_library_said(hill, box, state, why, text, detail):
    loan = lend(hill, box, state, TODAY + timedelta(days=5), TODAY + timedelta(days=9))
    if state != "requested":
        loan.moves.create(became=state, at=NOW, by=hill.ada, why=why)
    assert waiting(hill.ben) == ([(text, detail, f"library/loans/{loan.pk}/")] if text else [])
    assert waiting(hill.cleo) == []
    loan.moves.all().update(by=hill.ben)
    assert waiting(hill.ben) == []


def test_a_topic_that_is_withdrawn_is_told_to_the_library_where_something_stands_behind_it(hill, box):
    for topic in ("Volcanoes", "Rivers"):
        ask(hill, hill.ben, topic, state="withdrawn").moves.create(became="withdrawn", at=NOW, by=hill.ben)
    assert waiting(hill.ada) == []
    volcanoes = TopicRequest.objects.get(topic="Volcanoes")
    box.requests.add(volcanoes)
    detail = (
        "Ben Okafor withdrew it on Wednesday 18 November. See what stands behind it, and whether it is needed still."
    )
    told = [("“Volcanoes” is not taught after all", detail, f"topics/{volcanoes.pk}/")]
    assert waiting(hill.ada) == told
    assert waiting(hill.ben) == []
    box.requests.clear()
    purchase = suggest(hill, "Atlas", request=volcanoes)
    assert told[0] in waiting(hill.ada)
    bring_to(hill, purchase, "declined")
    assert told[0] not in waiting(hill.ada)
    lend(hill, box, "confirmed", TODAY + timedelta(days=5), TODAY + timedelta(days=9))
    BoxBooking.objects.update(request=volcanoes)
    assert waiting(hill.ada) == told


def test_many_things_of_one_kind_hide_nothing_of_another():
    items = [DeskItem(Kind.ASK, f"ask {n}", "", "/") for n in range(3)]
    items += [DeskItem(Kind.LOAN_ASKED, f"loan {n}", "", "/") for n in range(4)]
    items += [DeskItem(Kind.FOLLOW_UPS, "lost", "", "/"), DeskItem(Kind.WEEDING, "weed", "", "/")]
    first, rest = split(items, at_once=7, of_a_kind=2)
    assert [item.text for item in first] == ["ask 0", "ask 1", "ask 2", "loan 0", "loan 1", "lost", "weed"]
    assert [item.text for item in rest] == ["loan 2", "loan 3"]
    assert split(items, at_once=9, of_a_kind=2) == (items, [])
    assert split([], at_once=9, of_a_kind=2) == ([], [])


def test_what_is_ready_is_told_for_two_weeks(hill):
    ready = ask(hill, hill.ben, "Volcanoes")
    move_request(topic_request=ready, to="ready", by=hill.ada, now=NOW)
    expected = [("“Volcanoes” is ready", "See what the library has got ready for it.", f"topics/{ready.pk}/")]
    assert waiting(hill.ben) == expected
    assert waiting(hill.ben, on=TODAY + timedelta(days=14)) == expected
    assert waiting(hill.ben, on=TODAY + timedelta(days=15)) == []


def test_a_teacher_hears_that_a_topic_is_seen_and_being_prepared(hill):
    topic = ask(hill, hill.ben, "Volcanoes")
    move_request(topic_request=topic, to="seen", by=hill.ada, now=NOW)
    since, page = "Ada Marlow has it in hand since Wednesday 18 November.", f"topics/{topic.pk}/"
    assert waiting(hill.ben) == [("“Volcanoes” is with the library", since, page)]
    move_request(topic_request=topic, to="preparing", by=hill.ada, now=NOW)
    assert waiting(hill.ben) == [("“Volcanoes” is being prepared", since, page)]
    assert waiting(hill.cleo) == []


def test_a_teacher_hears_why_a_topic_is_declined(hill):
    topic = ask(hill, hill.ben, "Volcanoes")
    move_request(topic_request=topic, to="declined", by=hill.ada, now=NOW, why="All boxes are out.")
    detail = "Ada Marlow on Wednesday 18 November: “All boxes are out.”"
    assert waiting(hill.ben) == [("The library cannot get ready for “Volcanoes”", detail, f"topics/{topic.pk}/")]


def test_nobody_is_told_what_they_did_to_their_own_topic(hill):
    hill.ben.roles = ["teacher", "librarian"]
    hill.ben.save()
    topic = ask(hill, hill.ben, "Volcanoes")
    move_request(topic_request=topic, to="ready", by=hill.ben, now=NOW)
    assert waiting(hill.ben) == []


def test_nothing_of_another_school_waits(hill, vale):
    ask(hill, hill.ben, "Volcanoes")
    assert waiting(vale.nils) == []


def test_many_members_cost_one_query(hill, django_assert_num_queries):
    with django_assert_num_queries(1):
        facts(members=hill.people, on=TODAY)
