"""The first run: an empty installation becomes a school in three steps, once."""

import html
import threading
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.test import Client
from django.utils import timezone

from collab.models import Department, Member, Role, School, Subject, Term, User, YearLevel
from collab.school_settings.terms.forms import FIELDS, TermSheet
from collab.setup import actions
from collab.setup.forms import proposed_slug

NOW = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)
SCHOOL = {
    "name": "River School",
    "slug": "",
    "country": "AU",
    "time_zone": "Australia/Brisbane",
    "locale": "",
}
YOU = {
    "name": "Ada Marlow",
    "email": "Ada@River.example",
    "roles": ["librarian", "administrator"],
    "password": "a quiet corner",
    "again": "a quiet corner",
}
CODE = "open-the-first-door"


@pytest.fixture
def newcomer(client, db, settings):
    """A visitor of an empty installation on somebody's own machine."""
    settings.DEVELOPMENT, settings.SETUP_CODE = True, ""
    return client


@pytest.fixture
def at_terms(newcomer):
    assert newcomer.post("/set-up/", SCHOOL).url == "/set-up/terms/"
    return newcomer


@pytest.fixture
def at_you(at_terms):
    to_the_last_step(at_terms)
    return at_terms


def to_the_last_step(client):
    client.post("/set-up/", SCHOOL)
    assert client.post("/set-up/terms/", shown_rows(client) | {"do": "next"}).url == "/set-up/you/"


def shown_rows(client):
    """The terms as the page shows them, named as the browser would send them."""
    rows = client.get("/set-up/terms/").context["sheet"].rows
    return sent_rows(rows)


def sent_rows(rows):
    return {f"terms-{number}-{field}": row[field] for number, row in enumerate(rows) for field in FIELDS}


def test_an_empty_installation_leads_to_its_set_up(newcomer):
    assert newcomer.get("/").url == "/set-up/"
    assert newcomer.get("/set-up/").status_code == 200


def test_three_steps_make_a_school_and_sign_in_its_first_person(at_you):
    response = at_you.post("/set-up/you/", YOU)
    school = School.objects.get()
    member = Member.objects.get()
    assert response.url == "/river-school/"
    assert (school.name, school.slug, school.country, school.time_zone, school.locale) == (
        "River School",
        "river-school",
        "AU",
        "Australia/Brisbane",
        "en-au",
    )
    assert (member.school, member.name, member.email) == (school, "Ada Marlow", "ada@river.example")
    assert member.roles == [Role.LIBRARIAN, Role.ADMINISTRATOR]
    assert member.user.check_password("a quiet corner")
    assert EmailAddress.objects.filter(
        user=member.user, email="ada@river.example", verified=True, primary=True
    ).exists()
    assert Term.objects.filter(school=school).count() == 8
    assert YearLevel.objects.filter(school=school).first().name == "Foundation"
    assert Department.objects.count() == 8
    assert Subject.objects.get(name="History").department.name == "Humanities"
    assert at_you.session["_auth_user_id"] == str(member.user.pk)
    assert at_you.get("/").url == "/river-school/"


def test_nothing_is_in_the_tables_before_the_last_step(at_you):
    at_you.post("/set-up/you/", YOU | {"password": "short", "again": "short"})
    counts = [model.objects.count() for model in (School, Term, YearLevel, Department, Subject, Member, User)]
    assert counts == [0] * 7


def test_no_password_is_cut_off_by_the_browser(at_you):
    assert "maxlength" not in at_you.get("/set-up/you/").content.decode()
    answer = at_you.get(at_you.post("/set-up/you/", YOU | {"password": "x!" * 150, "again": "x!" * 150}).url)
    assert "at most 200 characters" in answer.content.decode()


def test_no_password_is_kept_in_the_session(at_you):
    at_you.post("/set-up/you/", YOU | {"again": "another corner"})
    assert "corner" not in str(dict(at_you.session))
    assert at_you.session["set_up"]["you"] == {name: YOU[name] for name in ("name", "email", "roles")}


def test_steps_come_in_their_order(newcomer):
    assert newcomer.get("/set-up/terms/").url == "/set-up/"
    assert newcomer.get("/set-up/you/").url == "/set-up/"


def test_going_back_loses_nothing(at_you):
    rows = shown_rows(at_you) | {"terms-0-name": "First term", "terms-0-starts_on": "nonsense"}
    assert at_you.post("/set-up/you/", YOU | {"name": "Ada M", "do": "back"}).url == "/set-up/terms/"
    assert at_you.post("/set-up/you/", YOU | {"name": "Ada M", "do": "school"}).url == "/set-up/"
    assert at_you.post("/set-up/terms/", rows | {"do": "back"}).url == "/set-up/"
    school = at_you.get("/set-up/").context["form"]
    assert (school["name"].value(), school["slug"].value()) == ("River School", "river-school")
    assert at_you.post("/set-up/", SCHOOL).url == "/set-up/terms/"
    assert shown_rows(at_you) == rows
    repaired = rows | {"terms-0-starts_on": "2026-02-02", "do": "next"}
    assert at_you.post("/set-up/terms/", repaired).url == "/set-up/you/"
    assert at_you.get("/set-up/you/").context["form"]["name"].value() == "Ada M"


def test_untouched_terms_follow_the_country(at_terms):
    at_terms.post("/set-up/terms/", shown_rows(at_terms) | {"do": "back"})
    at_terms.post("/set-up/", SCHOOL | {"country": "GB", "time_zone": "", "locale": ""})
    assert shown_rows(at_terms)["terms-0-name"] == "Autumn term"


def test_rows_of_terms_are_added_and_removed_without_a_script(at_terms):
    rows = shown_rows(at_terms)
    at_terms.post("/set-up/terms/", rows | {"do": "add"})
    assert len(shown_rows(at_terms)) == len(rows) + len(FIELDS)
    at_terms.post("/set-up/terms/", shown_rows(at_terms) | {"do": "remove-8"})
    assert shown_rows(at_terms) == rows
    at_terms.post("/set-up/terms/", rows | {"do": "remove-0"})
    assert shown_rows(at_terms)["terms-0-name"] == "Term 2"


def test_another_preset_proposes_its_own_dates(at_terms):
    at_terms.post("/set-up/terms/", {"do": "propose", "preset": "semesters"})
    assert shown_rows(at_terms)["terms-1-name"] == "Semester 2"
    assert at_terms.post("/set-up/terms/", {"do": "propose", "preset": "no such"}).status_code == 302
    assert shown_rows(at_terms)["terms-3-name"] == "Term 4"


@pytest.mark.parametrize(
    ("change", "number", "field", "sentence"),
    [
        ({"terms-1-starts_on": "2026-03-01"}, 1, "starts_on", "These dates overlap Term 1, 2026."),
        ({"terms-1-name": "term 1"}, 1, "name", "There is a Term 1, 2026 already."),
        ({"terms-0-ends_on": "2026-01-01"}, 0, "ends_on", "The last day must come after the first."),
        ({"terms-0-ends_on": "2029-01-01"}, 0, "ends_on", "A term is no longer than a year."),
        ({"terms-0-ends_on": "0026-04-01"}, 0, "ends_on", "Look at the year again."),
        ({"terms-0-ends_on": ""}, 0, "ends_on", "Choose a day."),
        (
            {"terms-0-ends_on": "3 April"},
            0,
            "ends_on",
            "Write the day as year-month-day, for example 2026-02-03.",
        ),
        (
            {"terms-0-half_term_starts_on": "2026-03-02"},
            0,
            "half_term_ends_on",
            "Give both days of the half-term break, or none.",
        ),
        (
            {"terms-0-half_term_starts_on": "2026-03-06", "terms-0-half_term_ends_on": "2026-03-02"},
            0,
            "half_term_ends_on",
            "The half-term break ends before it begins.",
        ),
        (
            {"terms-0-half_term_starts_on": "2027-03-02", "terms-0-half_term_ends_on": "2027-03-06"},
            0,
            "half_term_starts_on",
            "The half-term break lies within the term.",
        ),
    ],
)
def test_a_date_that_does_not_fit_is_named_at_its_field(at_terms, change, number, field, sentence):
    response = at_terms.post("/set-up/terms/", shown_rows(at_terms) | change | {"do": "next"}, follow=True)
    assert response.redirect_chain == [("/set-up/terms/", 302)]
    assert response.context["sheet"].forms[number].errors[field] == [sentence]
    assert sentence in response.content.decode()


def test_a_school_has_at_least_one_term(at_terms):
    response = at_terms.post("/set-up/terms/", {"do": "next"}, follow=True)
    assert response.context["sheet"].errors == ["Add at least one term."]
    assert at_terms.get("/set-up/you/").url == "/set-up/terms/"


def test_a_country_with_several_time_zones_is_asked_about(newcomer):
    response = newcomer.post("/set-up/", SCHOOL | {"time_zone": ""}, follow=True)
    form = response.context["form"]
    assert response.redirect_chain == [("/set-up/", 302)]
    assert form.errors == {"time_zone": ["This country has several time zones. Is this one yours?"]}
    assert form["time_zone"].value() == "Australia/Sydney"


def test_a_country_with_one_time_zone_is_not(newcomer):
    assert newcomer.post("/set-up/", SCHOOL | {"country": "GB", "time_zone": ""}).url == "/set-up/terms/"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Hill School", "hill-school"),
        ("École Élémentaire", "ecole-elementaire"),
        ("مدرسة", "school"),
        ("Admin", "school"),
        ("🌋", "school"),
        ("x" * 200, "x" * 60),
        ("", "school"),
    ],
)
def test_the_address_is_proposed_from_the_name(name, slug):
    assert proposed_slug(name) == slug


@pytest.mark.parametrize("slug", ["accounts", "Set-Up", "with space", "-"])
def test_an_address_that_cannot_be_is_refused_at_its_field(newcomer, slug):
    answer = newcomer.post("/set-up/", SCHOOL | {"slug": slug}, follow=True)
    assert list(answer.context["form"].errors) == ["slug"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "ada marlow", "again": "ada marlow"}, "password"),
        ({"password": "1234567890123", "again": "1234567890123"}, "password"),
        ({"again": "a quiet chair"}, "again"),
        ({"roles": ["teacher"]}, "roles"),
        ({"roles": []}, "roles"),
        ({"email": "ada at river"}, "email"),
    ],
)
def test_what_is_wrong_about_the_person_stands_at_its_field(at_you, change, field):
    response = at_you.post("/set-up/you/", YOU | change, follow=True)
    assert response.redirect_chain == [("/set-up/you/", 302)]
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"].errors[field][0] in html.unescape(response.text)


def test_a_mistake_put_right_is_no_longer_named(at_terms):
    rows = shown_rows(at_terms)
    at_terms.post("/set-up/terms/", rows | {"terms-0-ends_on": "", "do": "next"})
    assert "Choose a day." in at_terms.get("/set-up/terms/").text
    assert at_terms.post("/set-up/terms/", rows | {"do": "next"}).url == "/set-up/you/"
    assert "is-invalid" not in at_terms.get("/set-up/terms/").text
    at_terms.post("/set-up/you/", YOU | {"email": ""})
    at_terms.post("/set-up/you/", YOU | {"do": "back"})
    assert "is-invalid" not in at_terms.get("/set-up/you/").text


def test_a_new_row_is_not_found_wrong_before_it_is_filled_in(at_terms):
    rows = shown_rows(at_terms)
    at_terms.post("/set-up/terms/", rows | {"terms-0-ends_on": "", "do": "next"})
    at_terms.post("/set-up/terms/", rows | {"do": "add"})
    assert "is-invalid" not in at_terms.get("/set-up/terms/").text


def test_an_address_with_an_account_on_this_server_is_refused(at_you):
    User.objects.create_user("ada@river.example", "another corner")
    response = at_you.post("/set-up/you/", YOU, follow=True)
    assert response.context["form"].errors["email"] == [
        "There is an account with this address on this server already. Use another address."
    ]
    assert School.objects.count() == 0


def test_where_there_is_a_school_nobody_finds_the_set_up(client, hill):
    assert [client.get(f"/set-up/{step}").status_code for step in ("", "code/", "terms/", "you/")] == [404] * 4
    assert client.post("/set-up/you/", YOU).status_code == 404


def test_whoever_was_overtaken_is_told_so(at_you, hill):
    response = at_you.post("/set-up/you/", YOU, follow=True)
    assert response.redirect_chain[0] == ("/", 302)
    assert "Collab is set up already. Sign in to go on." in response.content.decode()
    assert School.objects.count() == 1


def test_a_second_click_does_not_sign_the_first_out(at_you):
    second = Client()
    second.cookies = at_you.cookies.copy()
    at_you.post("/set-up/you/", YOU)
    assert second.post("/set-up/you/", YOU).url == "/river-school/"
    assert second.session["_auth_user_id"] == at_you.session["_auth_user_id"]
    assert Session.objects.filter(session_key=at_you.session.session_key).exists()
    assert School.objects.count() == 1


def test_a_second_click_with_the_new_session_goes_to_the_desk(at_you):
    at_you.post("/set-up/you/", YOU)
    assert at_you.post("/set-up/you/", YOU, follow=True).redirect_chain[-1] == ("/river-school/", 302)


def test_a_second_click_that_was_waiting_for_the_first_signs_in_too(at_you, monkeypatch):
    first = actions.set_up_school

    def meanwhile(**about):
        first(**about)
        raise actions.AlreadySetUp

    monkeypatch.setattr(actions, "set_up_school", meanwhile)
    assert at_you.post("/set-up/you/", YOU).url == "/river-school/"
    assert "River School is ready." in at_you.get("/river-school/").text


@pytest.mark.parametrize("late", [timedelta(), timedelta(minutes=6)])
def test_only_who_has_just_set_up_the_school_signs_in_at_the_last_step(at_you, late):
    second = Client()
    at_you.post("/set-up/you/", YOU)
    School.objects.update(created_at=timezone.now() - late)
    you = YOU if late else YOU | {"password": "a loud corner", "again": "a loud corner"}
    assert second.post("/set-up/you/", you).status_code == 404
    assert "_auth_user_id" not in second.session


@pytest.mark.django_db(transaction=True)
def test_of_racing_set_ups_one_makes_the_school():
    school = {"name": "River School", "slug": "river", "country": "AU", "time_zone": "UTC", "locale": "en-au"}
    start, made, refused = threading.Barrier(4), [], []

    def set_up(number):
        you = YOU | {"email": f"ada{number}@river.example"}
        start.wait()
        try:
            made.append(actions.set_up_school(school=school, terms=[], by=you, now=NOW))
        except actions.AlreadySetUp as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=set_up, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), refused) == (1, ["Collab is set up already. Sign in to go on."] * 3)
    assert (School.objects.count(), Member.objects.count(), User.objects.count()) == (1, 1, 1)


def test_in_production_the_set_up_asks_for_its_code(newcomer, settings):
    settings.DEVELOPMENT, settings.SETUP_CODE = False, CODE
    assert newcomer.get("/set-up/").url == "/set-up/code/"
    assert newcomer.post("/set-up/", SCHOOL).url == "/set-up/code/"
    assert newcomer.post("/set-up/you/", YOU).url == "/set-up/code/"
    wrong = newcomer.post("/set-up/code/", {"code": "open-the-other-door"})
    assert (wrong.url, newcomer.get("/set-up/").url) == ("/set-up/code/?wrong", "/set-up/code/")
    assert Session.objects.count() == 0
    told = newcomer.get(wrong.url)
    assert told.status_code == 200
    assert told.context["form"].errors == {
        "code": ["This is not the set-up code. After many wrong ones, wait five minutes."]
    }
    assert "This is not the set-up code" in told.content.decode()
    assert newcomer.post("/set-up/code/", {"code": CODE}).url == "/set-up/"
    assert newcomer.get("/set-up/").status_code == 200


def test_another_code_asks_again(newcomer, settings):
    settings.DEVELOPMENT, settings.SETUP_CODE = False, CODE
    newcomer.post("/set-up/code/", {"code": CODE})
    settings.SETUP_CODE = "another-door-altogether"
    assert newcomer.get("/set-up/").url == "/set-up/code/"


def test_without_a_code_in_production_nobody_sets_up(newcomer, settings):
    settings.DEVELOPMENT, settings.SETUP_CODE = False, ""
    assert newcomer.get("/set-up/").url == "/set-up/code/"
    assert newcomer.post("/set-up/code/", {"code": ""}).url == "/set-up/code/?wrong"
    assert newcomer.post("/set-up/code/", {"code": "anything"}).url == "/set-up/code/?wrong"


def test_after_many_wrong_codes_the_right_one_waits_too(newcomer, settings):
    settings.DEVELOPMENT, settings.SETUP_CODE = False, CODE
    for _ in range(20):
        newcomer.post("/set-up/code/", {"code": "guess"})
    assert newcomer.post("/set-up/code/", {"code": CODE}).url == "/set-up/code/?wrong"


def test_a_wait_that_ends_in_the_midst_of_a_try_lets_it_count_as_the_first(newcomer, settings, monkeypatch):
    settings.DEVELOPMENT, settings.SETUP_CODE = False, CODE
    add = RedisCache.add

    def expired_at_once(*about):
        monkeypatch.setattr(RedisCache, "add", add)
        return False

    monkeypatch.setattr(RedisCache, "add", expired_at_once)
    assert newcomer.post("/set-up/code/", {"code": "guess"}).url == "/set-up/code/?wrong"
    assert cache.get("set-up-tries") == 1
    assert newcomer.post("/set-up/code/", {"code": CODE}).url == "/set-up/"


HARD_TEXTS = ["x" * 5000, "🌋 بركان", "a\x00b", "half \ud800", "<script>alert(1)</script>", "9" * 5000, " "]


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_every_field_of_the_school_takes_whatever_is_typed(newcomer, text):
    for field in SCHOOL:
        assert posted(newcomer, "/set-up/", SCHOOL | {field: text}).status_code == 302
        response = newcomer.get("/set-up/")
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_every_field_of_a_term_takes_whatever_is_typed(at_terms, text):
    shown = shown_rows(at_terms)
    for field, do in zip(FIELDS, ("next", "add", "remove-1", "back", text, "next"), strict=True):
        rows = shown | {f"terms-0-{field}": text}
        assert posted(at_terms, "/set-up/terms/", rows | {"do": do}).status_code == 302
        response = at_terms.get("/set-up/terms/")
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_every_field_of_the_person_takes_whatever_is_typed(at_you, text):
    for field in YOU:
        change = {"password": text, "again": text} if field == "password" else {field: text}
        response = posted(at_you, "/set-up/you/", YOU | change)
        assert response.status_code == 302
        assert School.objects.count() == (response.url != "/set-up/you/")
        if School.objects.exists():
            School.objects.all().delete()
            User.objects.all().delete()
            at_you.logout()
            to_the_last_step(at_you)


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_the_code_takes_whatever_is_typed(newcomer, settings, text):
    settings.SETUP_CODE = CODE
    assert posted(newcomer, "/set-up/code/", {"code": text}).url == "/set-up/code/?wrong"


def posted(client, url, data):
    """A POST as raw bytes where the text cannot be encoded: the test client would refuse it."""
    pairs = [
        (key, value) for key, values in data.items() for value in (values if isinstance(values, list) else [values])
    ]
    body = "&".join(f"{key}={_quoted(value)}" for key, value in pairs)
    return client.post(url, body, content_type="application/x-www-form-urlencoded")


def _quoted(text):
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def test_a_sheet_holds_no_more_rows_than_it_has_room_for():
    rows = [dict.fromkeys(FIELDS, "")] * 30
    assert len(TermSheet.typed(sent_rows(rows))) == TermSheet.most
    assert len(TermSheet.rearranged(rows[:24], "add")) == TermSheet.most
