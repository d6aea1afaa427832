"""Loans until their box goes out: asked for, booked, confirmed, cancelled, extended; of two at once only one."""

import threading
import time
from datetime import date, timedelta

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from collab.errors import AlreadyDone, Refused, RowChanged
from collab.people.actions import deactivate_person
from collab.people.handover import holdings
from collab.writing import stamp
from resources.bookings import actions, permissions
from resources.bookings.clash import clash_over, clash_over_extending
from resources.bookings.days import Span, days_of, school_days
from resources.bookings.errors import AskedTwice, BoxIsTaken
from resources.bookings.moves import MOVES
from resources.bookings.similar import similar_boxes
from resources.boxes.actions import retire_box
from resources.boxes.contents import add_item
from resources.models import BookingMove, BoxBooking, ResourceBox, TopicRequest
from resources.topics.actions import ask_topics
from tests.cast import NOW, TODAY
from tests.lending import MONDAY, comes_back, goes_out, lend, make_box, put_copy
from tests.racing import refusals

State = BoxBooking.State
FRIDAY = MONDAY + timedelta(days=4)
WEEK = timedelta(days=7)
PATIENCE = 60  # seconds
HARD_TEXTS = ["x" * 5000, "🌋 بركان", "a\x00b", "<script>alert(1)</script>", "9" * 400, "  "]


def url(name, **about):
    return reverse(name, kwargs={"school_slug": "hill", **about})


def days(first=MONDAY, last=FRIDAY):
    return {"starts_on": first.isoformat(), "ends_on": last.isoformat()}


def moves(booking):
    return list(BookingMove.objects.filter(of=booking).values_list("was", "became", "by__name", "why"))


@pytest.fixture(autouse=True)
def at_half_past_noon(monkeypatch):
    """It is the Wednesday of the cast: a loan of today is one of today whenever the tests run."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def box(hill):
    return make_box(hill.ada, "Volcanoes", topics="lava, mountains")


@pytest.fixture
def request_of_ben(hill):
    topic = {"topic": "Volcanoes", "first_week": 7, "last_week": 8}
    [made] = ask_topics(teacher=hill.ben, term=hill.term, topics=[topic], by=hill.ben, now=NOW)
    return made


# --- Who books, and when --------------------------------------------------------------------------------


def test_a_teacher_asks_and_the_librarian_confirms(as_ben, as_ada, box, hill):
    answer = as_ben.post(url("booking_add", box_id=box.pk), days() | {"place": "Room 4", "note": "For 6B"})
    booking = BoxBooking.objects.get()
    assert answer.url == booking.get_absolute_url()
    assert (booking.borrower, booking.state, booking.place, booking.note) == (
        hill.ben,
        "requested",
        "Room 4",
        "For 6B",
    )
    assert (booking.kept_from, booking.kept_until) == (MONDAY - timedelta(days=1), FRIDAY + timedelta(days=1))
    assert "Asked for" in as_ben.get(answer.url).text
    assert as_ada.post(url("booking_confirm", booking_id=booking.pk)).url == answer.url
    booking.refresh_from_db()
    assert booking.state == "confirmed"
    assert moves(booking) == [
        ("", "requested", "Ben Okafor", ""),
        ("requested", "confirmed", "Ada Marlow", ""),
    ]
    assert "Confirmed" in as_ben.get(answer.url).text


def test_a_librarian_books_for_anybody_and_it_is_confirmed_at_once(as_ada, box, hill):
    as_ada.post(url("booking_add", box_id=box.pk), days() | {"borrower": hill.cleo.pk})
    booking = BoxBooking.objects.get()
    assert (booking.borrower, booking.state, booking.created_by) == (hill.cleo, "confirmed", hill.ada)
    assert moves(booking) == [("", "confirmed", "Ada Marlow", "")]


def test_a_teacher_cannot_ask_in_the_name_of_somebody_else(as_ben, box, hill):
    as_ben.post(url("booking_add", box_id=box.pk), days() | {"borrower": hill.cleo.pk})
    assert BoxBooking.objects.get().borrower == hill.ben


def test_who_may_book(as_ada, as_ben, as_hugo, as_lena, as_omar, box):
    clients = (as_ada, as_ben, as_hugo, as_lena, as_omar)
    assert [client.get(url("booking_add", box_id=box.pk)).status_code for client in clients] == [
        200,
        200,
        200,
        403,
        403,
    ]


def test_a_stranger_finds_nothing(as_nils, box, hill):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)
    for name, about in (
        ("bookings", {}),
        ("booking_add", {"box_id": box.pk}),
        ("booking", {"booking_id": booking.pk}),
        ("booking_confirm", {"booking_id": booking.pk}),
        ("booking_cancel", {"booking_id": booking.pk}),
        ("booking_extend", {"booking_id": booking.pk}),
    ):
        for school in ("hill", "vale"):
            if (school, name) != ("vale", "bookings"):
                at = reverse(name, kwargs={"school_slug": school, **about})
                assert {as_nils.get(at).status_code, as_nils.post(at).status_code} - {405} == {404}


def test_who_sees_a_loan_is_who_may_see_it(hill, vale, box):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)
    for member in (*hill.people, vale.nils):
        is_visible = BoxBooking.objects.visible_to(member).filter(pk=booking.pk).exists()
        assert is_visible == permissions.may_see_booking(member, booking)


def test_who_may_do_what_with_a_loan(hill, box):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)
    asked = (
        permissions.may_confirm,
        permissions.may_cancel,
        permissions.may_extend,
        permissions.may_hand_out,
        permissions.may_take_back,
    )
    allowed = {}
    for state in State:
        booking.state = state
        for member in hill.people:
            words = [may.__name__.removeprefix("may_") for may in asked if may(member, booking)]
            if words:
                allowed.setdefault(str(state), {})[member.name.split()[0]] = words
    assert allowed == {
        "requested": {"Ada": ["confirm", "cancel", "extend"], "Ben": ["cancel", "extend"]},
        "confirmed": {"Ada": ["cancel", "extend", "hand_out"], "Ben": ["cancel", "extend"]},
        "out": {"Ada": ["extend", "take_back"], "Ben": ["extend"]},
    }


def test_a_colleague_is_told_why_not(as_cleo, box, hill):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)
    for name in ("booking_cancel", "booking_extend"):
        answer = as_cleo.post(url(name, booking_id=booking.pk), {"why": "No", "ends_on": "2026-12-01"})
        assert answer.status_code == 403
        assert "Librarians can do this, and the teacher who borrows the box." in answer.text
    assert as_cleo.post(url("booking_confirm", booking_id=booking.pk)).status_code == 403


def test_the_form_begins_with_the_weeks_of_the_topic(as_ben, as_ada, box, request_of_ben, hill):
    page = as_ben.get(f"{url('booking_add', box_id=box.pk)}?request={request_of_ben.pk}")
    assert page.context["form"].initial == {
        "starts_on": date(2026, 11, 23),
        "ends_on": date(2026, 12, 4),
        "request": request_of_ben.pk,
    }
    page = as_ada.get(f"{url('booking_add', box_id=box.pk)}?request={request_of_ben.pk}")
    assert page.context["form"].initial["borrower"] == hill.ben.pk


def test_a_box_that_is_lent_for_a_topic_serves_it(as_ada, box, request_of_ben, hill):
    about = {"borrower": hill.ben.pk, "request": request_of_ben.pk}
    as_ada.post(url("booking_add", box_id=box.pk), days() | about)
    assert BoxBooking.objects.get().request == request_of_ben
    assert list(box.requests.all()) == [request_of_ben]


def test_the_form_begins_with_the_days_of_the_address(as_ben, box):
    page = as_ben.get(f"{url('booking_add', box_id=box.pk)}?from=2026-11-30&until=2026-12-04")
    assert page.context["form"].initial == {"starts_on": date(2026, 11, 30), "ends_on": date(2026, 12, 4)}


@pytest.mark.parametrize("query", ["from=x&until=y", "from=2026-12-04&until=2026-11-30", "request=²", "request=9"])
def test_an_address_that_makes_no_sense_begins_with_nothing(as_ben, box, query):
    page = as_ben.get(f"{url('booking_add', box_id=box.pk)}?{query}")
    assert (page.status_code, page.context["form"].initial) == (200, {})


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"starts_on": ["Choose a day."], "ends_on": ["Choose a day."]}),
        (days(FRIDAY, MONDAY), {"ends_on": ["The last day comes before the first one."]}),
        (
            days(TODAY - WEEK, TODAY - timedelta(days=1)),
            {"ends_on": ["These days are over. Choose days from today on."]},
        ),
        (days(TODAY, TODAY + timedelta(days=366)), {"ends_on": ["A box is lent for a year at most."]}),
        (
            {"starts_on": "soon", "ends_on": "9" * 400},
            {name: ["Write the day as year-month-day, for example 2026-02-03."] for name in ("starts_on", "ends_on")},
        ),
        (days() | {"ends_on": "9999-12-31"}, {"ends_on": ["Look at the year again."]}),
        (days() | {"request": "9"}, {"request": ["This is not there any more. Choose again."]}),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(as_ben, box, sent, errors):
    answer = as_ben.post(url("booking_add", box_id=box.pk), sent | {"note": "For 6B & 6C"})
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert "For 6B &amp; 6C" in answer.text
    assert BoxBooking.objects.count() == 0


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_hostile_text_is_kept_as_text_or_refused(as_ada, box, hill, text):
    sent = days() | {"borrower": hill.ben.pk, "note": text, "place": text}
    answer = as_ada.post(url("booking_add", box_id=box.pk), sent)
    assert answer.status_code in (302, 422)
    assert "<script>alert" not in (answer if answer.status_code == 422 else as_ada.get(answer.url)).text


def test_a_box_that_is_out_of_use_is_not_lent(as_ben, hill, box):
    retire_box(box=box, by=hill.ada, now=NOW)
    assert as_ben.get(url("booking_add", box_id=box.pk)).status_code == 403
    with pytest.raises(Refused, match=r"“Volcanoes” is out of use."):
        lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)


def test_somebody_who_has_left_borrows_nothing(hill, box):
    deactivate_person(person=hill.cleo, to=None, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match=r"Cleo Tanaka has left the school."):
        lend(box, hill.cleo, MONDAY, FRIDAY, by=hill.ada)


def test_a_form_that_is_sent_twice_books_once(as_ben, box):
    answers = [as_ben.post(url("booking_add", box_id=box.pk), days()) for _ in range(2)]
    assert answers[0].url == answers[1].url == BoxBooking.objects.get().get_absolute_url()


def test_the_days_of_a_topic_are_the_school_days_of_its_weeks(hill):
    request = TopicRequest(term=hill.term, first_week=1, last_week=2)
    assert days_of(request) == Span(date(2026, 10, 12), date(2026, 10, 23))
    assert days_of(TopicRequest(term=hill.term)) is None
    assert days_of(TopicRequest(term=hill.term, first_week=30, last_week=31)) is None
    assert school_days(date(2026, 11, 21), date(2026, 11, 22)) == Span(date(2026, 11, 21), date(2026, 11, 22))


def test_who_books_a_box_that_is_late_is_told(as_ben, hill, box):
    earlier = NOW - WEEK
    late = lend(box, hill.hugo, TODAY - WEEK, TODAY - WEEK, by=hill.ada, now=earlier)
    goes_out(late, by=hill.ada, now=earlier)
    page = as_ben.get(url("booking_add", box_id=box.pk)).text
    assert "Hugo Lindqvist had it until Wednesday 11 November, and has not brought it back." in page


# --- A clash ---------------------------------------------------------------------------------------------


def connect():
    """Opens the thread's own connection; where others use the server as well, as soon as it has room for one more."""
    give_up_at = time.monotonic() + PATIENCE
    while True:
        try:
            return connection.ensure_connection()
        except OperationalError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_want_a_box_at_once_exactly_one_gets_it(hill):
    box = make_box(hill.ada)
    start, got, refused = threading.Barrier(50), [], []

    def want(number):
        first = MONDAY + timedelta(days=number % 5)  # Not the same days, yet no two of them fit beside one another.
        connect()
        start.wait(timeout=PATIENCE)
        try:
            got.append(lend(box, hill.people[number % 6], first, first + timedelta(days=7), by=hill.ada).pk)
        except Refused as refusal:
            refused.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=want, args=[number]) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), len(refused), set(refused) <= {BoxIsTaken, AskedTwice}) == (1, 49, True)
    assert list(BoxBooking.objects.values_list("pk", flat=True)) == got
    assert BookingMove.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_at_the_same_moment_one_is_told(hill):
    box = make_box(hill.ada)
    assert refusals(
        lambda: lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben),
        lambda: lend(box, hill.cleo, MONDAY, FRIDAY, by=hill.cleo),
        of=Refused,
    ) == ["Somebody else has the box then."]


@pytest.mark.django_db(transaction=True)
def test_a_box_is_not_retired_while_somebody_books_it(hill):
    box = make_box(hill.ada)
    [told] = refusals(
        lambda: lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben),
        lambda: retire_box(box=box, by=hill.ada, now=NOW),
        of=Refused,
    )
    assert "Ben Okafor" in told


def test_a_clash_says_who_has_it_when_it_is_back_and_what_is_free(hill, box):
    lend(box, hill.hugo, MONDAY, MONDAY + timedelta(days=11), by=hill.ada)
    clash = clash_over(box=box, wanted=Span(MONDAY, FRIDAY), member=hill.ben, today=TODAY)
    assert clash.sentences == (
        "Hugo Lindqvist has it booked for 23 Nov – 4 Dec 2026 (Term 4, weeks 7–8). "
        "It comes back on Fri 4 Dec, and can go out again from Mon 7 Dec.",
    )
    assert clash.days == [
        ("7 – 11 Dec 2026 (Term 4, week 9)", date(2026, 12, 7), date(2026, 12, 11)),
    ]
    assert clash.boxes == []


@pytest.mark.parametrize(
    ("state", "words"),
    [("requested", "has asked for it for"), ("confirmed", "has it booked for"), ("out", "has it for")],
)
def test_a_clash_says_how_sure_the_other_loan_is(hill, box, state, words):
    booking = lend(box, hill.hugo, TODAY, FRIDAY, by=hill.hugo if state == "requested" else hill.ada)
    if state == "out":
        goes_out(booking, by=hill.ada)
    [sentence] = clash_over(box=box, wanted=Span(MONDAY, FRIDAY), member=hill.ben, today=TODAY).sentences
    assert sentence.startswith(f"Hugo Lindqvist {words} 18 – 27 Nov 2026 (Term 4, weeks 6–7). ")


def test_a_clash_with_a_box_that_is_late_does_not_promise_its_return(hill, box):
    late = lend(box, hill.hugo, TODAY - timedelta(days=1), TODAY - timedelta(days=1), by=hill.ada, now=NOW - WEEK)
    goes_out(late, by=hill.ada, now=NOW - timedelta(days=1))
    [sentence] = clash_over(box=box, wanted=Span(TODAY, FRIDAY), member=hill.ben, today=TODAY).sentences
    assert sentence == (
        "Hugo Lindqvist has it for 17 Nov 2026 (Term 4, week 6). "
        "It should have come back on Tue 17 Nov: ask them when they bring it."
    )


def test_free_days_before_and_after_are_school_days_as_those_wanted(hill, box):
    lend(box, hill.hugo, MONDAY, FRIDAY, by=hill.ada)
    wanted = Span(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))  # Tuesday and Wednesday
    clash = clash_over(box=box, wanted=wanted, member=hill.ben, today=TODAY)
    assert [(first, last) for _, first, last in clash.days] == [
        (date(2026, 11, 19), date(2026, 11, 20)),
        (date(2026, 11, 30), date(2026, 12, 1)),
        (date(2026, 12, 2), date(2026, 12, 3)),
    ]


def test_free_days_are_the_nearest_ones_and_none_meets_another(hill, box):
    lend(box, hill.hugo, MONDAY, FRIDAY, by=hill.ada)
    wanted = Span(MONDAY - timedelta(days=1), MONDAY + timedelta(days=9))  # A Sunday, to the Wednesday after next.
    clash = clash_over(box=box, wanted=wanted, member=hill.ben, today=TODAY)
    assert [(first, last) for _, first, last in clash.days] == [(date(2026, 11, 30), date(2026, 12, 9))]
    assert clash.sentences[0].endswith("and can go out again from Mon 30 Nov.")


def test_free_days_are_not_months_away(hill, box):
    lend(box, hill.hugo, MONDAY, date(2027, 3, 1), by=hill.ada)
    clash = clash_over(box=box, wanted=Span(MONDAY + WEEK, FRIDAY + WEEK), member=hill.ben, today=TODAY - WEEK * 8)
    assert [(first, last) for _, first, last in clash.days] == [
        (date(2026, 11, 2), date(2026, 11, 6)),
        (date(2026, 11, 9), date(2026, 11, 13)),
        (date(2026, 11, 16), date(2026, 11, 20)),
    ]
    later = Span(MONDAY + WEEK * 3, FRIDAY + WEEK * 3)
    assert len(clash_over(box=box, wanted=later, member=hill.ben, today=TODAY - WEEK * 8).days) == 1
    assert clash_over(box=box, wanted=later, member=hill.ben, today=MONDAY).days == []


def test_the_day_on_which_it_can_go_out_again_is_a_free_day_of_school(hill, box):
    lend(box, hill.hugo, MONDAY, MONDAY + timedelta(days=2), by=hill.ada)
    lend(box, hill.cleo, MONDAY + timedelta(days=7), FRIDAY + WEEK, by=hill.ada)
    clash = clash_over(box=box, wanted=Span(MONDAY, FRIDAY), member=hill.ben, today=TODAY)
    assert [sentence.rpartition(" from ")[2] for sentence in clash.sentences] == ["Mon 7 Dec."]


def test_in_the_holidays_days_of_the_holidays_are_offered(hill, box):
    saturday = date(2026, 12, 19)
    lend(box, hill.hugo, saturday, saturday, by=hill.ada)
    clash = clash_over(box=box, wanted=Span(saturday, saturday), member=hill.ben, today=TODAY)
    assert clash.sentences[0].endswith("and can go out again from Tue 22 Dec.")
    assert [first for _, first, _ in clash.days] == [date(2026, 12, 16), date(2026, 12, 22), date(2026, 12, 23)]


def test_a_clash_with_ones_own_loan_says_you_and_offers_to_extend_it(as_ben, as_ada, hill, box):
    own = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    longer = days(FRIDAY, FRIDAY + WEEK)
    answer = as_ben.post(url("booking_add", box_id=box.pk), longer)
    [sentence] = answer.context["clash"].sentences
    assert sentence.startswith("You have it booked for 23 – 27 Nov 2026 (Term 4, week 7). ")
    extend = f"{url('booking_extend', booking_id=own.pk)}?until=2026-12-04"
    assert f'href="{extend}"' in answer.text
    assert as_ben.get(extend).context["form"].initial == {"ends_on": date(2026, 12, 4)}
    as_librarian = as_ada.post(url("booking_add", box_id=box.pk), longer | {"borrower": hill.ben.pk})
    assert as_librarian.context["clash"].sentences[0].startswith("Ben Okafor has it booked for")
    assert f'href="{extend}"' in as_librarian.text


def test_a_clash_with_ones_own_loan_offers_no_extending_where_that_is_no_longer(as_ben, as_cleo, hill, box):
    own = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)
    within = days(MONDAY, MONDAY + timedelta(days=1))
    clash = as_ben.post(url("booking_add", box_id=box.pk), within).context["clash"]
    assert clash.sentences[0].startswith("You have asked for it for")
    assert [(one.booking, one.until) for one in clash.own] == [(own, None)]
    assert as_cleo.post(url("booking_add", box_id=box.pk), within).context["clash"].own == ()


def test_free_days_leave_out_a_half_term_and_the_holidays(hill, box):
    hill.term.half_term_starts_on, hill.term.half_term_ends_on = date(2026, 11, 30), date(2026, 12, 4)
    hill.term.save()
    lend(box, hill.hugo, MONDAY, FRIDAY, by=hill.ada)
    clash = clash_over(box=box, wanted=Span(MONDAY, FRIDAY), member=hill.ben, today=TODAY)
    assert [words for words, *_ in clash.days] == ["7 – 11 Dec 2026 (Term 4, week 8)"]


def test_similar_boxes_share_topic_words_or_titles_are_free_and_say_why(hill, box):
    lava = make_box(hill.ada, "Lava and ash", kind="inquiry_pack", topics="mountains")
    rocks = make_box(hill.ada, "Rocks")
    world = put_copy(box, hill.ada, "Volcanoes of the world", "V0001").resource
    add_item(box=rocks, resource=world, quantity=1, by=hill.ada, now=NOW)
    make_box(hill.ada, "Space", note="Not of volcanoes")
    lent = make_box(hill.ada, "Mountains of fire")
    make_box(hill.ada, "Poems", kind="class_set")
    retired = make_box(hill.ada, "Old mountains")
    retire_box(box=retired, by=hill.ada, now=NOW)
    lend(lent, hill.cleo, FRIDAY + timedelta(days=1), FRIDAY + WEEK, by=hill.ada)
    lend(box, hill.hugo, MONDAY, FRIDAY, by=hill.ada)
    clash = clash_over(box=box, wanted=Span(MONDAY, FRIDAY), member=hill.ben, today=TODAY)
    assert [(one.box, one.why) for one in clash.boxes] == [
        (rocks, "shares 1 title"),
        (lava, "topic: mountains, lava"),
    ]


def test_no_box_is_similar_for_its_kind_or_for_a_common_word(hill):
    gold = make_box(hill.ada, "Gold rush: a box about this year", topics="")
    make_box(hill.ada, "Space: a box about this year")
    assert similar_boxes(box=gold, free_for=Span(MONDAY, FRIDAY), member=hill.ben) == []
    nameless = make_box(hill.ada, "A set")
    assert similar_boxes(box=nameless, free_for=Span(MONDAY, FRIDAY), member=hill.ben) == []


def test_the_clash_page_keeps_the_form_and_takes_other_days_in_one_tap(as_ben, hill, box):
    lend(box, hill.hugo, MONDAY, FRIDAY, by=hill.ada)
    sent = days() | {"note": "With the <atlas>"}
    answer = as_ben.post(url("booking_add", box_id=box.pk), sent)
    assert answer.status_code == 409
    assert "With the &lt;atlas&gt;" in answer.text
    assert "Hugo Lindqvist has it booked for 23 – 27 Nov 2026 (Term 4, week 7)." in answer.text
    own_form = answer.text.partition('<form class="stack"')[2]
    assert own_form.partition("<button")[2].partition("</button>")[0].endswith(">Ask for it")  # What Enter presses.
    _, first, last = answer.context["clash"].days[0]
    taken = as_ben.post(url("booking_add", box_id=box.pk), sent | {"instead": f"{first}:{last}"})
    booking = BoxBooking.objects.get(borrower=hill.ben)
    assert taken.url == booking.get_absolute_url()
    assert (booking.starts_on, booking.ends_on, booking.note) == (first, last, "With the <atlas>")


def test_a_similar_box_is_taken_in_one_tap(as_ben, hill, box):
    rocks = make_box(hill.ada, "Rocks", topics="lava")
    lend(box, hill.hugo, MONDAY, FRIDAY, by=hill.ada)
    sent = days() | {"note": "For 6B"}
    other = url("booking_add", box_id=rocks.pk)
    assert f'formaction="{other}"' in as_ben.post(url("booking_add", box_id=box.pk), sent).text
    as_ben.post(other, sent)
    booking = BoxBooking.objects.get(borrower=hill.ben)
    assert (booking.box, booking.note) == (rocks, "For 6B")


def test_days_to_get_ready_and_put_in_order_are_kept_too(hill):
    box = make_box(hill.ada, lead_days=2, turn_round_days=3)
    lend(box, hill.ben, MONDAY, MONDAY, by=hill.ada)
    for gap, fits in ((5, False), (6, True)):
        day = MONDAY + timedelta(days=gap)
        if fits:
            lend(box, hill.cleo, day, day, by=hill.ada)
        else:
            with pytest.raises(BoxIsTaken):
                lend(box, hill.cleo, day, day, by=hill.ada)


def test_weeks_that_follow_one_another_fit_with_a_day_before_and_after(hill, box):
    lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    lend(box, hill.cleo, MONDAY + WEEK, FRIDAY + WEEK, by=hill.ada)
    assert BoxBooking.objects.count() == 2


# --- Moves -----------------------------------------------------------------------------------------------


def test_the_moves_of_a_loan():
    assert {str(state): [str(to) for to in follow] for state, follow in MOVES.items()} == {
        "requested": ["confirmed", "cancelled"],
        "confirmed": ["out", "cancelled"],
        "out": ["returned"],
        "returned": [],
        "cancelled": [],
    }


def test_a_librarian_says_why_and_the_borrower_reads_it(as_ada, as_ben, hill, box):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)
    page = url("booking_cancel", booking_id=booking.pk)
    assert as_ada.get(page).status_code == 200
    refused = as_ada.post(page, {"why": ""})
    assert (refused.status_code, refused.context["form"].errors) == (
        422,
        {"why": ["Say in a few words why: the borrower reads it."]},
    )
    as_ada.post(page, {"why": "The box is at the museum."})
    assert moves(booking)[-1] == ("requested", "cancelled", "Ada Marlow", "The box is at the museum.")
    assert "The box is at the museum." in as_ben.get(booking.get_absolute_url()).text
    assert lend(box, hill.cleo, MONDAY, FRIDAY, by=hill.ada).state == "confirmed"


def test_a_teacher_cancels_their_own_until_it_is_out(as_ben, hill, box):
    booking = lend(box, hill.ben, TODAY, FRIDAY, by=hill.ada)
    assert as_ben.post(url("booking_cancel", booking_id=booking.pk), {}).status_code == 302
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    second = lend(box, hill.ben, TODAY, FRIDAY, by=hill.ada)
    goes_out(second, by=hill.ada)
    as_ben.post(url("booking_cancel", booking_id=second.pk), {})
    second.refresh_from_db()
    assert second.state == "out"


def test_what_somebody_else_moved_is_not_moved_again(hill, box):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)
    as_read = BoxBooking.objects.get(pk=booking.pk)
    actions.cancel_booking(booking=booking, why="", by=hill.ben, now=NOW)
    with pytest.raises(Refused, match=r"Somebody was quicker: it is “cancelled” now. Look again."):
        actions.confirm_booking(booking=as_read, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone):
        actions.cancel_booking(booking=booking, why="", by=hill.ben, now=NOW)


# --- Extending -------------------------------------------------------------------------------------------


def test_a_loan_is_extended_and_says_so(as_ben, hill, box):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    page = url("booking_extend", booking_id=booking.pk)
    until = FRIDAY + WEEK
    assert as_ben.get(page).context["form"].initial == {"ends_on": FRIDAY}
    as_ben.post(page, {"ends_on": until.isoformat(), "version": 1})
    booking.refresh_from_db()
    assert (booking.ends_on, booking.kept_until) == (until, until + timedelta(days=1))
    assert moves(booking)[-1] == (
        "confirmed",
        "confirmed",
        "Ben Okafor",
        "Until 4 Dec 2026 instead of 27 Nov 2026",
    )
    assert "Until 4 Dec 2026 instead of 27 Nov 2026" in as_ben.get(booking.get_absolute_url()).text


def test_an_extension_that_meets_the_next_loan_is_told_until_when(as_ben, hill, box):
    rocks = make_box(hill.ada, "Rocks", topics="lava")
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    lend(box, hill.cleo, MONDAY + timedelta(days=10), MONDAY + timedelta(days=11), by=hill.ada)
    page = url("booking_extend", booking_id=booking.pk)
    answer = as_ben.post(page, {"ends_on": (FRIDAY + WEEK).isoformat(), "version": 1})
    clash = answer.context["clash"]
    assert (answer.status_code, clash.sentences) == (
        409,
        (
            "Cleo Tanaka has it booked for 3 – 4 Dec 2026 (Term 4, week 8). "
            "It comes back on Fri 4 Dec, and can go out again from Mon 7 Dec.",
        ),
    )
    latest = date(2026, 11, 30)
    assert clash.days == [("Until Mon 30 Nov", MONDAY, latest)]
    assert [(one.box, one.why) for one in clash.boxes] == [(rocks, "topic: lava")]
    as_ben.post(page, {"ends_on": "x", "version": 1, "instead": f"{MONDAY}:{latest}"})
    booking.refresh_from_db()
    assert booking.ends_on == latest


def test_an_extension_that_leaves_no_day_offers_none(hill, box):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    lend(box, hill.cleo, MONDAY + WEEK, FRIDAY + WEEK, by=hill.ada)
    clash = clash_over_extending(booking=booking, ends_on=MONDAY + WEEK, member=hill.ben, today=TODAY)
    assert clash.days == []


@pytest.mark.parametrize(
    ("ends_on", "sentence"),
    [
        ("2026-11-27", "That is its last day already."),
        ("2026-11-24", "That is before the day on which it ends now."),
        ("2027-12-31", "A box is lent for a year at most."),
        ("soon", "Write the day as year-month-day, for example 2026-02-03."),
    ],
)
def test_an_extension_that_cannot_be_is_said_at_its_field(as_ben, hill, box, ends_on, sentence):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    answer = as_ben.post(url("booking_extend", booking_id=booking.pk), {"ends_on": ends_on, "version": 1})
    assert (answer.status_code, answer.context["form"].errors) == (422, {"ends_on": [sentence]})
    assert f'value="{ends_on}"' in answer.text


def test_of_two_who_extend_the_second_is_shown_what_the_first_saved(as_ada, hill, box):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    about = {"booking": booking, "version": 1, "now": NOW}
    actions.extend_booking(ends_on=FRIDAY + timedelta(days=3), by=hill.ben, **about)
    with pytest.raises(RowChanged):
        actions.extend_booking(ends_on=FRIDAY + timedelta(days=4), by=hill.ada, **about)
    page = url("booking_extend", booking_id=booking.pk)
    answer = as_ada.post(page, {"ends_on": "2026-12-01", "version": 1})
    assert answer.status_code == 409
    assert answer.context["change"].stands == [("Last day", "Mon 30 Nov 2026")]
    as_ada.post(page, {"ends_on": "2026-12-01", "version": answer.context["change"].version})
    booking.refresh_from_db()
    assert booking.ends_on == date(2026, 12, 1)


def test_a_loan_that_is_over_is_not_extended(as_ben, hill, box):
    booking = lend(box, hill.ben, TODAY, FRIDAY, by=hill.ada)
    goes_out(booking, by=hill.ada)
    comes_back(booking, by=hill.ada)
    assert as_ben.get(url("booking_extend", booking_id=booking.pk)).url == booking.get_absolute_url()
    with pytest.raises(Refused, match=r"It is “returned”, and no longer extended."):
        actions.extend_booking(booking=booking, ends_on=FRIDAY + WEEK, version=1, by=hill.ben, now=NOW)


# --- The page, what it costs, and who leaves --------------------------------------------------------------


def test_the_page_of_a_loan_costs_the_same_with_one_move_and_with_three(as_ada, hill, box, django_assert_num_queries):
    booking = lend(box, hill.ben, TODAY, FRIDAY, by=hill.ben)
    page = booking.get_absolute_url()
    as_ada.get(page)
    with django_assert_num_queries(6):
        as_ada.get(page)
    actions.confirm_booking(booking=booking, by=hill.ada, now=NOW)
    actions.extend_booking(booking=booking, ends_on=FRIDAY + WEEK, version=2, by=hill.ada, now=NOW)
    with django_assert_num_queries(6):
        as_ada.get(page)


def test_coming_loans_pass_on_when_somebody_leaves(hill, box):
    coming = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    now_out = lend(make_box(hill.ada, "Rocks"), hill.ben, TODAY, FRIDAY, by=hill.ada)
    over = lend(make_box(hill.ada, "Poems"), hill.ben, TODAY, FRIDAY, by=hill.ada)
    for one in (now_out, over):
        goes_out(one, by=hill.ada)
    comes_back(over, by=hill.ada)
    [held] = [holding for holding in holdings(hill.ben, seen_by=hill.ada) if holding.title == "Loans of boxes"]
    assert (held.count, [text for text, _ in held.items]) == (
        2,
        ["Rocks, 18 – 27 Nov 2026", "Volcanoes, 23 – 27 Nov 2026"],
    )
    deactivate_person(person=hill.ben, to=hill.hugo, by=hill.ada, now=NOW)
    borrowers = dict(BoxBooking.objects.values_list("pk", "borrower__name"))
    assert borrowers == {coming.pk: "Hugo Lindqvist", now_out.pk: "Hugo Lindqvist", over.pk: "Ben Okafor"}
    assert moves(coming)[-1] == ("confirmed", "confirmed", "Ada Marlow", "From Ben Okafor to Hugo Lindqvist")


def test_a_box_that_changed_its_days_keeps_those_of_its_loans(hill, box):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    ResourceBox.objects.filter(pk=box.pk).update(lead_days=5, **stamp(by=hill.ada, now=NOW))
    booking.refresh_from_db()
    assert booking.kept_from == MONDAY - timedelta(days=1)
