"""Digests that go out late, twice, or not at all: no edition is used up, and no title is lost, without its readers."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from collab.errors import AlreadyDone, Refused
from collab.models import Term
from outreach.digests import actions
from outreach.digests.editions import coming_edition, due_editions, prepare_editions
from outreach.digests.going_out import go_out
from outreach.digests.previewing import preview_of
from outreach.models import Digest, DigestEdition, Highlight, MailChoices, Message
from outreach.outbox import holding
from outreach.outbox.sending import send_what_waits
from resources.models import Resource
from tests.outbox import never_rests
from tests.racing import refusals
from tests.test_digests import (
    DAY,
    MINUTE,
    MONDAY,
    NOW,
    SYDNEY,
    THURSDAY,
    delivered,
    edition,
    new,
    said,
    tick,
    topic,
    url,
)

WEEK = 7 * DAY
NEXT_MONDAY = THURSDAY + 4 * DAY - timedelta(hours=5)  # The Monday after the Thursday, at ten.


@pytest.fixture
def volcanoes(hill):
    """Ben teaches volcanoes, and a book about them came yesterday."""
    never_rests(hill.school)
    topic(hill, "Volcanoes")
    return new(hill)


def came(hill, name, at):
    return new(hill, name, created_at=at, added_on=at.date())


def send(now):
    send_what_waits(clock=lambda: now)


def week(number):
    """The edition of so many weeks after the first, as it stands."""
    monday = MONDAY + number * WEEK
    return DigestEdition.objects.select_related("school__digest_rules").get(monday=monday)


def titles_of(member):
    """The titles in each digest that was sent to a member, oldest first."""
    names = dict(Resource.objects.values_list("pk", "title"))
    sent = Message.objects.filter(member=member, kind="digest", state="sent").values_list("key", flat=True)
    digests = Digest.objects.filter(member=member).order_by("made_at")
    return [[names[key] for key, _ in one.titles] for one in digests if f"digest:{one.edition_id}:{member.pk}" in sent]


# --- An edition reaches its readers -----------------------------------------------------------------------


def test_what_was_held_until_monday_does_not_put_off_the_next_thursday(hill, volcanoes):
    first = edition(hill)
    actions.hold_edition(edition=first, by=hill.ada, now=NOW)
    actions.release_edition(edition=first, by=hill.ada, now=NEXT_MONDAY)
    assert tick(NEXT_MONDAY + MINUTE) == [1]
    send(NEXT_MONDAY + MINUTE)
    came(hill, "Volcanoes, the second", NEXT_MONDAY + DAY)
    kites = came(hill, "Kites", NEXT_MONDAY + DAY)
    Highlight.objects.create(edition=week(1), resource=kites, position=1, line="Come on Friday")
    assert preview_of(edition=week(1), member=hill.ben, now=NEXT_MONDAY + 2 * DAY).letter is not None
    assert tick(THURSDAY + WEEK) == [3]
    assert Message.objects.filter(text__contains="Come on Friday").count() == 3
    send(THURSDAY + WEEK)
    assert tick(THURSDAY + 2 * WEEK) == [0]


def test_a_server_that_was_off_until_monday_does_not_put_off_the_next_thursday(hill, volcanoes):
    tick(THURSDAY - WEEK)
    prepare_editions(now=NOW)
    assert tick(NEXT_MONDAY) == [1]
    send(NEXT_MONDAY)
    came(hill, "Volcanoes, the second", NEXT_MONDAY + DAY)
    assert tick(THURSDAY + WEEK) == [1]
    send(THURSDAY + WEEK)
    assert titles_of(hill.ben) == [["Volcanoes of the world"], ["Volcanoes, the second"]]


def test_sent_on_monday_it_reaches_those_whose_preview_was_shown_and_the_next_week_as_well(
    hill, volcanoes, as_ada, monkeypatch
):
    tick(THURSDAY - MINUTE)
    assert tick(THURSDAY) == [1]
    send(THURSDAY)
    came(hill, "Volcanoes, the second", THURSDAY + DAY)
    monkeypatch.setattr(timezone, "now", lambda: NEXT_MONDAY)
    here = {"edition_id": week(1).pk}
    assert (
        "This is what Ben Okafor would get now."
        in as_ada.get(url("digest_preview", member_id=hill.ben.pk, **here)).content.decode()
    )
    answer = as_ada.post(url("digest_edition_send", **here))
    assert (said(answer), tick(NEXT_MONDAY + MINUTE)) == (["It goes out to 1 person within the next minute."], [1])
    send(NEXT_MONDAY + MINUTE)
    came(hill, "Volcanoes, the third", THURSDAY + WEEK)
    assert tick(THURSDAY + WEEK) == []
    assert tick(THURSDAY + 2 * WEEK) == [1]
    send(THURSDAY + 2 * WEEK)
    assert titles_of(hill.ben) == [["Volcanoes of the world"], ["Volcanoes, the second"], ["Volcanoes, the third"]]


def test_a_fortnight_is_counted_in_weeks_of_editions(hill, volcanoes):
    MailChoices.objects.create(member=hill.ben, digest_every="fortnight")
    first = edition(hill)
    actions.hold_edition(edition=first, by=hill.ada, now=NOW)
    actions.release_edition(edition=first, by=hill.ada, now=NEXT_MONDAY)
    reached = []
    for moment in (NEXT_MONDAY + MINUTE, THURSDAY + WEEK, THURSDAY + 2 * WEEK, THURSDAY + 3 * WEEK):
        reached += tick(moment)
        send(moment)
        came(hill, f"Volcanoes of {moment:%-d %B}", moment + MINUTE)
    assert reached == [1, 0, 1, 0]


def test_a_late_edition_of_the_last_term_is_not_the_one_of_this_term(hill, volcanoes):
    """Term 3 ends on Friday 25 September, term 4 begins on Monday 12 October."""
    MailChoices.objects.create(member=hill.ben, digest_every="term")
    last_week = date(2026, 9, 21)
    begins = hill.term.starts_on
    late = datetime.combine(begins, NEXT_MONDAY.time(), tzinfo=SYDNEY)
    first_week = begins - begins.weekday() * DAY
    Digest.objects.create(
        edition=edition(hill, monday=date(2026, 8, 3), went_out_at=late - 60 * DAY),
        member=hill.ben,
        since=late - 70 * DAY,
        made_at=late - 60 * DAY,
    )
    came(hill, "Volcanoes, the first", late - DAY)
    old = edition(hill, monday=last_week)
    assert go_out(edition_id=old.pk, now=late) == 0
    came(hill, "Volcanoes, the second", late + DAY)
    thursday = datetime.combine(first_week + 3 * DAY, THURSDAY.time(), tzinfo=SYDNEY)
    assert go_out(edition_id=edition(hill, monday=first_week).pk, now=thursday) == 1
    send(thursday)
    assert go_out(edition_id=edition(hill, monday=first_week + WEEK).pk, now=thursday + WEEK) == 0


def test_of_two_that_are_due_at_once_the_later_goes_out_and_the_other_says_so(hill, volcanoes, as_ada, monkeypatch):
    first, second = edition(hill, introduction="Come and see"), edition(hill, monday=MONDAY + WEEK)
    friday = THURSDAY + WEEK + DAY
    assert (due_editions(now=friday), coming_edition(school=hill.school, now=friday)) == ([second.pk], second)
    assert (tick(friday), tick(friday + MINUTE)) == ([1], [])
    first.refresh_from_db()
    assert (first.went_out_at, go_out(edition_id=first.pk, now=friday + MINUTE)) == (None, None)
    monkeypatch.setattr(timezone, "now", lambda: friday + MINUTE)
    page = as_ada.get(first.get_absolute_url()).content.decode()
    words = ("the digest of a later week went out before it", "Come and see", "Send it now", "Save the words")
    assert [one in page for one in words] == [True, True, False, False]
    assert "Did not go out" in as_ada.get(url("digest_editions")).content.decode()
    shown = preview_of(edition=first, member=hill.hugo, now=friday + MINUTE)
    assert (shown.letter, "a later week went out before" in shown.why_none) == (None, True)
    for name in ("hold", "send"):
        answer = as_ada.post(url(f"digest_edition_{name}", edition_id=first.pk))
        assert said(answer)[-1] == actions.LATER_OUT


def test_two_editions_in_the_hands_of_two_workers_do_not_give_anybody_two_digests(transactional_db):
    from tests.cast import make_hill

    hill = make_hill()
    topic(hill, "Volcanoes")
    new(hill)
    first, second = edition(hill), edition(hill, monday=MONDAY - WEEK)
    went = [lambda key=one.pk: go_out(edition_id=key, now=THURSDAY) for one in (first, second)]
    assert refusals(*went, of=Exception) == []
    assert list(Message.objects.waiting().values_list("member__name", flat=True)) == ["Ben Okafor"]


def test_after_one_was_sent_early_the_next_week_is_the_coming_one(hill, volcanoes, as_ada, monkeypatch):
    actions.send_edition(edition=edition(hill), by=hill.ada, now=NOW)
    tick(NOW + MINUTE)
    monkeypatch.setattr(timezone, "now", lambda: NOW + 2 * MINUTE)
    page = as_ada.get(url("digest_editions")).content.decode()
    assert "The next one goes out on Thursday 26 November at 15:00." in page
    as_ada.post(url("digest_edition_prepare"))
    assert week(1).went_out_at is None


# --- No title is lost -------------------------------------------------------------------------------------


def test_what_a_pause_made_too_late_comes_with_the_next_digest(hill, volcanoes):
    prepare_editions(now=NOW)
    holding.pause(by=hill.ada, now=THURSDAY - MINUTE)
    tick(THURSDAY)
    holding.resume(by=hill.ada, now=THURSDAY + 6 * DAY)
    send(THURSDAY + 6 * DAY)
    assert Message.objects.get().state == "cancelled"
    came(hill, "Volcanoes, the second", THURSDAY + 6 * DAY)
    tick(THURSDAY + WEEK)
    send(THURSDAY + WEEK)
    assert titles_of(hill.ben) == [["Volcanoes, the second", "Volcanoes of the world"]]


def test_a_pause_of_three_weeks_ends_in_one_digest_with_everything(hill, volcanoes):
    Resource.objects.update(created_at=NOW - 12 * DAY)
    prepare_editions(now=NOW)
    holding.pause(by=hill.ada, now=THURSDAY - MINUTE)
    for number in range(3):
        tick(THURSDAY + number * WEEK)
        came(hill, f"Volcanoes of week {number}", THURSDAY + number * WEEK + DAY)
    holding.resume(by=hill.ada, now=THURSDAY + 2 * WEEK + DAY)
    send(THURSDAY + 2 * WEEK + DAY)
    assert list(Message.objects.order_by("pk").values_list("state", "last_error")) == [
        ("cancelled", "The next digest took its place, with what fits out of both."),
        ("cancelled", "The next digest took its place, with what fits out of both."),
        ("sent", ""),
    ]
    assert titles_of(hill.ben) == [["Volcanoes of week 1", "Volcanoes of week 0", "Volcanoes of the world"]]


def test_what_an_address_refused_comes_when_it_takes_mail_again(hill, volcanoes):
    edition(hill)
    tick(THURSDAY)
    Message.objects.update(state="failed", finished_at=THURSDAY, last_error="Given up after 12 tries.")
    tick(THURSDAY + WEEK)
    send(THURSDAY + WEEK)
    assert titles_of(hill.ben) == [["Volcanoes of the world"]]


@pytest.mark.parametrize("state", ["sent", "unknown"])
def test_what_went_out_or_perhaps_did_is_not_told_again(hill, volcanoes, state):
    edition(hill)
    tick(THURSDAY)
    Message.objects.update(state=state, finished_at=THURSDAY)
    assert tick(THURSDAY + WEEK) == [0]


def test_each_term_tells_of_all_that_came_since_the_last_one(hill):
    Term.objects.filter(school=hill.school).delete()
    for name, starts_on, ends_on in (
        ("Semester 1", date(2026, 1, 19), date(2026, 6, 26)),
        ("Semester 2", date(2026, 7, 20), date(2026, 12, 18)),
    ):
        Term.objects.create(school=hill.school, name=name, year="2026", starts_on=starts_on, ends_on=ends_on)
    MailChoices.objects.create(member=hill.ben, digest_every="term", interests=["volcanoes"])
    first, second = datetime(2026, 1, 22, 15, tzinfo=SYDNEY), datetime(2026, 7, 23, 15, tzinfo=SYDNEY)
    came(hill, "Volcanoes of January", first - DAY)
    go_out(edition_id=edition(hill, monday=date(2026, 1, 19)).pk, now=first)
    delivered(first)
    came(hill, "Volcanoes of February", first + 20 * DAY)
    came(hill, "Volcanoes of July", second - DAY)
    assert go_out(edition_id=edition(hill, monday=date(2026, 7, 20)).pk, now=second) == 1
    delivered(second)
    assert titles_of(hill.ben) == [["Volcanoes of January"], ["Volcanoes of July", "Volcanoes of February"]]


# --- What is said about it --------------------------------------------------------------------------------


def test_what_is_long_over_is_not_released_and_says_why(hill, volcanoes, as_ada, monkeypatch):
    hill.term.ends_on = date(2027, 2, 1)
    hill.term.save()
    first = edition(hill)
    actions.hold_edition(edition=first, by=hill.ada, now=NOW)
    late = THURSDAY + 28 * DAY
    with pytest.raises(Refused, match="does not go out by itself any more"):
        actions.release_edition(edition=first, by=hill.ada, now=late)
    monkeypatch.setattr(timezone, "now", lambda: late)
    page = as_ada.get(first.get_absolute_url()).content.decode()
    assert ("it goes out only if you send it" in page, "Release it" in page) == (True, False)
    came(hill, "Volcanoes, the second", late - DAY)
    actions.send_edition(edition=first, by=hill.ada, now=late)
    assert tick(late + MINUTE) == [1]


def test_whatever_is_not_gone_in_three_weeks_says_that_it_does_not_go_by_itself(hill, as_ada, monkeypatch):
    first = edition(hill)
    for days, words in (
        (-1, "It goes out by itself on <strong>Thursday 19 November at 15:00</strong>"),
        (1, "It goes out by itself within a minute on a school day, until Monday 7 December"),
        (19, "its week is long over: it goes out only if you send it."),
    ):
        monkeypatch.setattr(timezone, "now", lambda days=days: THURSDAY + days * DAY)
        assert words in as_ada.get(first.get_absolute_url()).content.decode()


def test_what_is_held_after_it_was_to_be_sent_goes_out_by_itself_in_the_end(hill, volcanoes):
    first = edition(hill)
    actions.send_edition(edition=first, by=hill.ada, now=NOW)
    actions.hold_edition(edition=first, by=hill.cleo, now=NOW)
    actions.release_edition(edition=first, by=hill.cleo, now=NOW)
    assert tick(THURSDAY) == [1]
    first.refresh_from_db()
    assert (first.went_out_by, Message.objects.get().caused_by) == (None, None)
    with pytest.raises(AlreadyDone, match="went out already"):
        actions.send_edition(edition=first, by=hill.ada, now=THURSDAY)


@pytest.mark.parametrize(
    ("state", "error", "sentence"),
    [
        ("queued", "", "This is what Ben Okafor gets: it waits to go out."),
        ("sent", "", "This is what Ben Okafor got."),
        ("unknown", "", "This is what Ben Okafor got, perhaps: whether it went out is not known."),
        ("failed", "No such mailbox", "This was for Ben Okafor, and could not be delivered. No such mailbox"),
        ("cancelled", "Too late.", "This was for Ben Okafor, and did not go out. Too late."),
        ("cancelled", "", "This was for Ben Okafor, and did not go out."),
    ],
)
def test_what_is_shown_afterwards_says_what_became_of_it(hill, volcanoes, as_ada, state, error, sentence):
    first = edition(hill)
    tick(THURSDAY)
    Message.objects.update(state=state, last_error=error, finished_at=None if state == "queued" else THURSDAY)
    page = as_ada.get(url("digest_preview", edition_id=first.pk, member_id=hill.ben.pk)).content.decode()
    assert f"<p>{sentence}</p>" in page


@pytest.mark.parametrize(
    ("state", "words"), [("sent", "Ben Okafor got it."), ("cancelled", "It did not go out to Ben Okafor.")]
)
def test_what_is_not_kept_any_more_says_whether_it_went_out(hill, volcanoes, state, words):
    edition(hill)
    tick(THURSDAY)
    Message.objects.update(state=state, finished_at=THURSDAY, reduced_at=THURSDAY)
    shown = preview_of(edition=week(0), member=hill.ben, now=THURSDAY)
    assert shown.why_none == f"{words} It is so long ago that its text is not kept any more."
