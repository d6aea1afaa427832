"""The digest: one edition for each week of a school, to whom there is something in it, once; seen, held, stopped."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from collab.errors import AlreadyDone, Refused
from collab.models import School, Term
from outreach.digests import actions
from outreach.digests.choices import choices_for
from outreach.digests.editions import coming_edition, due_editions, prepare_editions
from outreach.digests.going_out import go_out
from outreach.digests.previewing import preview_of
from outreach.digests.unwanted import digests
from outreach.digests.wishes import want
from outreach.letters import links
from outreach.models import (
    Digest,
    DigestEdition,
    DigestRules,
    DigestWish,
    FailingAddress,
    Highlight,
    MailChoices,
    Message,
)
from outreach.outbox.envelopes import envelope
from resources.models import Resource
from tests.cast import NOW, make_members
from tests.clients import signed_in
from tests.racing import refusals
from tests.suggestions import title, topic

SYDNEY = ZoneInfo("Australia/Sydney")
MONDAY = date(2026, 11, 16)
THURSDAY = datetime(2026, 11, 19, 15, 0, tzinfo=SYDNEY)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
YESTERDAY = NOW - DAY


def new(hill, name="Volcanoes of the world", **about):
    return title(hill, name, **{"created_at": YESTERDAY, "dictionary": "english"} | about)


def edition(hill, monday=MONDAY, **about):
    made = DigestEdition.objects.create(school=hill.school, monday=monday, **about)
    return DigestEdition.objects.select_related("school").get(pk=made.pk)


def tick(now):
    """What beat and workers do within a minute. Returns how many digests each edition was."""
    prepare_editions(now=now)
    return [go_out(edition_id=key, now=now) for key in due_editions(now=now)]


def delivered(now=NOW):
    """What waits in the outbox is out."""
    Message.objects.waiting().update(state="sent", finished_at=now)


def people_who_got_it():
    return list(Message.objects.order_by("member__name").values_list("member__name", flat=True))


def url(name, **parts):
    return reverse(name, kwargs={"school_slug": "hill"} | parts)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def volcanoes(hill):
    """Ben teaches volcanoes, and a book about them came yesterday."""
    topic(hill, "Volcanoes").year_levels.add(hill.year_level)
    return new(hill)


# --- When it goes out -------------------------------------------------------------------------------------


def test_it_goes_out_by_itself_on_its_day_at_its_hour_and_once(hill, volcanoes):
    ticks = [tick(THURSDAY + MINUTE * minutes) for minutes in (-24 * 60, -1, 0, 0, 1, 60, 24 * 60)]
    assert ticks == [[], [], [1], [], [], [], []]
    assert people_who_got_it() == ["Ben Okafor"]
    assert list(DigestEdition.objects.order_by("monday").values_list("monday", "went_out_at")) == [
        (MONDAY, THURSDAY),
        (MONDAY + 7 * DAY, None),
    ]


def test_an_edition_is_prepared_once_a_week_before(hill):
    for moment in (NOW, NOW, THURSDAY - MINUTE):
        prepare_editions(now=moment)
    assert [str(one) for one in DigestEdition.objects.all()] == ["Digest of the week of 16 November 2026"]


@pytest.mark.parametrize("schools", [1, 3])
def test_a_look_at_what_is_due_takes_the_same_queries_for_many_schools(hill, schools, django_assert_num_queries):
    for number in range(schools - 1):
        other = School.objects.create(
            name=f"School {number}", slug=f"s{number}", country="AU", time_zone="Australia/Sydney", created_at=NOW
        )
        Term.objects.create(school=other, name="T", year="2026", starts_on=MONDAY, ends_on=MONDAY + 30 * DAY)
    with django_assert_num_queries(6):
        prepare_editions(now=NOW)
        due_editions(now=NOW)
    assert len(due_editions(now=THURSDAY)) == schools


def test_a_server_that_was_off_for_three_days_sends_it_on_the_next_school_day(hill, volcanoes):
    prepare_editions(now=NOW)
    saturday = THURSDAY + 2 * DAY
    assert (tick(saturday), tick(saturday + 2 * DAY - timedelta(hours=10))) == ([], [1])


def test_nothing_goes_out_in_holidays_and_half_terms_nor_where_it_is_off(hill, volcanoes):
    last_of_term = datetime(2026, 12, 17, 15, 0, tzinfo=SYDNEY)  # A Thursday.
    assert [due_editions(now=last_of_term + 7 * number * DAY) for number in range(5)] == [[]] * 5
    ticks = [tick(last_of_term + DAY * number) for number in range(-8, 30)]
    assert [len(one) for one in ticks].index(1) == 1  # The week before, prepared a day before that.
    assert DigestEdition.objects.latest("monday").monday == date(2026, 12, 14)
    DigestRules.objects.create(school=hill.school, is_on=False)
    edition(hill)
    assert tick(THURSDAY) == []


def test_a_half_term_has_no_edition(hill):
    hill.term.half_term_starts_on, hill.term.half_term_ends_on = MONDAY, MONDAY + 4 * DAY
    hill.term.save()
    prepare_editions(now=datetime(2026, 11, 16, 8, 0, tzinfo=SYDNEY))
    assert not DigestEdition.objects.exists()
    prepare_editions(now=datetime(2026, 11, 20, 8, 0, tzinfo=SYDNEY))
    assert DigestEdition.objects.get().monday == MONDAY + 7 * DAY


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Auckland", date(2026, 9, 24)),
        ("Pacific/Auckland", date(2026, 10, 1)),  # Clocks go forward on 27 September.
        ("Europe/London", date(2026, 10, 22)),
        ("Europe/London", date(2026, 10, 29)),  # Clocks go back on 25 October.
        ("America/New_York", date(2026, 10, 29)),
        ("America/New_York", date(2026, 11, 5)),  # Clocks go back on 1 November.
    ],
)
def test_the_hour_is_that_of_the_schools_clock(hill, zone, day):
    hill.school.time_zone = zone
    hill.school.save()
    hill.terms[2].delete()
    hill.term.starts_on = date(2026, 9, 1)
    hill.term.save()
    moment = datetime(day.year, day.month, day.day, 15, 0, tzinfo=ZoneInfo(zone))
    prepare_editions(now=moment - DAY)
    assert (len(due_editions(now=moment - MINUTE)), len(due_editions(now=moment))) == (0, 1)


def test_what_is_held_waits_until_it_is_released(hill, volcanoes):
    waiting = edition(hill)
    actions.hold_edition(edition=waiting, by=hill.ada, now=NOW)
    assert tick(THURSDAY) == []
    actions.release_edition(edition=waiting, by=hill.ada, now=THURSDAY + MINUTE)
    assert tick(THURSDAY + 2 * MINUTE) == [1]
    with pytest.raises(AlreadyDone, match="went out already"):
        actions.hold_edition(edition=waiting, by=hill.ada, now=THURSDAY + DAY)


def test_it_can_be_sent_at_once_and_does_not_go_out_again_on_its_day(hill, volcanoes):
    waiting = edition(hill)
    actions.send_edition(edition=waiting, by=hill.ada, now=NOW)
    assert (tick(NOW + MINUTE), tick(THURSDAY)) == ([1], [])
    waiting.refresh_from_db()
    assert (waiting.went_out_by, Message.objects.get().caused_by) == (hill.ada, hill.ada)


def test_another_day_that_is_over_already_puts_it_off_for_a_week(hill, volcanoes):
    edition(hill)
    values = {"is_on": True, "weekday": 0, "goes_at": THURSDAY.time()}
    actions.change_rules(rules=DigestRules(school=hill.school), values=values, version=0, by=hill.ada, now=NOW)
    assert tick(NOW + MINUTE) == []
    assert list(DigestEdition.objects.values_list("monday", flat=True)) == [MONDAY + 7 * DAY]


def test_two_workers_at_once_send_it_once(transactional_db):
    from tests.cast import make_hill

    hill = make_hill()
    topic(hill, "Volcanoes")
    new(hill)
    waiting = edition(hill)
    numbers = []

    def worker():
        numbers.append(go_out(edition_id=waiting.pk, now=THURSDAY))

    assert refusals(worker, worker, of=Exception) == []
    assert sorted(numbers, key=str) == [1, None]
    assert (people_who_got_it(), Digest.objects.count()) == (["Ben Okafor"], 1)


# --- Who gets it, and what --------------------------------------------------------------------------------


def test_only_whom_something_fits_gets_a_digest(hill, volcanoes):
    tick(THURSDAY - DAY)
    tick(THURSDAY)
    digest, message = Digest.objects.get(), Message.objects.get()
    assert (digest.member, digest.titles) == (hill.ben, [[volcanoes.pk, "for Volcanoes, Year 6"]])
    assert (message.key, message.kind, message.subject) == (
        f"digest:{digest.edition_id}:{hill.ben.pk}",
        "digest",
        "New for you in the library: Volcanoes of the world",
    )
    choices = MailChoices.objects.get(member=hill.ben)
    assert message.links == {"stop": f"{choices.pk}-{choices.nonce}"}
    assert message.headers == {
        "List-Unsubscribe": f"<{links.mark('stop')}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_highlights_alone_go_to_teachers_and_not_to_who_added_them(hill):
    chosen = new(hill, created_by=hill.cleo)
    Highlight.objects.create(edition=edition(hill), resource=chosen, position=1, line="Look at the maps")
    tick(THURSDAY)
    assert people_who_got_it() == ["Ben Okafor", "Hugo Lindqvist"]
    message = Message.objects.first()
    assert message.subject == "From the library: Volcanoes of the world"
    assert [text.count("Look at the maps") for text in (message.text, message.html)] == [1, 1]


def test_a_highlight_that_was_withdrawn_is_left_out(hill):
    Highlight.objects.create(edition=edition(hill), resource=new(hill), position=1)
    Resource.objects.update(withdrawn_at=NOW, withdrawn_by=hill.ada)
    assert tick(THURSDAY) == [0]


def test_a_highlight_that_fits_stands_once_with_its_line(hill, volcanoes):
    Highlight.objects.create(edition=edition(hill), resource=volcanoes, position=1, line="Look at the maps")
    tick(THURSDAY)
    message = Message.objects.get(member=hill.ben)
    assert [message.text.count(words) for words in ("Volcanoes of the world", "Look at the maps", "for Volcanoes")] == [
        1,
        1,
        1,
    ]


def test_nobody_without_an_address_and_nobody_who_left_gets_one(hill, volcanoes):
    topic(hill, "Volcanoes", teacher=hill.cleo)
    topic(hill, "Volcanoes", teacher=hill.hugo)
    type(hill.ben).objects.filter(pk=hill.ben.pk).update(email="")
    type(hill.ben).objects.filter(pk=hill.cleo.pk).update(deactivated_at=NOW)
    edition(hill)
    assert (tick(THURSDAY), people_who_got_it()) == ([1], ["Hugo Lindqvist"])


def test_an_address_that_was_refused_for_good_is_not_tried(hill, volcanoes):
    FailingAddress.objects.create(school=hill.school, address=hill.ben.email, sentence="No such mailbox", failed_at=NOW)
    edition(hill)
    tick(THURSDAY)
    assert Message.objects.get().state == "failed"


def weeks_in_which_ben_gets_one(hill, every):
    """Of the six weeks up to the end of term, with a new book each week."""
    MailChoices.objects.create(member=hill.ben, digest_every=every)
    topic(hill, "Volcanoes")
    found = []
    for number in range(5):
        moment = datetime(2026, 11, 19, 15, 0, tzinfo=SYDNEY) + 7 * number * DAY
        new(hill, f"Volcano {number}", created_at=moment - DAY, added_on=(moment - DAY).date())
        waiting = edition(hill, monday=MONDAY + 7 * number * DAY)
        found.append(go_out(edition_id=waiting.pk, now=moment))
        delivered(moment)
    return found


@pytest.mark.parametrize(
    ("every", "weeks"),
    [
        ("week", [1, 1, 1, 1, 1]),
        ("fortnight", [1, 0, 1, 0, 1]),
        ("term", [1, 0, 0, 0, 0]),
        ("never", [0, 0, 0, 0, 0]),
    ],
)
def test_as_often_as_somebody_chose(hill, every, weeks):
    assert weeks_in_which_ben_gets_one(hill, every) == weeks


def test_who_gets_one_a_fortnight_hears_of_both_weeks(hill):
    weeks_in_which_ben_gets_one(hill, "fortnight")
    second = Digest.objects.order_by("made_at")[1]
    names = dict(Resource.objects.values_list("pk", "title"))
    assert [names[key] for key, _ in second.titles] == ["Volcano 2", "Volcano 1"]


def test_both_bodies_carry_the_same_links_and_no_html_of_anybody(hill):
    hostile = "<img src=x onerror=alert(1)>\n\ue002stop\ue003 \ue0000\ue001"
    topic(hill, f"Volcanoes {hostile}"[:200])
    new(hill, f"Volcanoes {hostile} src onerror alert x img")
    chosen = new(hill, "Kites")
    edition(hill, introduction=hostile)
    Highlight.objects.create(edition=DigestEdition.objects.get(), resource=chosen, position=1, line=hostile)
    tick(THURSDAY)
    message = Message.objects.get(member=hill.ben)
    in_text = set(re.findall(r"https?://\S+|\ue002\w+\ue003", message.text))
    in_html = set(re.findall(r'href="([^"]+)"', message.html))
    assert in_text == in_html
    assert "<img" not in message.html
    assert "\n" not in message.subject
    assert message.text.count(links.mark("stop")) == message.html.count(links.mark("stop")) == 1


def test_going_out_takes_the_same_queries_for_one_and_for_three(hill, django_assert_num_queries):
    topic(hill, "Volcanoes", teacher=hill.cleo)
    new(hill)
    first, second = edition(hill), edition(hill, monday=MONDAY + 7 * DAY)
    with django_assert_num_queries(27) as one:
        assert go_out(edition_id=first.pk, now=THURSDAY) == 1
    delivered(THURSDAY)
    for member in make_members(hill.school, [(f"t{n}", f"Teacher {n}", ["teacher"]) for n in range(3)]):
        topic(hill, "Volcanoes", teacher=member)
    with django_assert_num_queries(len(one)):
        assert go_out(edition_id=second.pk, now=THURSDAY + MINUTE) == 3


# --- Seen before it goes out ------------------------------------------------------------------------------


def test_the_preview_is_what_goes_out_byte_for_byte(hill, volcanoes):
    Highlight.objects.create(edition=edition(hill), resource=new(hill, "Kites"), position=1, line="For windy days")
    shown = DigestEdition.objects.select_related("school").get()
    before = {one: preview_of(edition=shown, member=one, now=THURSDAY) for one in hill.people}
    tick(THURSDAY)
    shown.refresh_from_db()
    sent = {one.member: (one.subject, one.text, one.html) for one in Message.objects.select_related("member")}
    assert {one: (p.letter.subject, p.letter.text, p.letter.html) for one, p in before.items() if p.letter} == sent
    assert set(sent) == {hill.ben, hill.cleo, hill.hugo}
    assert preview_of(edition=shown, member=hill.ben, now=THURSDAY).letter == before[hill.ben].letter


def test_on_monday_the_preview_knows_who_will_be_due_on_thursday(hill, volcanoes):
    before = edition(hill, monday=MONDAY - 7 * DAY)
    Digest.objects.create(edition=before, member=hill.ben, since=NOW, made_at=THURSDAY - 7 * DAY)
    new(hill, "Volcanoes, since then", created_at=THURSDAY - 5 * DAY)
    monday = THURSDAY - 3 * DAY
    assert preview_of(edition=edition(hill), member=hill.ben, now=monday).letter is not None


def test_ada_sees_the_digest_of_anybody_and_no_link_that_works(hill, volcanoes, as_ada):
    shown = edition(hill)
    parts = {"edition_id": shown.pk, "member_id": hill.ben.pk}
    page = as_ada.get(url("digest_preview", **parts)).content.decode()
    letter = as_ada.get(url("digest_preview_html", **parts))
    assert ("New for you in the library: Volcanoes of the world" in page, links.HIDDEN in page) == (True, True)
    assert "-/stop/" not in page + letter.content.decode()
    assert "default-src 'none'" in letter.headers["Content-Security-Policy"]
    assert (Digest.objects.count(), Message.objects.count(), MailChoices.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("topics", [1, 3])
def test_a_preview_takes_few_queries(hill, volcanoes, as_ada, topics, django_assert_num_queries):
    for number in range(topics):
        topic(hill, f"Volcano {number}")
        new(hill, f"Volcano {number}")
    shown = edition(hill)
    with django_assert_num_queries(18):
        as_ada.get(url("digest_preview", edition_id=shown.pk, member_id=hill.ben.pk))


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("cleo", "Nothing new fits what Cleo Tanaka teaches, and there is no highlight."),
        ("omar", "Nothing new fits Omar Haddad, and highlights alone go to teachers."),
        ("ben", "Ben Okafor wants no digest by mail."),
        ("hugo", "Hugo Lindqvist wants one once a term, and had the last one on 17 November."),
        ("lena", "Lena Voss has no e-mail address to which mail can go."),
    ],
)
def test_ada_hears_why_somebody_gets_none(hill, volcanoes, as_ada, who, sentence):
    MailChoices.objects.create(member=hill.ben, digest_every="never")
    MailChoices.objects.create(member=hill.hugo, digest_every="term")
    before = edition(hill, monday=MONDAY - 7 * DAY)
    Digest.objects.create(edition=before, member=hill.hugo, since=NOW, made_at=YESTERDAY)
    type(hill.lena).objects.filter(pk=hill.lena.pk).update(email="")
    shown = preview_of(edition=edition(hill), member=type(hill.ben).objects.get(pk=getattr(hill, who).pk), now=NOW)
    assert (shown.letter, shown.why_none) == (None, sentence)


# --- The library's pages ----------------------------------------------------------------------------------


def test_highlights_are_three_at_most_and_keep_their_order(hill):
    shown, books = edition(hill), [new(hill, f"Book {number}") for number in range(4)]
    for book in books[:3]:
        actions.add_highlight(edition=shown, resource=book, line="", by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="3 highlights are enough"):
        actions.add_highlight(edition=shown, resource=books[3], line="", by=hill.ada, now=NOW)

    def titles():
        return [one.resource.title for one in shown.highlights.order_by("position")]

    last = shown.highlights.get(position=3)
    actions.move_highlight(highlight=last, by=hill.ada, now=NOW)
    assert titles() == ["Book 0", "Book 2", "Book 1"]
    actions.remove_highlight(highlight=shown.highlights.get(position=1), by=hill.ada, now=NOW)
    assert titles() == ["Book 2", "Book 1"]
    with pytest.raises(Refused, match="among the highlights already"):
        actions.add_highlight(edition=shown, resource=books[2], line="", by=hill.ada, now=NOW)
    actions.add_highlight(edition=shown, resource=books[3], line="", by=hill.ada, now=NOW)
    assert titles() == ["Book 2", "Book 1", "Book 3"]


def test_ada_picks_a_highlight_writes_words_holds_and_sends(hill, volcanoes, as_ada):
    assert as_ada.post(url("digest_edition_prepare")).status_code == 302
    shown = DigestEdition.objects.get()
    here = {"edition_id": shown.pk}
    found = as_ada.get(url("digest_edition", **here), {"q": "volcanoes"}).content.decode()
    assert f'name="resource" value="{volcanoes.pk}"' in found
    as_ada.post(url("highlight_add", **here), {"resource": volcanoes.pk})
    highlight = shown.highlights.get()
    shown.refresh_from_db()
    words = {"introduction": "Hello", f"line-{highlight.pk}": "Look", "version": shown.version}
    assert as_ada.post(url("digest_edition", **here), words).status_code == 302
    highlight.refresh_from_db()
    assert highlight.line == "Look"
    for name in ("hold", "release", "send", "hold"):
        as_ada.post(url(f"digest_edition_{name}", **here))
    shown.refresh_from_db()
    assert (shown.introduction, shown.asked_at, shown.held_by) == ("Hello", None, hill.ada)
    assert as_ada.get(url("digest_editions")).status_code == 200


@pytest.mark.parametrize("name", ["digest_edition_hold", "digest_edition_send", "highlight_add"])
def test_whatever_is_pressed_on_the_page_of_an_edition_keeps_its_words(hill, volcanoes, as_ada, name):
    shown = edition(hill)
    typed = {"introduction": "Hello", "version": shown.version, "resource": volcanoes.pk, "q": "half a wo"}
    assert as_ada.post(url(name, edition_id=shown.pk), typed).status_code == 302
    shown.refresh_from_db()
    done = {"digest_edition_hold": shown.held_by, "digest_edition_send": shown.asked_at}.get(name, True)
    assert (shown.introduction, bool(done), shown.highlights.count()) == ("Hello", True, int(name == "highlight_add"))


def test_moving_a_highlight_keeps_the_lines_that_stand_beside_it(hill, volcanoes, as_ada):
    shown = edition(hill)
    actions.add_highlight(edition=shown, resource=volcanoes, line="", by=hill.ada, now=NOW)
    highlight = shown.highlights.get()
    shown.refresh_from_db()
    typed = {"introduction": "", f"line-{highlight.pk}": "With maps", "version": shown.version}
    as_ada.post(url("highlight_move", highlight_id=highlight.pk), typed)
    highlight.refresh_from_db()
    assert highlight.line == "With maps"


def test_words_that_cannot_be_kept_hold_up_what_was_pressed(hill, as_ada):
    shown = edition(hill)
    typed = {"introduction": "x" * 501, "version": shown.version}
    answer = as_ada.post(url("digest_edition_send", edition_id=shown.pk), typed)
    shown.refresh_from_db()
    assert (answer.status_code, "x" * 501 in answer.content.decode(), shown.asked_at) == (422, True, None)
    assert f'action="{url("digest_edition", edition_id=shown.pk)}"' in answer.content.decode()


def test_looking_for_a_title_keeps_the_words(hill, as_ada):
    shown = edition(hill)
    typed = {"introduction": "Hello", "version": shown.version, "q": "volcanoes & ash"}
    answer = as_ada.post(url("digest_edition", edition_id=shown.pk), typed)
    shown.refresh_from_db()
    here = url("digest_edition", edition_id=shown.pk)
    assert (answer.url, shown.introduction) == (f"{here}?q=volcanoes+%26+ash#pick", "Hello")


def test_words_that_come_second_are_kept_in_the_form(hill, as_ada):
    shown = edition(hill)
    actions.change_words(edition=shown, introduction="First", lines={}, version=1, by=hill.ada, now=NOW)
    answer = as_ada.post(url("digest_edition", edition_id=shown.pk), {"introduction": "Second", "version": 1})
    assert (answer.status_code, "Second" in answer.content.decode()) == (409, True)
    shown.refresh_from_db()
    assert shown.introduction == "First"


def test_whoever_writes_words_loses_nothing_when_it_is_held_meanwhile(hill, as_ada):
    shown = edition(hill)
    actions.hold_edition(edition=shown, by=hill.lena, now=NOW)
    answer = as_ada.post(url("digest_edition", edition_id=shown.pk), {"introduction": "Hello", "version": 1})
    shown.refresh_from_db()
    assert (answer.status_code, shown.introduction) == (302, "Hello")


def test_words_that_are_too_long_stay_in_the_form(hill, as_ada):
    shown = edition(hill)
    answer = as_ada.post(url("digest_edition", edition_id=shown.pk), {"introduction": "x" * 501, "version": 1})
    assert (answer.status_code, "x" * 501 in answer.content.decode()) == (422, True)


def test_ada_chooses_the_day_and_the_hour(hill, as_ada):
    values = {"is_on": "on", "weekday": "1", "goes_at": "08:30", "version": "0"}
    assert as_ada.post(url("digest_rules"), values).status_code == 302
    rules = DigestRules.objects.get()
    assert (rules.weekday, str(rules.goes_at), rules.changed_by) == (1, "08:30:00", hill.ada)
    assert as_ada.post(url("digest_rules"), values | {"weekday": "3"}).status_code == 409
    assert as_ada.post(url("digest_rules"), values | {"weekday": "6"}).status_code == 422


def test_the_coming_edition_is_the_one_ahead(hill):
    edition(hill, went_out_at=NOW)
    ahead = edition(hill, monday=MONDAY + 7 * DAY)
    assert coming_edition(school=hill.school, now=THURSDAY) == ahead


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_take_the_same_queries_with_one_and_with_three(hill, as_ada, number, django_assert_num_queries):
    shown = edition(hill)
    for n in range(number):
        book = new(hill, f"Book {n}")
        actions.add_highlight(edition=shown, resource=book, line="", by=hill.ada, now=NOW)
        want(resource=book, kind="box", topic_request=topic(hill, f"T{n}"), note="", by=hill.ben, now=NOW)
        edition(hill, monday=MONDAY - 7 * (n + 1) * DAY, went_out_at=NOW)
    with django_assert_num_queries(8):
        as_ada.get(url("digest_editions"))
    with django_assert_num_queries(22):
        as_ada.get(url("digest_edition", edition_id=shown.pk))


# --- In the app -------------------------------------------------------------------------------------------


def test_ben_reads_his_digests_in_the_app(hill, volcanoes, as_ben, as_cleo):
    gone = new(hill, "Volcanoes, to be withdrawn")
    shown = edition(hill)
    tick(THURSDAY)
    Resource.objects.filter(pk=gone.pk).update(withdrawn_at=NOW, withdrawn_by=hill.ada)
    assert "2 titles for you" in as_ben.get(url("digests")).content.decode()
    page = as_ben.get(url("digest", edition_id=shown.pk)).content.decode()
    assert ("Volcanoes of the world" in page, "to be withdrawn" in page) == (True, False)
    assert as_cleo.get(url("digest", edition_id=shown.pk)).status_code == 404


def test_one_click_wants_a_title_and_the_library_sees_to_it(hill, volcanoes, as_ben, as_ada, as_cleo):
    shown = edition(hill)
    tick(THURSDAY)
    here = url("digest_want", edition_id=shown.pk, resource_id=volcanoes.pk)
    assert (as_ben.get(here).status_code, as_cleo.get(here).status_code, DigestWish.objects.count()) == (200, 404, 0)
    request = hill.ben.topic_requests.get()
    assert f'<option value="{request.pk}" selected>' in as_ben.get(here).content.decode()
    answer = as_ben.post(here, {"kind": "box", "topic_request": request.pk, "note": "Until Friday"})
    wish = DigestWish.objects.get()
    assert (answer.status_code, wish.member, wish.kind, wish.topic_request) == (302, hill.ben, "box", request)
    again = as_ben.post(here, {"kind": "box"})
    assert (again.status_code, DigestWish.objects.count()) == (422, 1)
    assert "Until Friday" in as_ada.get(url("digest_editions")).content.decode()
    as_ada.post(url("digest_wish_done", wish_id=wish.pk))
    wish.refresh_from_db()
    assert wish.done_by == hill.ada
    assert "Until Friday" not in as_ada.get(url("digest_editions")).content.decode()
    page = as_ben.get(here).content.decode()
    assert f"Ada Marlow has seen to it, {hill.school.day_of(wish.done_at):%-d %B}" in page
    assert ("Until Friday" in page, "Take it back" in page, "said so" in page) == (True, False, False)


@pytest.fixture
def wanted(hill, volcanoes):
    """The address at which Ben has asked for a title of his digest."""
    shown = edition(hill)
    tick(THURSDAY)
    want(resource=volcanoes, kind="loan", topic_request=None, note="Tomorrow, for 28", by=hill.ben, now=NOW)
    return url("digest_want", edition_id=shown.pk, resource_id=volcanoes.pk)


def test_what_was_asked_stands_on_the_page_and_is_not_asked_for_again(wanted, as_ben):
    page = as_ben.get(wanted).text
    assert "You asked on 18 November: “Lend it to me”." in page
    assert ("Tomorrow, for 28" in page, 'value="loan"' in page, 'value="box"' in page) == (True, False, True)


def test_a_wish_is_taken_back_until_somebody_has_seen_to_it(wanted, hill, as_ben, as_ada):
    wish = DigestWish.objects.get()
    assert f'name="take_back" value="{wish.pk}"' in as_ben.get(wanted).text
    assert as_ben.post(wanted, {"take_back": wish.pk}).url == wanted
    assert DigestWish.objects.exists() is False
    said = as_ben.post(wanted, {"take_back": wish.pk}, follow=True).text
    assert ("It does not wait any more." in said, 'value="loan"' in said) == (True, True)


def test_what_is_seen_to_or_somebody_elses_is_not_taken_back(wanted, hill, volcanoes, as_ben):
    about = {"resource": volcanoes, "kind": "box", "topic_request": None, "note": "", "now": NOW}
    of_cleo = want(**about, by=hill.cleo)
    DigestWish.objects.filter(member=hill.ben).update(done_at=NOW, done_by=hill.ada)
    for wish in [of_cleo.pk, DigestWish.objects.get(member=hill.ben).pk, "x"]:
        as_ben.post(wanted, {"take_back": wish})
    assert DigestWish.objects.count() == 2


def test_what_is_wrong_with_a_wish_keeps_what_was_typed(wanted, as_ben):
    answer = as_ben.post(wanted, {"kind": "loan", "note": "And a map"})
    assert (answer.status_code, "And a map" in answer.text) == (422, True)
    assert "The library knows that you would like it." in answer.text


def test_a_digest_that_went_out_shows_its_introduction(hill, as_ada):
    shown = edition(hill, went_out_at=NOW, introduction="Summer reading is in.")
    assert '<p dir="auto">Summer reading is in.</p>' in as_ada.get(url("digest_edition", edition_id=shown.pk)).text


def test_a_title_that_is_not_in_the_digest_is_not_wanted_there(hill, volcanoes, as_ben):
    shown = edition(hill)
    tick(THURSDAY)
    other = new(hill, "Kites")
    assert (
        as_ben.post(url("digest_want", edition_id=shown.pk, resource_id=other.pk), {"kind": "box"}).status_code == 404
    )


def test_the_link_of_a_title_leads_there_after_signing_in(hill, volcanoes, client):
    shown = edition(hill)
    tick(THURSDAY)
    here = url("digest_want", edition_id=shown.pk, resource_id=volcanoes.pk)
    assert here in Message.objects.get().text
    assert client.get(here).url == f"/accounts/login/?next={here}"


# --- What somebody wants by mail --------------------------------------------------------------------------


def test_ben_chooses_how_often_and_for_what(hill, as_ben):
    values = {"digest_every": "fortnight", "interests": "bees, graphic novels\nbees", "notices": ["loans"]}
    assert as_ben.post(url("mail_choices"), values | {"version": "0"}).status_code == 302
    chosen = choices_for(hill.ben)
    assert (chosen.digest_every, chosen.interests) == ("fortnight", ["bees", "graphic novels"])
    assert "loans" not in chosen.notices_off
    assert as_ben.post(url("mail_choices"), values | {"version": "0", "digest_every": "never"}).status_code == 409


def test_a_digest_that_goes_out_while_ben_chooses_is_no_race(hill, as_ben, volcanoes):
    edition(hill)
    tick(THURSDAY)
    assert as_ben.post(url("mail_choices"), {"digest_every": "term", "version": "0"}).status_code == 302
    assert choices_for(hill.ben).digest_every == "term"


@pytest.mark.parametrize("interests", ["x" * 61, ", ".join(map(str, range(21)))])
def test_what_is_too_much_stays_in_the_form(hill, as_ben, interests):
    answer = as_ben.post(url("mail_choices"), {"digest_every": "week", "interests": interests, "version": "0"})
    assert (answer.status_code, interests in answer.content.decode()) == (422, True)


# --- Stopping it ------------------------------------------------------------------------------------------

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def stop_link(member):
    choices, _ = MailChoices.objects.get_or_create(member=member)
    return links.url_of("stop", f"{choices.pk}-{choices.nonce}")


def test_one_click_stops_it_without_cookies(hill, volcanoes):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(stop_link(hill.ben), ONE_CLICK)
    chosen = choices_for(hill.ben)
    assert (answer.status_code, chosen.digest_every, chosen.stopped_at is not None) == (200, "never", True)
    assert "still asks what you will teach" in answer.content.decode()
    client.post(stop_link(hill.ben), ONE_CLICK)
    assert choices_for(hill.ben).version == chosen.version
    edition(hill)
    assert (tick(THURSDAY), people_who_got_it()) == ([0], [])
    client.post(stop_link(hill.ben), {"List-Unsubscribe": "Again"})
    assert (choices_for(hill.ben).digest_every, choices_for(hill.ben).stopped_at) == ("week", None)


def test_what_waits_is_not_handed_over_to_who_stopped_it_meanwhile(hill, volcanoes, client, django_assert_num_queries):
    topic(hill, "Volcanoes", teacher=hill.cleo)
    edition(hill)
    tick(THURSDAY)
    client.post(stop_link(hill.ben), ONE_CLICK)
    waiting = list(Message.objects.order_by("pk"))
    with django_assert_num_queries(1):
        unwanted = digests(waiting)
    assert unwanted == {Message.objects.get(member=hill.ben).pk: "Its reader wants no digest any more."}


def test_the_headers_of_a_mail_carry_the_link_that_stops_it(hill, volcanoes):
    edition(hill)
    tick(THURSDAY)
    headers = envelope(Message.objects.get(), now=THURSDAY).headers
    link = headers["List-Unsubscribe"].removeprefix("<").removesuffix(">")
    assert (link, headers["List-Unsubscribe-Post"]) == (stop_link(hill.ben), "List-Unsubscribe=One-Click")
    Client(enforce_csrf_checks=True).post(link, ONE_CLICK)
    assert choices_for(hill.ben).digest_every == "never"


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(hill, client, method):
    answer = getattr(client, method)(stop_link(hill.ben), ONE_CLICK)
    assert (answer.status_code, choices_for(hill.ben).digest_every) == (200, "week")


def test_the_page_says_whose_digest_it_is_and_that_calls_go_on(hill, client):
    page = client.get(stop_link(hill.ben))
    words = page.content.decode()
    assert ("ben@hill.example" in words, "still comes once a term" in words) == (True, True)
    assert (page.headers["Referrer-Policy"], "no-store" in page.headers["Cache-Control"]) == ("no-referrer", True)


def test_a_post_that_says_nothing_stops_nothing(hill, client):
    assert client.post(stop_link(hill.ben)).status_code == 200
    assert choices_for(hill.ben).digest_every == "week"


def test_a_link_that_was_made_up_or_replaced_stops_nothing(hill, client):
    link = stop_link(hill.ben)
    for broken in (link[:-3] + "xx/", link.replace("/-/stop/", "/-/stop/9"), reverse("stop", kwargs={"token": "x"})):
        assert client.post(broken, ONE_CLICK).status_code == 404
    MailChoices.objects.update(nonce="another")
    assert client.post(link, ONE_CLICK).status_code == 404
    assert choices_for(hill.ben).digest_every == "week"


def test_bens_link_stops_bens_digest_whoever_is_signed_in(hill):
    signed_in(hill.cleo).post(stop_link(hill.ben), ONE_CLICK)
    assert (choices_for(hill.ben).digest_every, choices_for(hill.cleo).digest_every) == ("never", "week")


def test_who_chooses_anew_is_not_stopped_any_more(hill, client, as_ben):
    client.post(stop_link(hill.ben), ONE_CLICK)
    version = choices_for(hill.ben).version
    as_ben.post(url("mail_choices"), {"digest_every": "week", "version": version})
    assert (choices_for(hill.ben).digest_every, choices_for(hill.ben).stopped_at) == ("week", None)
