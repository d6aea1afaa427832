"""When a call opens, reminds and ends: by the dates and the clock of each school, whatever ticks, and however late."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from collab.errors import AlreadyDone
from collab.models import Department, Member, Role, School, Term
from outreach.calls.actions import change_rules, finish_call, go_on_with_call, open_call, pause_call, remind_now
from outreach.calls.season import coming_season, dates_missing, season_of, terms_at_hand
from outreach.calls.ticking import see_to
from outreach.models import CallInvitation, CallRules, Message, TopicCall
from outreach.outbox import holding
from outreach.outbox.reducing import reduce_old
from outreach.outbox.sending import send_what_waits
from tests.cast import NOW
from tests.outbox import never_rests

HOUR = timedelta(hours=1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_school(zone, *terms, teachers=2, slug="any"):
    """A school in a time zone with terms as (first day, last day) or with the break between them, and teachers."""
    school = School.objects.create(name="Any School", slug=slug, country="NZ", time_zone=zone, created_at=LONG_AGO)
    for number, (starts_on, ends_on, *half_term) in enumerate(terms, 1):
        half = dict(zip(("half_term_starts_on", "half_term_ends_on"), half_term, strict=False))
        Term.objects.create(
            school=school, name=f"Term {number}", year="2026", starts_on=starts_on, ends_on=ends_on, **half
        )
    Member.objects.bulk_create(
        Member(school=school, name=f"Teacher {n}", email=f"t{n}@any.example", roles=[Role.TEACHER], created_at=LONG_AGO)
        for n in range(teachers)
    )
    return school


def opens(school):
    """The moment at which the call for the second term opens, in UTC."""
    return season_of(school.terms.get(name="Term 2")).opens_at.astimezone(UTC)


def tick(now):
    """What a beat does: every call at hand is seen to, and what may go out goes out."""
    for term_id in terms_at_hand(now=now):
        see_to(term_id, now=now)
    if Message.objects.filter(state="queued").exists():
        send_what_waits(clock=lambda: now)


def each_day(school, first, last, *hours):
    """Ticks on each day from one to another at these hours by the school's clock."""
    for number in range((last - first).days + 1):
        for hour in hours:
            tick(datetime.combine(first + timedelta(days=number), hour, tzinfo=school.zone))


def step(school, first, last, *, by=HOUR):
    """Ticks from one moment to another; the moments at which messages came into the outbox, as the school's clock says.

    Returns list of (kind, day, time of day) in their order, once for each bunch.
    """
    seen, now = [], first
    while now <= last:
        before = set(Message.objects.values_list("pk", flat=True))
        tick(now)
        for kind in Message.objects.exclude(pk__in=before).order_by("kind").values_list("kind", flat=True).distinct():
            local = now.astimezone(school.zone)
            seen.append((kind, local.date(), local.time()))
        now += by
    return seen


# Southern spring forward and northern fall back and the ways back: 08:00 by the school's clock on either side.
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "ends_on", "next_on", "at_utc"),
    [
        ("Pacific/Auckland", date(2026, 10, 9), date(2026, 10, 26), datetime(2026, 9, 24, 20, tzinfo=UTC)),
        ("Pacific/Auckland", date(2026, 10, 16), date(2026, 11, 2), datetime(2026, 10, 1, 19, tzinfo=UTC)),
        ("Pacific/Auckland", date(2026, 4, 17), date(2026, 5, 4), datetime(2026, 4, 2, 19, tzinfo=UTC)),
        ("Pacific/Auckland", date(2026, 4, 24), date(2026, 5, 11), datetime(2026, 4, 9, 20, tzinfo=UTC)),
        ("Europe/London", date(2026, 4, 10), date(2026, 4, 27), datetime(2026, 3, 27, 8, tzinfo=UTC)),
        ("Europe/London", date(2026, 4, 17), date(2026, 5, 4), datetime(2026, 4, 3, 7, tzinfo=UTC)),
        ("Europe/London", date(2026, 11, 6), date(2026, 11, 23), datetime(2026, 10, 23, 7, tzinfo=UTC)),
        ("Europe/London", date(2026, 11, 13), date(2026, 11, 30), datetime(2026, 10, 30, 8, tzinfo=UTC)),
        ("America/New_York", date(2026, 3, 20), date(2026, 4, 6), datetime(2026, 3, 6, 13, tzinfo=UTC)),
        ("America/New_York", date(2026, 3, 27), date(2026, 4, 13), datetime(2026, 3, 13, 12, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 13), date(2026, 11, 30), datetime(2026, 10, 30, 12, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 20), date(2026, 12, 7), datetime(2026, 11, 6, 13, tzinfo=UTC)),
    ],
)
def test_a_call_opens_at_eight_by_the_schools_clock_whatever_summer_time_does(zone, ends_on, next_on, at_utc):
    school = make_school(zone, (ends_on - timedelta(days=66), ends_on), (next_on, next_on + timedelta(days=60)))
    assert opens(school) == at_utc
    tick(at_utc - timedelta(minutes=1))
    assert not TopicCall.objects.exists()
    tick(at_utc)
    assert TopicCall.objects.get().term.name == "Term 2"
    assert Message.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ends_on", "opens_on"),
    [
        (date(2026, 12, 18), date(2026, 12, 4)),  # A Friday: two weeks before, a Friday.
        (date(2026, 12, 19), date(2026, 12, 4)),  # A Saturday: the Friday before the Saturday two weeks earlier.
        (date(2026, 12, 20), date(2026, 12, 4)),
        (date(2026, 12, 15), date(2026, 12, 1)),  # In the last week only Monday and Tuesday are school.
    ],
)
def test_a_term_may_end_on_any_day(ends_on, opens_on):
    school = make_school("Europe/London", (date(2026, 10, 5), ends_on), (date(2027, 1, 4), date(2027, 3, 26)))
    assert opens(school).astimezone(school.zone) == datetime.combine(opens_on, time(8), tzinfo=school.zone)


@pytest.mark.django_db
def test_a_day_in_the_half_term_break_is_moved_to_the_last_school_day_before_it():
    autumn = (date(2026, 9, 2), date(2026, 11, 6), date(2026, 10, 19), date(2026, 10, 30))
    school = make_school("Europe/London", autumn, (date(2026, 11, 16), date(2027, 2, 12)))
    assert opens(school).astimezone(school.zone).date() == date(2026, 10, 16)


@pytest.mark.django_db
def test_a_term_that_is_shorter_than_the_distance_is_asked_on_its_first_school_day():
    school = make_school("Europe/London", (date(2026, 9, 5), date(2026, 9, 15)), (date(2026, 9, 21), date(2026, 12, 1)))
    assert opens(school).astimezone(school.zone).date() == date(2026, 9, 7)


# --- Late, early, never ----------------------------------------------------------------------------------------


TERMS = (date(2026, 10, 5), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 26))
DUE = datetime(2026, 12, 4, 8, tzinfo=UTC)  # A Friday.


@pytest.fixture
def london(db):
    return make_school("Europe/London", *TERMS)


def test_a_server_that_was_off_for_three_days_opens_the_call_on_the_next_weekday(london):
    assert step(london, DUE + 16 * HOUR, DUE + timedelta(days=4)) == [("call", date(2026, 12, 7), time(8))]


def test_a_server_that_was_off_until_the_holidays_opens_the_call_on_a_weekday_of_them(london):
    saturday = datetime(2026, 12, 19, 9, tzinfo=UTC)
    assert step(london, saturday, saturday + timedelta(days=3)) == [("call", date(2026, 12, 21), time(8))]


def test_a_server_that_comes_back_when_the_term_has_begun_asks_nobody(london):
    begun = datetime(2027, 1, 4, 0, tzinfo=UTC)
    assert step(london, begun, begun + timedelta(days=2)) == []
    assert not TopicCall.objects.exists()


def test_over_the_end_of_a_term_each_is_asked_once_and_reminded_twice_and_all_of_it_at_the_right_hour(london):
    seen = step(london, DUE - timedelta(days=2), datetime(2026, 12, 19, tzinfo=UTC))
    seen += step(london, datetime(2026, 12, 19, tzinfo=UTC), datetime(2027, 1, 6, tzinfo=UTC), by=8 * HOUR)
    assert seen == [
        ("call", date(2026, 12, 4), time(8)),
        ("reminder", date(2026, 12, 9), time(8)),
        ("reminder", date(2026, 12, 14), time(8)),  # Nine days later is a Sunday.
    ]
    assert TopicCall.objects.count() == 1
    assert CallInvitation.objects.filter(reminders=2).count() == 2
    assert Message.objects.count() == 6


def test_ticks_each_minute_around_the_hour_do_it_once(london):
    minute = timedelta(minutes=1)
    assert step(london, DUE - 3 * minute, DUE + 10 * minute, by=minute) == [("call", DUE.date(), time(8))]


def test_a_reminder_that_is_late_keeps_its_distance_to_the_next(london):
    tick(DUE)
    back = datetime(2026, 12, 11, 9, tzinfo=UTC)  # Two days after the first was due, on a Friday.
    assert step(london, back, datetime(2026, 12, 18, 12, tzinfo=UTC)) == [
        ("reminder", date(2026, 12, 11), time(9)),
        ("reminder", date(2026, 12, 15), time(8)),
    ]


def test_nobody_is_reminded_in_the_holidays(london):
    tick(datetime(2026, 12, 18, 8, tzinfo=UTC))
    assert step(london, datetime(2026, 12, 18, 8, tzinfo=UTC), datetime(2027, 1, 5, tzinfo=UTC), by=8 * HOUR) == []
    assert Message.objects.count() == 2


def test_each_ones_reminders_count_from_their_own_invitation(london):
    tick(DUE)
    tick(datetime(2026, 12, 7, 9, tzinfo=UTC))
    late = Member.objects.create(
        school=london, name="Late", email="late@any.example", roles=[Role.TEACHER], created_at=NOW
    )
    tick(datetime(2026, 12, 8, 9, tzinfo=UTC))
    tick(datetime(2026, 12, 9, 9, tzinfo=UTC))
    assert Message.objects.filter(member=late).values_list("kind", flat=True).get() == "call"
    assert CallInvitation.objects.filter(reminders=1).count() == 2


# --- Waiting: a pause, quiet hours, an outage ------------------------------------------------------------------


def arrivals(school):
    """The letters that went out, in their order, as (kind, day, time of day) by the school's clock."""
    sent = Message.objects.filter(state="sent").order_by("finished_at", "pk").values_list("kind", "finished_at")
    return [(kind, at.astimezone(school.zone).date(), at.astimezone(school.zone).time()) for kind, at in sent]


@pytest.fixture
def ada(london):
    return Member.objects.create(
        school=london, name="Ada", email="ada@any.example", roles=[Role.LIBRARIAN], created_at=LONG_AGO
    )


@pytest.fixture
def one_teacher(london, ada):
    Member.objects.filter(name="Teacher 1").delete()
    return Member.objects.get(name="Teacher 0")


def test_a_call_that_waits_through_a_pause_of_the_mail_is_reminded_of_at_its_distances_from_when_it_arrived(
    london, ada, one_teacher
):
    CallRules.objects.create(school=london, days_before=30)
    opens_at = datetime(2026, 11, 18, 8, tzinfo=UTC)
    holding.pause(by=ada, now=opens_at)
    each_day(london, opens_at.date(), date(2026, 11, 29), time(8))
    assert list(Message.objects.values_list("kind", "state")) == [("call", "queued")]
    holding.resume(by=ada, now=datetime(2026, 11, 30, 8, tzinfo=UTC))
    each_day(london, date(2026, 11, 30), date(2026, 12, 17), time(9))
    assert arrivals(london) == [
        ("call", date(2026, 11, 30), time(9)),
        ("reminder", date(2026, 12, 7), time(9)),  # Five days later is a Saturday.
        ("reminder", date(2026, 12, 11), time(9)),
    ]


def test_a_reminder_that_waits_through_a_pause_of_the_mail_keeps_the_next_one_at_its_distance(london, ada, one_teacher):
    CallRules.objects.create(school=london, days_before=30)
    each_day(london, date(2026, 11, 18), date(2026, 11, 19), time(8))
    holding.pause(by=ada, now=datetime(2026, 11, 20, tzinfo=UTC))
    each_day(london, date(2026, 11, 20), date(2026, 12, 2), time(8))
    holding.resume(by=ada, now=datetime(2026, 12, 3, 7, tzinfo=UTC))
    each_day(london, date(2026, 12, 3), date(2026, 12, 17), time(8))
    assert arrivals(london) == [
        ("call", date(2026, 11, 18), time(8)),
        ("reminder", date(2026, 12, 3), time(8)),
        ("reminder", date(2026, 12, 7), time(8)),
    ]


def test_a_call_that_was_paused_itself_is_reminded_of_at_its_distances_from_when_it_went_on(london, ada, one_teacher):
    never_rests(london)
    CallRules.objects.create(school=london, days_before=30)
    see_to(london.terms.get(name="Term 2"), now=datetime(2026, 11, 18, 8, tzinfo=UTC))
    call = TopicCall.objects.get()
    pause_call(call=call, by=ada, now=datetime(2026, 11, 18, 8, tzinfo=UTC))
    each_day(london, date(2026, 11, 18), date(2026, 11, 29), time(8))
    go_on_with_call(call=call, by=ada, now=datetime(2026, 11, 30, 7, tzinfo=UTC))
    each_day(london, date(2026, 11, 30), date(2026, 12, 17), time(8))
    assert arrivals(london) == [
        ("call", date(2026, 11, 30), time(8)),
        ("reminder", date(2026, 12, 7), time(8)),
        ("reminder", date(2026, 12, 11), time(8)),
    ]


def test_a_call_that_is_held_by_its_pause_at_the_moment_it_goes_on_is_no_reason_to_remind(london, ada, one_teacher):
    """Its letter is cancelled by a worker that asked just before; the next tick puts it back and reminds nobody."""
    see_to(london.terms.get(name="Term 2"), now=DUE)
    pause_call(call=TopicCall.objects.get(), by=ada, now=DUE)
    send_what_waits(clock=lambda: DUE)
    TopicCall.objects.update(paused_at=None, paused_by=None)
    tick(DUE + timedelta(days=10))
    assert arrivals(london) == [("call", date(2026, 12, 14), time(8))]
    assert Message.objects.count() == 1


def test_a_call_that_opens_in_quiet_hours_arrives_after_them_and_so_do_its_reminders(london, one_teacher):
    CallRules.objects.create(school=london, opens_at=time(5))
    each_day(london, DUE.date(), date(2026, 12, 17), time(5), time(6, 29), time(6, 30))
    assert arrivals(london) == [
        ("call", date(2026, 12, 4), time(6, 30)),
        ("reminder", date(2026, 12, 9), time(6, 30)),
        ("reminder", date(2026, 12, 14), time(6, 30)),
    ]


def test_over_a_weekend_a_call_waits_for_monday_and_counts_from_there(london, ada, one_teacher):
    CallRules.objects.create(school=london, reminders=[3, 5])
    open_call(term=london.terms.get(name="Term 2"), by=ada, now=datetime(2026, 11, 27, 20, tzinfo=UTC))  # A Friday.
    each_day(london, date(2026, 11, 28), date(2026, 12, 3), time(7), time(8))
    assert arrivals(london) == [
        ("call", date(2026, 11, 30), time(7)),
        ("reminder", date(2026, 12, 3), time(8)),
    ]


def test_by_hand_nobody_is_reminded_of_a_letter_that_still_waits_or_went_out_today(london, ada, one_teacher):
    def remind(now):
        return remind_now(call=TopicCall.objects.get(), by=ada, now=now)

    holding.pause(by=ada, now=DUE)
    tick(DUE)
    with pytest.raises(AlreadyDone, match="nobody to remind"):
        remind(DUE + timedelta(days=3))
    holding.resume(by=ada, now=DUE + timedelta(days=3))
    send_what_waits(clock=lambda: DUE + timedelta(days=3))
    with pytest.raises(AlreadyDone, match="nobody to remind"):
        remind(DUE + timedelta(days=3, hours=1))
    assert remind(DUE + timedelta(days=4)) == 1


def test_an_old_letter_of_which_only_a_line_is_left_still_says_when_it_went_out(london, ada, one_teacher):
    never_rests(london)
    holding.change_rules(version=1, values={"keep_days": 7}, by=ada, now=DUE)
    CallRules.objects.create(school=london, days_before=30, reminders=[5, 12])
    each_day(london, date(2026, 11, 18), date(2026, 11, 27), time(8))
    reduce_old(now=datetime(2026, 11, 28, tzinfo=UTC))
    assert Message.objects.filter(reduced_at__isnull=False).count() == 1
    each_day(london, date(2026, 11, 28), date(2026, 12, 1), time(8))
    assert [(kind, day) for kind, day, _ in arrivals(london)] == [
        ("call", date(2026, 11, 18)),
        ("reminder", date(2026, 11, 23)),
        ("reminder", date(2026, 11, 30)),
    ]


def test_a_letter_that_a_long_pause_has_cancelled_is_kept_while_its_call_can_go_on(london, ada, one_teacher):
    never_rests(london)
    holding.change_rules(version=1, values={"keep_days": 7}, by=ada, now=DUE)
    see_to(london.terms.get(name="Term 2"), now=DUE)
    call = TopicCall.objects.get()
    pause_call(call=call, by=ada, now=DUE)
    send_what_waits(clock=lambda: DUE)
    back = DUE + timedelta(days=10)
    reduce_old(now=back)
    go_on_with_call(call=call, by=ada, now=back)
    tick(back)
    assert arrivals(london) == [("call", back.date(), time(8))]
    reduce_old(now=back + timedelta(days=8))
    assert Message.objects.get().text == ""


def test_a_letter_that_was_cancelled_is_reduced_when_its_term_has_begun(london, ada, one_teacher):
    see_to(london.terms.get(name="Term 2"), now=DUE)
    pause_call(call=TopicCall.objects.get(), by=ada, now=DUE)
    send_what_waits(clock=lambda: DUE)
    holding.pause(by=ada, now=DUE)
    holding.change_rules(version=1, values={"keep_days": 7}, by=ada, now=DUE)
    reduce_old(now=datetime(2027, 1, 3, 23, 59, tzinfo=UTC))
    assert Message.objects.get().reduced_at is None
    reduce_old(now=datetime(2027, 1, 4, tzinfo=UTC))
    assert Message.objects.get().text == ""


# --- Never, and by hand ----------------------------------------------------------------------------------------


def test_a_school_that_is_set_up_after_the_day_decides_for_itself(london):
    School.objects.update(created_at=DUE + HOUR)
    assert step(london, DUE + 2 * HOUR, DUE + timedelta(days=5)) == []
    assert season_of(london.terms.get(name="Term 2")).is_before_its_school


def test_a_school_may_say_that_no_call_opens_by_itself(london):
    CallRules.objects.create(school=london, opens_by_itself=False)
    assert step(london, DUE, DUE + timedelta(days=3)) == []


def test_a_school_says_when_its_calls_open_and_remind(london):
    values = {"days_before": 10, "opens_at": time(13, 0), "reminders": [3], "opens_by_itself": True}
    change_rules(school=london, version=1, values=values, by=None, now=NOW)
    assert step(london, DUE, datetime(2026, 12, 12, tzinfo=UTC)) == [
        ("call", date(2026, 12, 8), time(13)),
        ("reminder", date(2026, 12, 11), time(13)),
    ]


def test_a_school_without_the_dates_of_its_next_term_is_asked_for_them_and_nothing_fails(db):
    school = make_school("Europe/London", TERMS[0])
    assert step(school, DUE - HOUR, DUE + timedelta(days=3), by=6 * HOUR) == []
    assert coming_season(school, on=DUE.date()) is None
    [autumn] = school.terms.all()
    days = (date(2026, 11, 19), date(2026, 11, 20), date(2027, 1, 10), date(2027, 6, 1))
    assert [dates_missing(school=school, on=day) for day in days] == [None, autumn, autumn, None]
    Term.objects.create(school=school, name="Spring", year="2027", starts_on=TERMS[1][0], ends_on=TERMS[1][1])
    assert dates_missing(school=school, on=DUE.date()) is None
    tick(DUE + timedelta(days=3))
    assert TopicCall.objects.get().term.name == "Spring"


def test_the_pulse_finds_what_is_at_hand_in_all_schools_by_their_own_clocks(db, django_assert_num_queries):
    zones = ("Pacific/Auckland", "Europe/London", "America/New_York")
    schools = {make_school(zone, *TERMS, slug=f"any-{number}").pk: zone for number, zone in enumerate(zones)}

    def at_hand(now):
        with django_assert_num_queries(2):
            found = terms_at_hand(now=now)
        return [schools[term.school_id] for term in Term.objects.filter(pk__in=found).order_by("school_id")]

    midnight = datetime(2026, 12, 4, tzinfo=UTC)
    assert at_hand(midnight - 5 * HOUR - timedelta(minutes=1)) == []
    assert at_hand(midnight - 5 * HOUR) == ["Pacific/Auckland"]
    assert at_hand(midnight + 8 * HOUR) == ["Pacific/Auckland", "Europe/London"]
    assert at_hand(midnight + 13 * HOUR) == list(zones)
    new_year = datetime(2027, 1, 4, tzinfo=UTC)
    assert at_hand(new_year - 11 * HOUR) == ["Europe/London", "America/New_York"]
    assert at_hand(new_year + 5 * HOUR) == []


def test_a_call_that_was_opened_by_hand_is_at_hand_before_its_day(london):
    term = london.terms.get(name="Term 2")
    assert terms_at_hand(now=DUE - timedelta(days=20)) == []
    open_call(term=term, by=None, now=DUE - timedelta(days=21))
    assert terms_at_hand(now=DUE - timedelta(days=20)) == [term.pk]


def test_a_call_that_somebody_finished_before_its_day_does_not_open_again_by_itself(hill):
    term = Term.objects.create(
        school=hill.school, name="Term 1", year="2027", starts_on=date(2027, 1, 27), ends_on=date(2027, 4, 1)
    )
    call = open_call(term=term, by=hill.ada, now=NOW, departments=[hill.science])
    finish_call(call=call, by=hill.ada, now=NOW)
    see_to(term, now=datetime(2026, 12, 2, 22, tzinfo=UTC))
    call.refresh_from_db()
    assert (call.is_for_all, call.invitations.count()) == (False, 1)


def test_a_call_for_one_department_becomes_one_for_all_on_its_day(hill):
    term = Term.objects.create(
        school=hill.school, name="Term 1", year="2027", starts_on=date(2027, 1, 27), ends_on=date(2027, 4, 1)
    )
    call = open_call(term=term, by=hill.ada, now=NOW, departments=[hill.science])
    assert list(call.invitations.values_list("teacher__name", flat=True)) == ["Cleo Tanaka"]
    tick(datetime(2026, 12, 2, 20, 59, tzinfo=UTC))
    assert call.invitations.count() == 1
    tick(datetime(2026, 12, 2, 21, 0, tzinfo=UTC))  # 3 December at eight in Sydney.
    call.refresh_from_db()
    assert (call.is_for_all, call.departments.count(), call.opened_by) == (True, 0, hill.ada)
    names = call.invitations.order_by("teacher__name").values_list("teacher__name", flat=True)
    assert list(names) == ["Ben Okafor", "Cleo Tanaka", "Hugo Lindqvist"]


# --- Long terms, and terms that follow each other at once ------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends_on", "next_on"),
    [
        (date(2026, 12, 18), date(2027, 1, 28)),
        (date(2027, 1, 28), date(2027, 1, 29)),  # 366 days, the most that a term may have.
        (date(2027, 1, 28), date(2027, 7, 1)),
    ],
)
def test_the_call_after_a_term_of_a_whole_year_opens_on_its_day(db, ends_on, next_on):
    school = make_school("Europe/London", (date(2026, 1, 28), ends_on), (next_on, next_on + timedelta(days=300)))
    due = opens(school)
    tick(due - HOUR)
    assert not TopicCall.objects.exists()
    tick(due)
    assert TopicCall.objects.get().term.name == "Term 2"


def test_a_call_that_is_late_by_a_year_of_holidays_still_opens_before_its_term(db):
    school = make_school(
        "Europe/London", (date(2025, 10, 6), date(2025, 12, 19)), (date(2026, 12, 7), date(2027, 3, 26))
    )
    assert step(school, datetime(2026, 12, 2, 7, tzinfo=UTC), datetime(2026, 12, 3, tzinfo=UTC)) == [
        ("call", date(2026, 12, 2), time(8))
    ]


@pytest.fixture
def science(db):
    """The head of a department, whose school has a term that ends on a Friday and one that begins on the Monday."""
    terms = (date(2026, 8, 31), date(2026, 10, 30)), (date(2026, 11, 2), date(2026, 12, 18))
    school = make_school("America/New_York", *terms)
    head = Member.objects.get(name="Teacher 0")
    science = Department.objects.create(school=school, name="Science", head=head)
    for member in Member.objects.all():
        member.departments.add(science)
    return science


def written(school):
    """What came into the outbox since the call itself, as (kind, moment by the school's clock)."""
    later = Message.objects.exclude(kind__in=("call", "reminder")).order_by("pk").values_list("kind", "created_at")
    return [(kind, at.astimezone(school.zone).replace(tzinfo=None)) for kind, at in later]


MONDAY = ("summary", datetime(2026, 11, 2, 8))  # noqa: DTZ001 - by the school's clock


def test_where_the_next_term_begins_on_the_monday_its_first_morning_brings_the_summaries_once(science):
    school = science.school
    each_day(school, date(2026, 10, 16), date(2026, 11, 12), time(7), time(8), time(9))
    assert written(school) == [MONDAY]
    message = Message.objects.get(kind="summary")
    assert (message.member, message.state, "- Teacher 1\n" in message.text) == (science.head, "sent", True)


def test_a_week_after_the_term_began_it_is_too_late_for_summaries(science):
    each_day(science.school, date(2026, 10, 16), date(2026, 10, 16), time(8))
    each_day(science.school, date(2026, 11, 9), date(2026, 11, 12), time(8))
    assert written(science.school) == []


def test_nothing_but_summaries_is_written_once_the_term_has_begun(science):
    each_day(science.school, date(2026, 10, 16), date(2026, 10, 16), time(8))
    Member.objects.create(
        school=science.school, name="Late", email="late@any.example", roles=[Role.TEACHER], created_at=NOW
    )
    each_day(science.school, date(2026, 11, 2), date(2026, 11, 12), time(8))
    assert written(science.school) == [MONDAY]
    assert Message.objects.exclude(kind="summary").count() == 2


def test_a_call_that_was_paused_to_its_end_is_not_summed_up_by_itself(science):
    each_day(science.school, date(2026, 10, 16), date(2026, 10, 16), time(8))
    pause_call(call=TopicCall.objects.get(), by=None, now=datetime(2026, 10, 17, tzinfo=UTC))
    each_day(science.school, date(2026, 10, 30), date(2026, 11, 12), time(8))
    assert written(science.school) == []
