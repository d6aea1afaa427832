"""Signing in: no page tells who has an account; addresses that a school knows open one."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core import mail
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from collab.models import Member, Role, School, User
from collab.signin import actions
from collab.signin.adapters import SocialAccountAdapter
from collab.signin.letters import LETTERS, letter
from tests import cast

CODE_PAGE = "/accounts/login/code/confirm/"
PROVIDERS = {
    "google": {"APPS": [{"client_id": "g", "secret": "s"}]},
    "microsoft": {"APPS": [{"client_id": "m", "secret": "s", "settings": {"tenant": "hill", "verified_email": []}}]},
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "school",
                "name": "Hill account",
                "client_id": "o",
                "secret": "s",
                "settings": {"server_url": "https://id.hill.example"},
            }
        ]
    },
}


@pytest.fixture(autouse=True)
def own_limits(settings):
    """Each test counts tries for itself."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "own"}}
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def tess(hill):
    """A teacher of Hill School whom nobody signs in as."""
    return cast.make_member(hill.school, "tess", "Tess Quill", [Role.TEACHER], with_login=False)


def code_in(message):
    """The code that a letter carries."""
    return message.body.split("    ")[1].split()[0]


def sign_in_by_code(client, email):
    """Asks for a code, types it, and returns the last answer."""
    client.post("/accounts/login/code/", {"email": email})
    return client.post(CODE_PAGE, {"code": code_in(mail.outbox[-1])})


def plain(response, *emails):
    """A page without what differs by chance or by the address that was typed."""
    text = re.sub(r"csrf[^>]*>|X-CSRFToken[^}]*}", "", response.text)
    for email in emails:
        text = text.replace(email, "ADDRESS")
    return response.status_code, response.headers.get("Location"), text


# --- Who has an account is told to nobody ---------------------------------------------------------------------


def test_a_wrong_password_reads_the_same_for_known_and_unknown_addresses(hill, tess):
    emails = ["ada@hill.example", "tess@hill.example", "nobody@hill.example"]
    answers = {
        plain(Client().post("/accounts/login/", {"login": email, "password": "not the one"}), email) for email in emails
    }
    assert len(answers) == 1


def test_asking_for_a_code_reads_the_same_for_known_and_unknown_addresses(hill, tess):
    emails = ["ada@hill.example", "tess@hill.example", "nobody@hill.example"]
    answers, pages, wrong = set(), set(), set()
    for email in emails:
        client = Client()
        answers.add(plain(client.post("/accounts/login/code/", {"email": email}), email))
        pages.add(plain(client.get(CODE_PAGE), email))
        wrong.add(plain(client.post(CODE_PAGE, {"code": "0000-0000"}), email))
    assert (len(answers), len(pages), len(wrong)) == (1, 1, 1)
    assert [message.to for message in mail.outbox] == [[email] for email in emails]


def test_asking_for_a_new_password_reads_the_same_for_known_and_unknown_addresses(hill, tess):
    emails = ["ada@hill.example", "tess@hill.example", "nobody@hill.example"]
    answers, pages = set(), set()
    for email in emails:
        client = Client()
        answers.add(plain(client.post("/accounts/password/reset/", {"email": email}), email))
        pages.add(plain(client.get("/accounts/password/reset/done/"), email))
    assert (len(answers), len(pages)) == (1, 1)
    assert [message.to for message in mail.outbox] == [[email] for email in emails]


def test_the_letter_with_a_link_for_a_new_password_says_how_long_it_lasts(client, hill, settings):
    client.post("/accounts/password/reset/", {"email": "ada@hill.example"})
    (letter,) = mail.outbox
    assert timedelta(hours=24).total_seconds() == settings.PASSWORD_RESET_TIMEOUT
    assert "within 24 hours" in letter.body
    assert "within 24 hours" in letter.alternatives[0].content


def test_nobody_signs_up_alone(client, db):
    assert "Your school opens the door" in client.get("/accounts/signup/").text
    client.post(
        "/accounts/signup/", {"email": "x@hill.example", "password1": "seven shelves", "password2": "seven shelves"}
    )
    assert User.objects.count() == 0


def test_too_many_tries_end_in_a_page_of_ours(client, hill, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    answers = [client.post("/accounts/login/", {"login": "ada@hill.example", "password": "x"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Too many tries" in answers[-1].text
    assert answers[-1].text.count('class="sheet"') == 1


def test_codes_are_sent_three_times_a_minute_for_an_address_known_or_not(hill):
    for email in ("ada@hill.example", "nobody@hill.example"):
        mail.outbox.clear()
        answers = [Client().post("/accounts/login/code/", {"email": email}).status_code for _ in range(5)]
        assert answers == [302, 302, 302, 200, 200]
        assert len(mail.outbox) == 3


def test_five_wrong_passwords_shut_the_door_for_an_address_known_or_not(hill):
    for email in ("ada@hill.example", "nobody@hill.example"):
        for _ in range(5):
            Client().post("/accounts/login/", {"login": email, "password": "not the one"})
        answer = Client().post("/accounts/login/", {"login": email, "password": cast.PASSWORD})
        assert "Too many tries" in answer.text


# --- Getting in -----------------------------------------------------------------------------------------------


def test_ada_signs_in_with_her_password_and_lands_at_her_school(client, hill):
    response = client.post("/accounts/login/", {"login": "Ada@Hill.example", "password": cast.PASSWORD})
    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/").url == "/hill/"


def test_ada_signs_in_by_a_code(client, hill):
    response = sign_in_by_code(client, "ada@hill.example")
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(hill.ada.user_id)


def test_three_wrong_codes_end_the_try(client, hill):
    client.post("/accounts/login/code/", {"email": "ada@hill.example"})
    answers = [client.post(CODE_PAGE, {"code": "0000-0000"}).status_code for _ in range(3)]
    told = client.get("/accounts/login/code/").content.decode()
    assert "That was wrong too often, and the code is void now. Have a new one sent to you." in told
    assert answers == [200, 200, 302]
    client.post(CODE_PAGE, {"code": code_in(mail.outbox[-1])})
    assert "_auth_user_id" not in client.session


def test_an_address_that_a_school_knows_opens_an_account_by_a_code(client, hill, tess):
    sign_in_by_code(client, "tess@hill.example")
    tess.refresh_from_db()
    assert tess.user.email == "tess@hill.example"
    assert tess.user.name == "Tess Quill"
    assert not tess.user.has_usable_password()
    assert tess.joined_at is not None
    assert client.get("/").url == "/hill/"


def test_a_code_that_nobody_types_joins_nobody_and_is_forgotten_after_a_day(client, hill, tess):
    client.post("/accounts/login/code/", {"email": "tess@hill.example"})
    tess.refresh_from_db()
    assert tess.user is None
    now = timezone.now()
    assert actions.forget_unused_accounts(now=now + timedelta(hours=23)) == 0
    assert actions.forget_unused_accounts(now=now + timedelta(hours=25)) == 1
    assert set(User.objects.values_list("email", flat=True)) == {member.email for member in hill.people}


def test_the_address_of_somebody_who_has_left_opens_nothing(client, hill, tess):
    Member.objects.filter(pk=tess.pk).update(deactivated_at=cast.NOW)
    client.post("/accounts/login/code/", {"email": "tess@hill.example"})
    assert not User.objects.filter(email="tess@hill.example").exists()
    assert mail.outbox[0].subject == "Signing in to Collab"


def test_a_closed_account_gets_no_code(client, hill):
    User.objects.filter(pk=hill.ada.user_id).update(is_active=False)
    client.post("/accounts/login/code/", {"email": "ada@hill.example"})
    assert mail.outbox[0].subject == "Signing in to Collab"


def test_a_letter_with_a_code_that_cannot_be_sent_is_said_plainly(client, hill, settings):
    settings.EMAIL_BACKEND = "tests.test_invitations.RefusingBackend"
    for email in ("ada@hill.example", "nobody@hill.example"):
        response = client.post("/accounts/login/code/", {"email": email})
        assert response.status_code == 503
        assert "We could not send the letter" in response.text


def test_a_notice_that_cannot_be_sent_does_not_undo_what_was_done(as_ada, hill, settings):
    settings.EMAIL_BACKEND = "tests.test_invitations.RefusingBackend"
    new = "seven quiet shelves"
    response = as_ada.post(
        "/accounts/password/change/", {"oldpassword": cast.PASSWORD, "password1": new, "password2": new}
    )
    assert response.status_code == 302
    assert User.objects.get(pk=hill.ada.user_id).check_password(new)


# --- Joining by a verified address ----------------------------------------------------------------------------


def known_at(school, email, name="Ada Marlow"):
    return Member.objects.create(school=school, name=name, email=email, roles=[Role.TEACHER], created_at=cast.NOW)


def test_a_verified_address_joins_another_school_that_knows_it(hill, vale):
    member = known_at(vale.school, "ada@hill.example")
    assert actions.join_by_verified_address(user=hill.ada.user, now=cast.NOW) == [member]
    assert actions.join_by_verified_address(user=hill.ada.user, now=cast.NOW) == []
    member.refresh_from_db()
    assert (member.user, member.joined_at) == (hill.ada.user, cast.NOW)


def test_an_unverified_address_joins_nothing(hill, vale):
    known_at(vale.school, "second@hill.example")
    EmailAddress.objects.create(user=hill.ada.user, email="second@hill.example", verified=False)
    assert actions.join_by_verified_address(user=hill.ada.user, now=cast.NOW) == []


def test_a_member_with_another_login_is_never_taken(hill, vale):
    EmailAddress.objects.filter(user=vale.nils.user).delete()
    EmailAddress.objects.create(user=hill.ada.user, email="nils@vale.example", verified=True)
    assert actions.join_by_verified_address(user=hill.ada.user, now=cast.NOW) == []


def test_one_login_takes_one_place_in_a_school(hill, vale):
    EmailAddress.objects.create(user=hill.ada.user, email="ada@vale.example", verified=True)
    first, second = known_at(vale.school, "ada@hill.example"), known_at(vale.school, "ada@vale.example")
    own = known_at(hill.school, "ada@vale.example")
    assert actions.join_by_verified_address(user=hill.ada.user, now=cast.NOW) == [first]
    assert list(Member.objects.filter(pk__in=[second.pk, own.pk]).values_list("user", flat=True)) == [None, None]


def test_confirming_a_second_address_joins_at_once(as_ada, hill, vale):
    member = known_at(vale.school, "ada@vale.example")
    as_ada.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
    as_ada.post("/accounts/email/", {"email": "ada@vale.example", "action_add": ""})
    as_ada.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1])})
    member.refresh_from_db()
    assert member.user == hill.ada.user


def test_a_password_does_not_open_an_address_that_was_not_confirmed(client, hill, tess):
    """Whoever reserves a colleague's address gets a code sent to that colleague, and no further."""
    actions.open_account(email="tess@hill.example", name="Eve", password="seven quiet shelves", now=cast.NOW)
    response = client.post("/accounts/login/", {"login": "tess@hill.example", "password": "seven quiet shelves"})
    assert response.url == "/accounts/confirm-email/"
    tess.refresh_from_db()
    assert tess.user is None


# --- Schools --------------------------------------------------------------------------------------------------


def test_who_belongs_to_two_schools_chooses(as_ada, hill, vale):
    known_at(vale.school, "ada@hill.example")
    actions.join_by_verified_address(user=hill.ada.user, now=cast.NOW)
    page = as_ada.get("/")
    assert page.status_code == 200
    assert re.findall(r'class="choice" href="([^"]+)"', page.text) == ["/hill/", "/vale/"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_choice_of_schools_takes_two_queries_more_than_the_session(rows, as_ada, hill, django_assert_num_queries):
    for number in range(rows - 1):
        school = School.objects.create(
            name=f"School {number}", slug=f"s{number}", country="AU", time_zone="UTC", created_at=cast.NOW
        )
        member = known_at(school, "ada@hill.example")
        Member.objects.filter(pk=member.pk).update(user=hill.ada.user)
    with django_assert_num_queries(3):
        assert as_ada.get("/accounts/schools/").text.count('class="choice"') == rows


def test_who_belongs_to_no_school_is_told_what_to_do(client, db):
    user = User.objects.create_user("pat@home.example", cast.PASSWORD)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "no school knows this address" in client.get("/accounts/schools/").text


def test_who_has_left_a_school_is_told_so_and_strangers_learn_nothing(as_ben, as_cleo, client, hill):
    Member.objects.filter(pk=hill.ben.pk).update(deactivated_at=cast.NOW)
    for address in ("/", "/accounts/schools/"):
        assert "you no longer belong to Hill School" in as_ben.get(address).text
    User.objects.create_user("pat@home.example", cast.PASSWORD)
    client.force_login(
        User.objects.get(email="pat@home.example"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert "Hill School" not in client.get("/").text
    assert "no longer belong" not in as_cleo.get("/accounts/schools/").text


# --- Providers ------------------------------------------------------------------------------------------------


def test_no_keys_no_buttons_and_no_addresses(client, db, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    page = client.get("/accounts/login/").text
    assert "Sign in with a passkey" in page
    assert [name for name in ("Google", "Microsoft", "School account") if name in page] == []
    paths = [
        "/accounts/google/login/",
        "/accounts/google/login/callback/",
        "/accounts/google/login/token/",
        "/accounts/microsoft/login/",
        "/accounts/microsoft/login/callback/?code=1&state=2",
        "/accounts/oidc/school/login/",
        "/accounts/oidc/school/login/callback/",
        "/accounts/oidc/other/login/",
    ]
    assert {path: client.get(path).status_code for path in paths if "token" not in path} == {
        path: 404 for path in paths if "token" not in path
    }
    assert {client.post(path).status_code for path in paths} == {404}


def test_each_provider_with_keys_has_its_button(client, db, settings):
    settings.SOCIALACCOUNT_PROVIDERS = PROVIDERS
    page = client.get("/accounts/login/?next=/hill/plans/").text
    assert re.findall(r'action="(/accounts/(?:google|microsoft|oidc)[^"]*)"', page) == [
        "/accounts/google/login/?process=login&amp;next=%2Fhill%2Fplans%2F",
        "/accounts/oidc/school/login/?process=login&amp;next=%2Fhill%2Fplans%2F",
        "/accounts/microsoft/login/?process=login&amp;next=%2Fhill%2Fplans%2F",
    ]
    assert client.get("/accounts/google/login/").status_code == 200
    answer = client.post("/accounts/google/login/")
    assert answer.status_code == 302
    assert answer.url.startswith("https://accounts.google.com/")


def settings_of(**environment):
    """What `collab.settings` makes of an environment: the providers, or the line that it stops with."""
    program = "from collab import settings as s; print(sorted(s.SOCIALACCOUNT_PROVIDERS), s.PROVIDER_ORIGINS)"
    kept = {key: os.environ[key] for key in ("PATH", "DATABASE_URL", "REDIS_URL") if key in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", program], env=kept | {"DEBUG": "1"} | environment, capture_output=True, text=True
    )
    return done.stdout.strip() or done.stderr.strip()


def test_providers_follow_the_environment():
    assert settings_of() == "[] []"
    assert settings_of(GOOGLE_CLIENT_ID="a") == "['google'] ['https://accounts.google.com']"
    assert settings_of(OIDC_CLIENT_ID="a", OIDC_SERVER_URL="https://id.hill.example:444/realm") == (
        "['openid_connect'] ['https://id.hill.example:444']"
    )


def test_keys_that_cannot_be_safe_stop_the_start():
    assert "OIDC_SERVER_URL names no server" in settings_of(OIDC_CLIENT_ID="a")
    assert "MICROSOFT_TENANT must be your own" in settings_of(
        MICROSOFT_CLIENT_ID="a", MICROSOFT_EMAIL_DOMAINS="hill.example"
    )


def come_from_google(client, settings, *, email, verified, next_url=""):
    """Walks the sign-in with Google to its end, with an answer of Google made here."""
    from allauth.core import context
    from allauth.socialaccount.helpers import complete_social_login

    settings.SOCIALACCOUNT_PROVIDERS = PROVIDERS
    request = RequestFactory().get("/accounts/google/login/callback/")
    client.get("/accounts/login/")
    request.session = client.session
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.messages.storage.cookie import CookieStorage

    request.user, request._messages, request.member = AnonymousUser(), CookieStorage(request), None
    with context.request_context(request):
        provider = SocialAccountAdapter(request).get_provider(request, "google")
        login: SocialLogin = provider.sociallogin_from_response(
            request, {"sub": f"g-{email}", "email": email, "email_verified": verified, "name": "Tess Q"}
        )
        login.state = {"process": "login", "next": next_url}
        return complete_social_login(request, login)


def test_google_opens_an_account_for_a_verified_address_that_a_school_knows(client, settings, hill, tess):
    response = come_from_google(client, settings, email="tess@hill.example", verified=True)
    assert response.status_code == 302
    tess.refresh_from_db()
    assert tess.user.socialaccount_set.get().provider == "google"
    assert EmailAddress.objects.get(user=tess.user).verified


@pytest.mark.parametrize(("email", "verified"), [("tess@hill.example", False), ("pat@home.example", True)])
def test_google_opens_nothing_without_a_verified_address_that_a_school_knows(
    client, settings, hill, tess, email, verified
):
    response = come_from_google(client, settings, email=email, verified=verified)
    assert "Your school opens the door" in response.text
    assert not User.objects.filter(email=email).exists()
    tess.refresh_from_db()
    assert tess.user is None


def test_google_opens_an_account_for_who_comes_from_an_invitation(client, settings, hill, tess):
    _, token = actions.invite(member=tess, by=hill.ada, now=timezone.now())
    response = come_from_google(client, settings, email="pat@home.example", verified=True, next_url=f"/join/{token}/")
    assert response.url == f"/join/{token}/"
    assert EmailAddress.objects.get(email="pat@home.example").verified


def test_google_leads_ada_to_her_own_account(client, settings, hill):
    come_from_google(client, settings, email="ada@hill.example", verified=True)
    assert SocialAccount.objects.get().user == hill.ada.user
    assert hill.ada.user.has_usable_password()


def test_the_page_of_connected_accounts_survives_keys_that_went(as_ada, hill, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    account = SocialAccount.objects.create(user=hill.ada.user, provider="google", uid="1", extra_data={})
    as_ada.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
    assert as_ada.get("/accounts/3rdparty/").status_code == 200
    assert as_ada.post("/accounts/3rdparty/", {"account": account.pk}).status_code == 302
    assert not SocialAccount.objects.exists()


# --- Pages ----------------------------------------------------------------------------------------------------

FOR_EVERYBODY = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "socialaccount_login_cancelled",
]
FOR_WHO_IS_SIGNED_IN = [
    "account_me",
    "schools",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_generate_recovery_codes",
    "socialaccount_connections",
]


def is_ours(page):
    """Whether a page stands on our sheet, under our policy, without a script or a style of its own."""
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))|<style|\sstyle=|\son[a-z]+=\"", page.text)
    policy = page.headers["Content-Security-Policy"].split("; ")
    return page.status_code == 200 and 'class="sheet"' in page.text and not inline and "script-src 'self'" in policy


def test_pages_for_everybody_are_ours(client, hill):
    assert {name: is_ours(client.get(reverse(name))) for name in FOR_EVERYBODY} == dict.fromkeys(FOR_EVERYBODY, True)


def test_pages_of_the_account_are_ours(as_ada):
    as_ada.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
    pages = {name: is_ours(as_ada.get(reverse(name))) for name in FOR_WHO_IS_SIGNED_IN}
    assert pages == dict.fromkeys(FOR_WHO_IS_SIGNED_IN, True)


def test_pages_of_the_account_need_a_login(client, hill):
    for name in set(FOR_WHO_IS_SIGNED_IN) - {"account_logout"}:
        assert client.get(reverse(name)).url.startswith("/accounts/login/?next=")


def test_looking_at_a_page_of_signing_in_changes_nothing(as_ada, hill):
    as_ada.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
    tables = (User, EmailAddress, Authenticator, Member)
    before = [list(table.objects.values()) for table in tables]
    for name in FOR_EVERYBODY + FOR_WHO_IS_SIGNED_IN:
        as_ada.get(reverse(name))
    assert before == [list(table.objects.values()) for table in tables]
    assert "_auth_user_id" in as_ada.session


def test_ada_turns_on_the_second_step_and_needs_it(as_ada, hill):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code(secret):
        return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    as_ada.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
    page = as_ada.get("/accounts/2fa/totp/activate/")
    assert 'src="data:image/svg+xml;base64,' in page.text
    secret = page.context["form"].secret
    answer = as_ada.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert answer.url == "/accounts/2fa/recovery-codes/"
    assert as_ada.get("/accounts/2fa/recovery-codes/").text.count("<li><code>") == 10

    client = Client()
    answer = client.post("/accounts/login/", {"login": "ada@hill.example", "password": cast.PASSWORD})
    assert answer.url == "/accounts/2fa/authenticate/"
    assert is_ours(client.get(answer.url))
    assert "_auth_user_id" not in client.session
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    assert client.post(answer.url, {"code": recovery}).url == "/"
    assert client.session["_auth_user_id"] == str(hill.ada.user_id)


def test_a_change_of_the_password_is_told_by_mail(as_ada):
    new = "seven quiet shelves"
    as_ada.post("/accounts/password/change/", {"oldpassword": cast.PASSWORD, "password1": new, "password2": new})
    assert [message.subject for message in mail.outbox] == ["Your password was changed."]
    assert "127.0.0.1" in mail.outbox[0].body


# --- Letters --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(set(LETTERS.values())))
def test_each_letter_is_three_files_and_says_who_it_is_for(name):
    message = letter(
        name,
        to="o'neil@hill.example",
        code="1234-5678",
        news="Your password was changed.",
        password_reset_url="https://collab.example/key/",
        timestamp=cast.NOW,
        ip="192.0.2.1",
    )
    assert "\n" not in message.subject
    assert message.subject
    assert "o'neil@hill.example" in message.body
    assert "{" not in message.body
    html = message.alternatives[0]
    assert html.mimetype == "text/html"
    assert "o&#x27;neil@hill.example" in html.content


def test_sessions_and_unused_accounts_are_forgotten(db):
    from collab.tasks import forget_what_has_run_out

    user = User.objects.create_user("pat@home.example", date_joined=timezone.now() - timedelta(days=2))
    forget_what_has_run_out()
    assert not User.objects.filter(pk=user.pk).exists()
    call_command("clearsessions")


def test_who_only_asks_for_the_head_of_the_account_gets_it(as_ben):
    assert [as_ben.head(reverse(name)).status_code for name in ("account_me", "schools")] == [200, 200]
