"""The answer behind a personal link: one teacher, one term, no password, and nothing else."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from psycopg import sql

from collab.errors import Refused
from collab.models import Member, Role, Term
from collab.people.actions import deactivate_person
from outreach.calls.handing_on import hand_on
from outreach.letters.links import url_of, with_links
from outreach.models import CallInvitation, Message, TopicCall
from outreach.models.calls import new_nonce
from outreach.outbox.truth import untrue
from resources.models import Help, NothingThisTime, TopicRequest
from resources.topics.actions import ask_topics, move_request
from tests.cast import NOW, make_member
from tests.clients import signed_in
from tests.crawl import counted_queries
from tests.racing import refusals
from tests.test_access import everything_written

State = TopicRequest.State
TERM = {"name": "Term 1", "year": "2027", "starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 9)}
SYDNEY = ZoneInfo("Australia/Sydney")
POSTS = ("answer_topics", "answer_again", "answer_nothing", "answer_nothing_take_back", "answer_hand_on")
POSTS = (*POSTS, "answer_hand_back")


@pytest.fixture
def clock(monkeypatch):
    """`clock(moment)`: what time it is; to begin with, the day of the cast."""

    def now_is(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    now_is(NOW)
    return now_is


@pytest.fixture
def call(hill, clock):
    """The call for the first term of 2027."""
    term = Term.objects.create(school=hill.school, **TERM)
    return TopicCall.objects.create(school=hill.school, term=term, opened_at=NOW)


@pytest.fixture
def place(call, hill):
    """Ben's place in it."""
    return CallInvitation.objects.create(call=call, teacher=hill.ben, invited_at=NOW)


@pytest.fixture
def before(hill):
    """What Ben taught in the first term of 2026, rivers in two classes."""
    about = {"teacher": hill.ben, "term": hill.terms[0], "by": hill.ben, "now": NOW}
    rivers = {"topic": "Rivers", "classes": [hill.class_group], "help_wanted": [Help.DISPLAY], "subject": hill.subject}
    return ask_topics(**about, topics=[rivers, {"topic": "Rocks & <b>minerals</b>"}])


def path_to(place, name="answer", *, handed=False, **parts):
    """The path behind the teacher's link, or the colleague's."""
    token = url_of("answer", f"{place.pk}-{place.handed_nonce if handed else place.nonce}").rstrip("/").split("/")[-1]
    return reverse(name, kwargs={"token": token, **parts})


def said(place):
    """What the library knows of the answer: topics with their states."""
    requests = TopicRequest.objects.of(place.teacher).in_term(place.call.term)
    return list(requests.order_by("pk").values_list("topic", "state"))


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", re.split("<main[^>]*>", answer.content.decode())[1]).split())


def typed(*topics, **more):
    """What the form sends: a dict for each topic."""
    data = {"block": [str(number) for number in range(len(topics))]}
    for number, topic in enumerate(topics):
        data |= {f"t{number}-{name}": value for name, value in topic.items()}
    return data | more


# --- The way in ----------------------------------------------------------------------------------------------------


def test_the_page_opens_without_an_account_and_leaves_nothing_in_the_browser(client, place, before):
    page = client.get(path_to(place))
    assert page.status_code == 200
    assert words_of(page).startswith(
        "Term 1, 2027 · 1 Feb – 9 Apr 2027 What will you teach? This is the answer of Ben Okafor . "
        "It can be changed until 31 Jan 2027."
    )
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"], page.headers["X-Robots-Tag"]) == (
        "private, no-store",
        "no-referrer",
        "noindex, nofollow",
    )
    assert dict(client.cookies) == {}


def test_it_is_answered_in_three_taps_by_a_browser_that_keeps_no_cookies(place, before):
    page = Client(enforce_csrf_checks=True).get(path_to(place))
    assert f'name="topic" value="{before[0].pk}"' in page.content.decode()
    answer = Client(enforce_csrf_checks=True).post(path_to(place, "answer_again"), {"topic": before[0].pk})
    assert (answer.status_code, answer.url) == (302, path_to(place))
    assert said(place) == [("Rivers", "asked")]
    done = Client().get(answer.url)
    assert words_of(done).partition("Rivers")[0].count("Thank you, the library knows") == 1


def test_nobody_is_signed_in_by_it(client, place):
    client.get(path_to(place))
    client.post(path_to(place, "answer_nothing"))
    assert "_auth_user_id" not in client.session
    assert client.get("/hill/").status_code == 302


def test_whoever_is_signed_in_as_somebody_else_sees_whose_answer_it_is_and_acts_for_them(as_ada, place, hill):
    page = as_ada.get(path_to(place))
    assert "This is the answer of Ben Okafor" in words_of(page)
    assert "Ada" not in page.content.decode()
    as_ada.post(path_to(place, "answer_nothing"))
    nothing = NothingThisTime.objects.get()
    assert (nothing.teacher, nothing.said_by) == (hill.ben, hill.ben)


def test_the_page_leads_nowhere_into_the_app(client, place, before):
    html = client.get(path_to(place)).content.decode()
    ours = path_to(place)
    addresses = set(re.findall(r'(?:href|action)="([^"#]*)"', html))
    assert {one for one in addresses if not one.startswith((ours, "/static/"))} == set()


def test_the_page_names_nobody_but_the_teacher(client, place, before, hill):
    [rivers] = ask_topics(teacher=hill.ben, term=place.call.term, topics=[{"topic": "Rome"}], by=hill.ada, now=NOW)
    move_request(topic_request=rivers, to=State.DECLINED, by=hill.ada, now=NOW, why="We have too little on it.")
    html = client.get(path_to(place)).content.decode()
    assert "We have too little on it." in html
    assert [one.name for one in hill.people if one.name in html] == ["Ben Okafor"]


@pytest.mark.parametrize("name", ["answer", "answer_topics", *POSTS])
def test_whatever_is_no_link_that_works_gets_the_same_page(client, place, name):
    good = path_to(place)
    token = good.strip("/").split("/")[-1]
    CallInvitation.objects.filter(pk=place.pk).update(revoked_at=NOW)
    tokens = [token, token[:-1], f"{place.pk}-{place.nonce}", "x", f"{place.pk}", "12-.x", "²-x.y", "a" * 500]
    answers = [
        client.post(reverse(name, args=[one])) if name in POSTS else client.get(reverse(name, args=[one]))
        for one in tokens
    ]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert words_of(answers[0]).startswith("This link leads nowhere Perhaps a part of it was lost")
    assert "Ask in your school library" in words_of(answers[0])


def test_another_nonce_ends_a_link(client, place):
    old = path_to(place)
    CallInvitation.objects.filter(pk=place.pk).update(nonce=new_nonce())
    place.refresh_from_db()
    assert [client.get(path).status_code for path in (old, path_to(place))] == [404, 200]


def test_a_link_of_another_kind_opens_no_answer(client, place):
    token = Signer(salt="outreach.links.stop", sep=".").sign(f"{place.pk}-{place.nonce}")
    assert client.get(reverse("answer", args=[token])).status_code == 404


def test_the_link_of_somebody_who_left_or_teaches_no_more_ends(client, place, hill):
    Member.objects.filter(pk=hill.ben.pk).update(roles=[Role.LEADER])
    assert client.get(path_to(place)).status_code == 404
    Member.objects.filter(pk=hill.ben.pk).update(roles=[Role.TEACHER])
    assert client.get(path_to(place)).status_code == 200
    deactivate_person(person=hill.ben, to=None, by=hill.omar, now=NOW)
    assert client.get(path_to(place)).status_code == 404


def test_from_all_that_is_in_the_database_no_link_can_be_made_without_the_secret(client, place, hill, settings):
    hand_on(invitation=place, to=hill.cleo, now=NOW)
    place.refresh_from_db()
    assert client.get(path_to(place)).status_code == client.get(path_to(place, handed=True)).status_code == 200
    ours = settings.SECRET_KEY
    settings.SECRET_KEY = "the secret of whoever has a copy of the database"
    forged = {path_to(place).split("/")[-2], path_to(place, handed=True).split("/")[-2]}
    settings.SECRET_KEY = ours
    copied = everything_in_the_database()
    assert (place.nonce in copied, place.handed_nonce in copied) == (True, True)
    stored = set(re.findall(r"[\w.:=-]{8,}", copied))
    tokens = stored | forged | {f"{place.pk}-{one}" for one in stored}
    assert [one for one in tokens if client.get(reverse("answer", args=[one])).status_code != 404] == []


def everything_in_the_database():
    with connection.cursor() as cursor:
        texts = []
        for name in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name)))
            texts += [row[0] for row in cursor.fetchall()]
    return "\n".join(texts)


# --- Saying it -----------------------------------------------------------------------------------------------------


def test_all_of_last_year_goes_with_one_tap_and_twice_is_once(client, place, before, hill):
    every = {"topic": [one.pk for one in before]}
    for _ in range(2):
        assert client.post(path_to(place, "answer_again"), every).url == path_to(place)
    assert said(place) == [("Rivers", "asked"), ("Rocks & <b>minerals</b>", "asked")]
    rivers = TopicRequest.objects.get(term=place.call.term, topic="Rivers")
    assert (rivers.created_by, list(rivers.classes.all()), rivers.help_wanted) == (
        hill.ben,
        [hill.class_group],
        ["display"],
    )


def test_topics_of_others_or_of_another_term_are_not_said_again(client, place, before, hill):
    about = {"by": hill.ada, "now": NOW, "topics": [{"topic": "Fish"}]}
    [others] = ask_topics(teacher=hill.cleo, term=hill.terms[0], **about)
    [other_term] = ask_topics(teacher=hill.ben, term=hill.terms[1], **about)
    answer = client.post(path_to(place, "answer_again"), {"topic": [others.pk, other_term.pk, "x", ""]})
    assert (answer.status_code, said(place)) == (302, [])


def test_nothing_this_time_can_be_said_and_taken_back_and_twice_is_once(client, place):
    for _ in range(2):
        assert client.post(path_to(place, "answer_nothing")).url == path_to(place)
    assert NothingThisTime.objects.count() == 1
    assert "Thank you, the library knows" in words_of(client.get(path_to(place)))
    for _ in range(2):
        assert client.post(path_to(place, "answer_nothing_take_back")).url == path_to(place)
    assert NothingThisTime.objects.count() == 0
    assert "Nothing this time" in words_of(client.get(path_to(place)))


def test_nothing_is_refused_while_a_topic_stands(client, place, before):
    client.post(path_to(place, "answer_again"), {"topic": before[0].pk})
    refused = client.post(path_to(place, "answer_nothing"))
    assert refused.status_code == 409
    assert "“Rivers” is asked for Term 1, 2027 already. Withdraw it first." in words_of(refused)


def test_several_topics_are_written_in_the_form_and_a_form_sent_twice_counts_once(client, place, hill):
    opened = client.get(path_to(place, "answer_topics")).content.decode()
    sending = re.search(r'name="t0-sending" value="([^"]+)"', opened)[1]
    sent = typed({"topic": "Rome", "sending": sending, "help_wanted": ["display"]}, {"topic": "Greece"})
    assert client.post(path_to(place, "answer_topics"), sent).url == path_to(place)
    assert said(place) == [("Rome", "asked"), ("Greece", "asked")]
    again = client.post(
        path_to(place, "answer_topics"), typed({"topic": "Rome", "sending": sending, "help_wanted": ["display"]})
    )
    assert (again.status_code, len(said(place))) == (302, 2)
    assert set(TopicRequest.objects.values_list("created_by__name", flat=True)) == {"Ben Okafor"}


def test_the_form_grows_by_its_buttons_and_fills_in_last_years_topic(client, place, before):
    grown = client.post(path_to(place, "answer_topics"), typed({"topic": "Rome"}, another="1")).content.decode()
    assert (grown.count("data-block="), 'value="Rome"' in grown) == (3, True)
    filled = client.post(path_to(place, "answer_topics"), typed({"topic": "Rome"}, copy=before[0].pk)).content.decode()
    assert ('value="Rome"' in filled, 'value="Rivers"' in filled, said(place)) == (True, True, [])


def test_a_form_with_an_error_keeps_everything(client, place, hill):
    wrong = client.post(
        path_to(place, "answer_topics"),
        typed(
            {"topic": "Rome", "students": "many", "note": "<i>Maps</i> & more", "classes": [hill.class_group.pk]},
            {"topic": ""},
        ),
    )
    html = wrong.content.decode()
    assert (wrong.status_code, said(place)) == (422, [])
    assert "Give the number in figures." in html
    assert "&lt;i&gt;Maps&lt;/i&gt; &amp; more" in html
    assert (
        f'value="{hill.class_group.pk}" id="id_t0-classes_{hill.class_group.pk}" data-size="27" checked' in html,
        'value="many"' in html,
        'value="Rome"' in html,
    ) == (True, True, True)


def test_a_topic_can_be_changed_taken_back_and_asked_again(client, place, before):
    client.post(path_to(place, "answer_again"), {"topic": before[0].pk})
    rivers = TopicRequest.objects.get(term=place.call.term)
    change = path_to(place, "answer_change", request_id=rivers.pk)
    assert 'value="Rivers"' in client.get(change).content.decode()
    wrong = client.post(change, {"topic": "", "note": "Kept", "version": 1})
    assert (wrong.status_code, "Kept" in wrong.content.decode()) == (422, True)
    assert client.post(change, {"topic": "Rivers of Asia", "version": 1}).url == path_to(place)
    move = path_to(place, "answer_move", request_id=rivers.pk)
    for to, state in (("withdrawn", "withdrawn"), ("withdrawn", "withdrawn"), ("asked", "asked"), ("asked", "asked")):
        assert client.post(move, {"to": to}).url == path_to(place)
        assert said(place) == [("Rivers of Asia", state)]
    assert client.post(move, {"to": "done"}).status_code == 404


def test_a_change_that_the_library_made_meanwhile_is_shown_and_not_written_over(client, place, before, hill):
    client.post(path_to(place, "answer_again"), {"topic": before[0].pk})
    rivers = TopicRequest.objects.get(term=place.call.term)
    TopicRequest.objects.filter(pk=rivers.pk).update(topic="Rivers 6B", version=2, changed_by=hill.ada, changed_at=NOW)
    lost = client.post(path_to(place, "answer_change", request_id=rivers.pk), {"topic": "Streams", "version": 1})
    assert lost.status_code == 409
    assert "This was changed while you were typing." in words_of(lost)
    assert ("Rivers 6B" in words_of(lost), 'value="Streams"' in lost.content.decode()) == (True, True)
    assert "Ada" not in lost.content.decode()


def test_what_the_library_has_done_is_not_changed_here(client, place, before, hill):
    client.post(path_to(place, "answer_again"), {"topic": before[0].pk})
    rivers = TopicRequest.objects.get(term=place.call.term)
    for to in (State.READY, State.DONE):
        move_request(topic_request=rivers, to=to, by=hill.ada, now=NOW)
    change = path_to(place, "answer_change", request_id=rivers.pk)
    assert client.get(change).url == path_to(place)
    late = client.post(change, {"topic": "Streams", "version": 1})
    assert (late.status_code, "no longer changed" in words_of(late)) == (409, True)
    refused = client.post(path_to(place, "answer_move", request_id=rivers.pk), {"to": "withdrawn"})
    assert (refused.status_code, said(place)) == (409, [("Rivers", "done")])


def test_a_link_reaches_no_topic_of_another_teacher_or_another_term(client, place, before, hill):
    about = {"term": place.call.term, "by": hill.ada, "now": NOW, "topics": [{"topic": "Fish"}]}
    [others] = ask_topics(teacher=hill.cleo, **about)
    for one in (others, before[0]):
        change, move = (path_to(place, name, request_id=one.pk) for name in ("answer_change", "answer_move"))
        answers = [
            client.get(change),
            client.post(change, {"topic": "x", "version": 1}),
            client.post(move, {"to": "withdrawn"}),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert {answer.headers["Referrer-Policy"] for answer in answers} == {"no-referrer"}


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_the_same_moment_count_once(place, before):
    def tap():
        Client().post(path_to(place, "answer_again"), {"topic": before[0].pk})

    refusals(tap, tap, of=())
    assert said(place) == [("Rivers", "asked")]


@pytest.mark.parametrize(
    "words",
    [
        "<img src=x onerror=alert(1)>",
        "a\r\nSet-Cookie: b",
        "\ue0000\ue001\ue002answer\ue003",
        "\u202eאבג",
        "{{ x }} {% y %}",
    ],
)
def test_hostile_words_stay_words_on_the_page(client, place, hill, words):
    assert client.post(path_to(place, "answer_topics"), typed({"topic": words, "note": words})).status_code == 302
    rivers = TopicRequest.objects.get()
    for path in (path_to(place), path_to(place, "answer_change", request_id=rivers.pk)):
        html = client.get(path).content.decode()
        assert escape(rivers.topic) in html
        assert "<img" not in html
        assert "http://" not in html


# --- Until when ----------------------------------------------------------------------------------------------------


def test_it_can_be_answered_until_the_term_begins_by_the_schools_clock(client, place, clock):
    clock(datetime(2027, 1, 31, 23, 59, tzinfo=SYDNEY))
    assert client.post(path_to(place, "answer_nothing")).status_code == 302
    clock(datetime(2027, 2, 1, 0, 0, tzinfo=SYDNEY))
    page = client.get(path_to(place))
    assert page.status_code == 200
    assert "Term 1 has begun" in words_of(page)
    assert "Talk to the library now" in words_of(page)
    assert "<form" not in page.content.decode()
    for name in POSTS:
        late = client.post(path_to(place, name), typed({"topic": "Rome"}))
        assert (late.status_code, "Term 1 has begun" in words_of(late)) == (409, True)
    assert (said(place), NothingThisTime.objects.count()) == ([], 1)


@pytest.fixture
def midnight(clock):
    """`midnight()`: the term begins now."""
    return lambda: clock(datetime(2027, 2, 1, 0, 0, tzinfo=SYDNEY))


def test_topics_that_come_when_the_term_has_begun_are_shown_to_be_told_in_person(client, place, hill, midnight):
    midnight()
    rome = {
        "topic": "The fall of <b>Rome</b>",
        "classes": [hill.class_group.pk],
        "help_wanted": ["display"],
        "first_week": "3",
        "students": "many",
        "note": "Forty chairs\nand maps",
    }
    late = client.post(path_to(place, "answer_topics"), typed(rome, {"topic": ""}, {"topic": "Greece"}))
    assert (late.status_code, said(place)) == (409, [])
    assert "What you typed was not sent Tell this to the library: copy it, or show it to them." in words_of(late)
    html = late.content.decode()
    cards = re.findall(r'<dl class="facts">(.*?)</dl>', html, re.DOTALL)
    found = [re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", card, re.DOTALL) for card in cards]
    assert found == [
        [
            ("Topic", "The fall of &lt;b&gt;Rome&lt;/b&gt;"),
            ("Classes", str(hill.class_group)),
            ("From", "Week 3 · 15 Feb"),
            ("Help wanted", "Display"),
            ("Number of students", "many"),
            ("Note", "Forty chairs\nand maps"),
        ],
        [("Topic", "Greece")],
    ]
    assert "data-topics" not in html  # What the browser kept is the same once more.


def test_the_form_of_topics_may_be_growing_when_the_term_begins(client, place, midnight):
    midnight()
    late = client.post(path_to(place, "answer_topics"), typed({"topic": "Rome"}, another="1"))
    assert (late.status_code, "Topic Rome" in words_of(late)) == (409, True)


def test_a_change_that_comes_when_the_term_has_begun_is_shown_to_be_told_in_person(client, place, hill, midnight):
    about = {"teacher": hill.ben, "term": place.call.term, "by": hill.ben, "now": NOW}
    [rome] = ask_topics(**about, topics=[{"topic": "Rome"}])
    midnight()
    path = path_to(place, "answer_change", request_id=rome.pk)
    late = client.post(path, {"topic": "The fall of Rome", "note": "Forty chairs", "version": 1})
    assert (late.status_code, said(place)) == (409, [("Rome", "asked")])
    assert "Topic The fall of Rome Note Forty chairs What the library knows Rome" in words_of(late)
    assert "<title>Talk to the library · Term 1, 2027</title>" in late.content.decode()


def test_the_name_of_a_colleague_that_comes_when_the_term_has_begun_is_shown(client, place, midnight):
    midnight()
    late = client.post(path_to(place, "answer_hand_on"), {"colleague": " Cleo Tanaka "})
    assert (late.status_code, "Who answers for you Cleo Tanaka" in words_of(late)) == (409, True)


def test_of_what_was_only_tapped_or_opened_too_late_nothing_is_shown(client, place, before, midnight):
    midnight()
    answers = [client.get(path_to(place, "answer_topics"))]
    answers += [client.post(path_to(place, name), {"topic": [before[0].pk]}) for name in POSTS[1:4]]
    answers.append(client.post(path_to(place, "answer_topics"), {}))
    assert [(one.status_code, "What you typed" in words_of(one)) for one in answers] == [(409, False)] * 5
    assert [one.content.decode().count("data-unsent ") for one in answers] == [1] * 5


def test_after_the_term_the_link_leads_nowhere(client, place, clock):
    clock(datetime(2027, 4, 9, 23, 59, tzinfo=SYDNEY))
    assert client.get(path_to(place)).status_code == 200
    clock(datetime(2027, 4, 10, 0, 0, tzinfo=SYDNEY))
    assert client.get(path_to(place)).status_code == 404


def test_an_answer_is_welcome_while_a_call_is_paused_and_after_it_is_finished(client, place, hill):
    TopicCall.objects.update(paused_at=NOW, paused_by=hill.ada)
    assert client.post(path_to(place, "answer_nothing")).status_code == 302
    TopicCall.objects.update(finished_at=NOW, finished_by=hill.ada)
    assert client.post(path_to(place, "answer_nothing_take_back")).status_code == 302
    assert NothingThisTime.objects.count() == 0


def test_of_a_finished_call_no_mail_goes_out_and_so_it_is_not_handed_on(client, place, hill):
    TopicCall.objects.update(finished_at=NOW, finished_by=hill.ada)
    assert "Hand it on" not in words_of(client.get(path_to(place)))
    refused = client.post(path_to(place, "answer_hand_on"), {"colleague": "Cleo Tanaka"})
    assert (refused.status_code, Message.objects.count()) == (409, 0)
    assert "no mail of it goes out any more" in words_of(refused)
    assert 'value="Cleo Tanaka"' in refused.content.decode()


# --- Handing on ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Cleo Tanaka", "  cleo   tanaka ", "CLEO@hill.example"])
def test_a_colleague_gets_a_link_of_their_own_that_answers_for_the_teacher(client, place, before, hill, name):
    assert client.post(path_to(place, "answer_hand_on"), {"colleague": name}).url == path_to(place)
    place.refresh_from_db()
    message = Message.objects.get()
    assert (place.handed_to, message.kind, message.member) == (hill.cleo, "handed_on", hill.cleo)
    assert (message.caused_by, message.not_after) == (hill.ben, datetime(2027, 2, 1, tzinfo=SYDNEY))
    link = re.search(r"\S*/-/answer/\S+", with_links(message.text, message.links))[0]
    assert link.removeprefix(settings.SITE_URL) == path_to(place, handed=True)
    page = client.get(path_to(place, handed=True))
    assert "You, Cleo Tanaka , answer for Ben Okafor" in words_of(page)
    client.post(path_to(place, "answer_again", handed=True), {"topic": before[0].pk})
    rivers = TopicRequest.objects.get(term=place.call.term)
    assert (rivers.teacher, rivers.created_by) == (hill.ben, hill.cleo)
    assert "Cleo Tanaka was asked to answer for you" in words_of(client.get(path_to(place)))


def test_handing_on_twice_writes_once_and_to_a_second_one_is_refused(client, place, hill):
    for _ in range(2):
        assert client.post(path_to(place, "answer_hand_on"), {"colleague": "Cleo Tanaka"}).status_code == 302
    refused = client.post(path_to(place, "answer_hand_on"), {"colleague": "Hugo Lindqvist"})
    assert (refused.status_code, Message.objects.count()) == (409, 1)
    assert "Cleo Tanaka answers for you already. Take that back first." in words_of(refused)
    assert 'value="Hugo Lindqvist"' in refused.content.decode()


def test_what_was_handed_on_can_be_taken_back_and_handed_on_anew(client, place, hill):
    hand_on(invitation=place, to=hill.cleo, now=NOW)
    place.refresh_from_db()
    first = path_to(place, handed=True)
    for _ in range(2):
        assert client.post(path_to(place, "answer_hand_back")).status_code == 302
    assert client.get(first).status_code == 404
    client.post(path_to(place, "answer_hand_on"), {"colleague": "Cleo Tanaka"})
    place.refresh_from_db()
    paths = (first, path_to(place, handed=True), path_to(place))
    assert [client.get(path).status_code for path in paths] == [404, 200, 200]
    assert Message.objects.count() == 2


def test_it_is_handed_on_three_times_at_most_to_whomever(client, place, hill):
    """Whoever has the link, which a mail forwards with it, could have mail sent to colleagues again and again."""

    def hand(name):
        client.post(path_to(place, "answer_hand_back"))
        return client.post(path_to(place, "answer_hand_on"), {"colleague": name})

    assert [hand(name).status_code for name in ("Cleo Tanaka", "Hugo Lindqvist", "Cleo Tanaka")] == [302] * 3
    Message.objects.filter(member=hill.hugo).update(state="sent", finished_at=NOW, text="", links={}, reduced_at=NOW)
    fourth = hand("Cleo Tanaka")
    assert (fourth.status_code, Message.objects.count()) == (409, 3)
    assert "This was handed on three times already, which is enough mail." in words_of(fourth)
    assert 'value="Cleo Tanaka"' in fourth.content.decode()
    place.refresh_from_db()
    assert (place.handed_to, place.handed_nonce) == (None, "")


def test_each_answer_is_handed_on_by_its_own_count(client, place, hill):
    hugos = CallInvitation.objects.create(call=place.call, teacher=hill.hugo, invited_at=NOW)
    for one in (place, hugos):
        for _ in range(3):
            client.post(path_to(one, "answer_hand_back"))
            assert client.post(path_to(one, "answer_hand_on"), {"colleague": "Cleo Tanaka"}).status_code == 302
    assert Message.objects.count() == 6


def test_the_colleague_neither_hands_on_nor_back(client, place, hill):
    hand_on(invitation=place, to=hill.cleo, now=NOW)
    place.refresh_from_db()
    assert "Hand it on" not in words_of(client.get(path_to(place, handed=True)))
    assert (
        client.post(path_to(place, "answer_hand_on", handed=True), {"colleague": "Hugo Lindqvist"}).status_code == 404
    )
    assert client.post(path_to(place, "answer_hand_back", handed=True)).status_code == 404
    deactivate_person(person=hill.cleo, to=None, by=hill.omar, now=NOW)
    assert client.get(path_to(place, handed=True)).status_code == 404


@pytest.mark.parametrize(
    ("typed_name", "sentence"),
    [
        ("", "Say who answers for you."),
        ("Cleo", "No teacher of your school has this name or address."),
        ("Lena Voss", "No teacher of your school has this name or address."),
        ("nils@vale.example", "No teacher of your school has this name or address."),
        ("Ben Okafor", "That is you."),
        ("Kim Lee", "Several teachers have this name. Use the e-mail address."),
        ("Tom Berg", "The school has no e-mail address for Tom Berg to which mail can go."),
        ("x" * 300, "Ensure this value has at most 254 characters"),
    ],
)
def test_it_is_handed_on_to_exactly_one_teacher_of_the_school(client, place, hill, vale, typed_name, sentence):
    for key in ("kim", "kim2"):
        make_member(hill.school, key, "Kim Lee", [Role.TEACHER])
    Member.objects.create(school=hill.school, name="Tom Berg", roles=[Role.TEACHER], created_at=NOW)
    wrong = client.post(path_to(place, "answer_hand_on"), {"colleague": typed_name})
    assert (wrong.status_code, sentence in words_of(wrong)) == (422, True)
    assert not typed_name or f'value="{typed_name}"' in wrong.content.decode()
    assert Message.objects.count() == 0


def test_a_letter_that_was_taken_back_before_it_went_out_does_not_go(client, place, hill):
    client.post(path_to(place, "answer_hand_on"), {"colleague": "Cleo Tanaka"})
    message = Message.objects.get()
    assert untrue([message]) == {}
    client.post(path_to(place, "answer_hand_back"))
    assert untrue([message]) == {message.pk: "Its link was revoked."}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_hand_on_at_once_one_hears_it(place, hill):
    def to_cleo():
        hand_on(invitation=place, to=hill.cleo, now=NOW)

    def to_hugo():
        hand_on(invitation=place, to=hill.hugo, now=NOW)

    assert refusals(to_cleo, to_hugo, of=Refused) == ["Cleo Tanaka answers for you already. Take that back first."]
    assert Message.objects.get().member == hill.cleo


# --- What it costs, and what opening changes ---------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_topic_as_for_three(client, place, hill, number):
    about = {"teacher": hill.ben, "by": hill.ben, "now": NOW}
    names = ["Rome", "Greece", "Egypt"][:number]
    ask_topics(**about, term=place.call.term, topics=[{"topic": name, "classes": [hill.class_group]} for name in names])
    ask_topics(
        **about, term=hill.terms[0], topics=[{"topic": f"Old {name}", "subject": hill.subject} for name in names]
    )
    counts = []
    for name in ("answer", "answer_topics"):
        with counted_queries() as asked:
            assert client.get(path_to(place, name)).status_code == 200
        counts.append(len(asked))
    assert counts == [5, 11]


def test_whoever_opens_the_address_of_a_button_gets_the_answer(client, place):
    for name in POSTS[1:]:
        assert client.get(path_to(place, name)).url == path_to(place)


def test_opening_changes_nothing_whoever_opens_it(place, before, hill):
    hand_on(invitation=place, to=hill.cleo, now=NOW)
    client, as_cleo = Client(), signed_in(hill.cleo)
    client.post(path_to(place, "answer_again"), {"topic": before[0].pk})
    place.refresh_from_db()
    rivers = TopicRequest.objects.get(term=place.call.term)
    paths = [path_to(place, "answer_change", handed=handed, request_id=rivers.pk) for handed in (True, False)]
    paths += [
        path_to(place, name, handed=handed) for handed in (True, False) for name in ("answer", "answer_topics", *POSTS)
    ]
    before_that = everything_written()
    for path in paths:
        for browser in (client, as_cleo):
            browser.get(path), browser.head(path), browser.options(path)
    assert everything_written() == before_that
