"""What of being in touch waits on a librarian's desk."""

from datetime import date, datetime, timedelta

import pytest

from collab.models import Member, School, Term
from outreach.desk.touch import items_of
from outreach.inductions.actions import note_step
from outreach.models import CallRules, DigestWish, FailingAddress, Message
from resources.catalogue.actions import add_resource
from tests.cast import NOW, TODAY, make_members

A_DAY = timedelta(days=1)


def waiting(member, on=TODAY):
    """(text, path below the school) of each item."""
    terms = list(Term.objects.filter(school=member.school))
    now = datetime.combine(on, NOW.timetz())
    return [
        (item.text, item.url.removeprefix("/hill/")) for item in items_of(member=member, terms=terms, on=on, now=now)
    ]


def message(hill, number, state):
    finished = {} if state == "queued" else {"finished_at": NOW}
    return Message.objects.create(
        school=hill.school, kind="notice", key=f"n{number}", state=state, not_before=NOW, created_at=NOW, **finished
    )


def test_mail_of_which_nobody_knows_waits_for_somebody_to_say(hill):
    message(hill, 1, "sent")
    message(hill, 2, "unknown")
    assert waiting(hill.ada) == [("A message may have gone out, or not", "in-touch/mail/")]
    message(hill, 3, "unknown")
    assert waiting(hill.ada) == [("2 messages may have gone out, or not", "in-touch/mail/")]


def test_an_address_that_takes_no_mail_waits_to_be_corrected(hill, vale):
    FailingAddress.objects.create(school=hill.school, address="a@hill.example", sentence="550", failed_at=NOW)
    assert waiting(hill.ada) == [("An address takes no mail", "in-touch/mail/")]
    FailingAddress.objects.create(school=hill.school, address="b@hill.example", sentence="550", failed_at=NOW)
    FailingAddress.objects.create(school=vale.school, address="c@vale.example", sentence="550", failed_at=NOW)
    assert waiting(hill.ada) == [("2 addresses take no mail", "in-touch/mail/")]


def test_what_is_wanted_out_of_the_digest_waits_until_somebody_has_seen_to_it(hill):
    about = {"title": "Atlas of volcanoes", "kind": "book", "added_on": TODAY}
    atlas = add_resource(values=about, by=hill.ada, now=NOW)
    wish = DigestWish.objects.create(school=hill.school, member=hill.ben, resource=atlas, kind="loan", created_at=NOW)
    assert waiting(hill.ada) == [("A title out of the digest is wanted", "in-touch/digests/")]
    DigestWish.objects.filter(pk=wish.pk).update(done_at=NOW, done_by=hill.ada)
    assert waiting(hill.ada) == []


@pytest.fixture
def grown_up(hill):
    """Hill School is there for two years."""
    School.objects.filter(pk=hill.school.pk).update(created_at=NOW - 730 * A_DAY)
    Member.objects.filter(school=hill.school).update(created_at=NOW - 730 * A_DAY)
    hill.ada.school.refresh_from_db()


def test_new_colleagues_wait_to_be_met(hill, grown_up):
    one, two, three = make_members(
        hill.school, [(f"n{n}", f"New {n}", ["teacher"]) for n in (1, 2, 3)], with_login=False
    )
    assert waiting(hill.ada) == [("3 new colleagues to meet", "in-touch/new/")]
    note_step(member=three, step="met", by=hill.ada, now=NOW)
    assert sorted(waiting(hill.ada)) == [("Meet New 1", "in-touch/new/"), ("Meet New 2", "in-touch/new/")]
    for person in (one, two):
        note_step(member=person, step="met", by=hill.ada, now=NOW)
    assert waiting(hill.ada) == []


def test_missing_dates_are_said_two_weeks_before_they_are_needed(hill):
    """Term 4 ends on Thursday 17 December: the call would open on the 3rd."""
    missing = [("The dates of the term after Term 4 are missing", "in-touch/calls/")]
    assert waiting(hill.ada, on=date(2026, 11, 18)) == []
    assert waiting(hill.ada, on=date(2026, 11, 19)) == missing
    assert waiting(hill.ada, on=date(2027, 3, 17)) == missing
    assert waiting(hill.ada, on=date(2027, 3, 18)) == []
    CallRules.objects.create(school=hill.school, days_before=28)
    assert waiting(hill.ada, on=date(2026, 11, 5)) == missing
    Term.objects.create(
        school=hill.school, name="Term 1", year="2027", starts_on=date(2027, 1, 27), ends_on=date(2027, 4, 2)
    )
    assert waiting(hill.ada, on=date(2026, 12, 1)) == []


def test_a_teachers_desk_knows_nothing_of_it(hill, as_ben):
    message(hill, 1, "unknown")
    assert "may have gone out" not in as_ben.get("/hill/").content.decode()


def test_a_librarians_desk_leads_there(hill, as_ada):
    message(hill, 1, "unknown")
    assert 'href="/hill/in-touch/mail/"' in as_ada.get("/hill/").content.decode()
