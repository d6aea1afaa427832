"""Invitations: sent or handed over, accepted once, and telling strangers nothing."""

import re
import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone

from collab.models import Invitation, Member, Role, User
from collab.signin import actions, queries
from collab.signin.errors import InvitationClosed, InvitationError, InvitedJustNow
from collab.signin.permissions import may_invite
from tests import cast

PASSWORD = "seven quiet shelves"


class RefusingBackend(BaseEmailBackend):
    """A mail server that takes no letter."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such mailbox")})


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


def invite(member, by, *, mailed=True, now=None):
    """An invitation and its address; mailed means that the mail server took the letter."""
    to = member.email if mailed else ""
    invitation, token = actions.invite(member=member, to=to, by=by, now=now or timezone.now())
    return invitation, f"/join/{token}/"


def code_in(letter):
    """The code that a letter carries."""
    return letter.body.split("    ")[1].split()[0]


# --- Inviting -------------------------------------------------------------------------------------------------


def test_ada_mails_an_invitation_and_only_its_hash_is_kept(as_ada, hill, tess):
    response = as_ada.post(f"/hill/people/{tess.pk}/invite/")
    assert response.status_code == 302
    letter = mail.outbox[0]
    assert (letter.to, letter.reply_to) == (["tess@hill.example"], ["ada@hill.example"])
    assert letter.subject == "Ada Marlow invites you to plan units together"
    token = letter.body.split("/join/")[1].split("/")[0]
    assert len(token) == 43
    invitation = Invitation.objects.get()
    assert invitation.token_hash == queries.hash_of(token)
    assert (invitation.sent_to, invitation.created_by) == ("tess@hill.example", hill.ada)
    assert invitation.expires_at - invitation.created_at == timedelta(days=14)
    assert f"/join/{token}/" in letter.alternatives[0].content


def test_a_letter_that_the_mail_server_refuses_becomes_a_link_and_proves_no_address(as_ada, tess, settings):
    settings.EMAIL_BACKEND = "tests.test_invitations.RefusingBackend"
    response = as_ada.post(f"/hill/people/{tess.pk}/invite/")
    assert response.status_code == 200
    assert "The mail server did not take the letter" in response.text
    assert "/join/" in response.text
    assert Invitation.objects.get().sent_to == ""


def test_a_second_click_sends_no_second_letter_and_the_first_link_stays_good(as_ada, client, tess):
    as_ada.post(f"/hill/people/{tess.pk}/invite/")
    again = as_ada.post(f"/hill/people/{tess.pk}/invite/", follow=True)
    assert "The invitation was sent to tess@hill.example just now." in again.text
    assert (len(mail.outbox), Invitation.objects.count()) == (1, 1)
    token = mail.outbox[0].body.split("/join/")[1].split("/")[0]
    assert client.get(f"/join/{token}/").status_code == 200


def test_a_minute_later_or_to_another_address_a_new_letter_goes_out(as_ada, hill, tess):
    invite(tess, hill.ada, now=timezone.now() - timedelta(seconds=61))
    as_ada.post(f"/hill/people/{tess.pk}/invite/")
    Member.objects.filter(pk=tess.pk).update(email="tess.quill@hill.example")
    as_ada.post(f"/hill/people/{tess.pk}/invite/")
    assert [letter.to for letter in mail.outbox] == [["tess@hill.example"], ["tess.quill@hill.example"]]


def test_a_letter_goes_out_right_after_a_link_or_a_refusal(as_ada, tess, settings):
    as_ada.post(f"/hill/people/{tess.pk}/invite/link/")
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.test_invitations.RefusingBackend"
    as_ada.post(f"/hill/people/{tess.pk}/invite/")
    settings.EMAIL_BACKEND = backend
    as_ada.post(f"/hill/people/{tess.pk}/invite/")
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_of_racing_clicks_one_sends():
    hill = cast.make_hill()
    tess = cast.make_member(hill.school, "tess", "Tess Quill", [Role.TEACHER], with_login=False)
    start, made, refused = threading.Barrier(4), [], []

    def click():
        start.wait()
        try:
            made.append(actions.invite(member=tess, to=tess.email, by=hill.ada, now=cast.NOW))
        except InvitedJustNow as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(refused), Invitation.objects.count()) == (1, 3, 1)


def test_a_link_to_hand_over_is_shown_once_and_ends_the_one_before(as_ada, tess):
    first = as_ada.post(f"/hill/people/{tess.pk}/invite/link/")
    link = first.context["link"]
    assert first.headers["Cache-Control"].count("no-store") == 1
    assert as_ada.get(f"/hill/people/{tess.pk}/invite/link/").status_code == 405
    second = as_ada.post(f"/hill/people/{tess.pk}/invite/link/").context["link"]
    assert second != link
    as_ada.logout()
    assert as_ada.get(link).status_code == 404
    assert as_ada.get(second).status_code == 200


def test_somebody_without_an_address_gets_a_link_instead(as_ada, tess):
    Member.objects.filter(pk=tess.pk).update(email="")
    response = as_ada.post(f"/hill/people/{tess.pk}/invite/")
    assert response.status_code == 302
    assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


@pytest.mark.parametrize("url", ["invite/", "invite/link/", "invite/revoke/"])
def test_librarians_and_administrators_invite_and_nobody_else(url, as_ada, as_omar, as_ben, as_lena, as_nils, tess):
    address = f"/hill/people/{tess.pk}/{url}"
    answers = [client.post(address).status_code for client in (as_ben, as_lena, as_nils)]
    assert answers == [403, 403, 404]
    assert {client.post(address).status_code for client in (as_ada, as_omar)} <= {200, 302}


def test_only_an_administrator_lets_in_an_administrator(as_ada, as_omar, hill):
    boss = cast.make_member(hill.school, "boss", "Bo Stern", [Role.ADMINISTRATOR], with_login=False)
    assert as_ada.post(f"/hill/people/{boss.pk}/invite/").status_code == 403
    assert as_omar.post(f"/hill/people/{boss.pk}/invite/").status_code == 302


def test_who_may_invite_whom(hill, vale, tess):
    assert [may_invite(member, tess) for member in hill.people] == [True, False, False, False, False, True]
    assert not may_invite(vale.nils, tess)


def test_who_signs_in_already_needs_no_invitation(hill):
    with pytest.raises(InvitationError, match="Ben Okafor signs in already"):
        actions.invite(member=hill.ben, by=hill.ada, now=cast.NOW)


def test_who_has_left_cannot_be_invited(hill, tess):
    Member.objects.filter(pk=tess.pk).update(deactivated_at=cast.NOW)
    with pytest.raises(InvitationError, match="has left the school"):
        actions.invite(member=tess, by=hill.ada, now=cast.NOW)


# --- Being invited --------------------------------------------------------------------------------------------


def test_looking_at_an_invitation_changes_nothing(client, hill, tess):
    _, url = invite(tess, hill.ada)
    before = list(Invitation.objects.values()), list(Member.objects.values()), User.objects.count()
    for _ in range(3):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code == 200
    assert before == (list(Invitation.objects.values()), list(Member.objects.values()), User.objects.count())


def test_tess_joins_with_a_password_in_one_step(client, hill, tess):
    invitation, url = invite(tess, hill.ada)
    page = client.get(url)
    assert "Welcome, Tess Quill" in page.text
    response = client.post(url, {"password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/hill/")
    tess.refresh_from_db()
    assert tess.user.email == "tess@hill.example"
    assert tess.joined_at is not None
    assert EmailAddress.objects.get(user=tess.user).verified
    assert client.session["_auth_user_id"] == str(tess.user_id)
    invitation.refresh_from_db()
    assert invitation.accepted_by == tess.user


@pytest.mark.parametrize("password", ["", "short", "1234567890123", "password123", "tess@hill.example"])
def test_a_weak_password_is_refused_beside_its_field(client, hill, tess, password):
    _, url = invite(tess, hill.ada)
    response = client.post(url, {"password": password})
    assert response.status_code == 422
    assert response.context["password_form"].errors.keys() == {"password"}
    assert not User.objects.filter(email=tess.email).exists()


def test_an_address_that_somebody_typed_does_not_replace_the_invited_one(client, hill, tess):
    _, url = invite(tess, hill.ada)
    client.post(url, {"password": PASSWORD, "email": "lena@hill.example"})
    tess.refresh_from_db()
    assert tess.user.email == "tess@hill.example"


def test_a_forwarded_link_lets_in_one_person_only(client, as_nils, vale, hill, tess):
    _, url = invite(tess, hill.ada)
    assert as_nils.post(url).status_code == 302
    tess.refresh_from_db()
    assert tess.user == vale.nils.user
    assert client.get(url).status_code == 404
    assert client.post(url, {"password": PASSWORD}).status_code == 404
    assert not User.objects.filter(email="tess@hill.example").exists()


def test_two_who_accept_at_once_do_not_both_get_in(hill, vale, tess):
    invitation, _ = invite(tess, hill.ada)
    stranger = User.objects.create_user("pat@home.example", PASSWORD)
    actions.accept_invitation(invitation=invitation, user=vale.nils.user, now=timezone.now())
    with pytest.raises(InvitationClosed):
        actions.accept_invitation(invitation=invitation, user=stranger, now=timezone.now())
    tess.refresh_from_db()
    assert tess.user == vale.nils.user


def test_a_colleague_cannot_take_a_second_place_in_the_school(as_ben, hill, tess):
    invitation, url = invite(tess, hill.ada)
    response = as_ben.post(url)
    assert response.status_code == 409
    assert "Your login belongs to Ben Okafor at Hill School already." in response.text
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_whatever_is_wrong_with_a_link_the_page_is_the_same(client, hill, tess):
    used, used_url = invite(tess, hill.ada)
    Invitation.objects.filter(pk=used.pk).update(accepted_at=timezone.now())
    _, revoked_url = invite(tess, hill.ada)
    actions.revoke_invitation(member=tess, by=hill.ada, now=timezone.now())
    _, old_url = invite(tess, hill.ada, now=timezone.now() - timedelta(days=14, seconds=1))
    left = cast.make_member(hill.school, "lee", "Lee Gone", [Role.TEACHER], with_login=False)
    _, left_url = invite(left, hill.ada)
    Member.objects.filter(pk=left.pk).update(deactivated_at=timezone.now())
    urls = [used_url, revoked_url, old_url, left_url, "/join/nobody-knows-this/"]
    pages = [client.get(url) for url in urls]
    assert [page.status_code for page in pages] == [404] * 5
    assert len({re.sub(r"X-CSRFToken[^}]*", "", page.text) for page in pages}) == 1
    assert {client.post(url, {"password": PASSWORD}).status_code for url in urls} == {404}
    assert {client.post(f"{url}code/", {"email": "x@hill.example"}).status_code for url in urls} == {404}
    assert mail.outbox == []


def test_revoking_ends_the_link_and_twice_is_an_error(hill, tess):
    invite(tess, hill.ada)
    actions.revoke_invitation(member=tess, by=hill.ada, now=cast.NOW)
    with pytest.raises(InvitationClosed):
        actions.revoke_invitation(member=tess, by=hill.ada, now=cast.NOW)


def test_one_link_does_not_send_codes_to_many_addresses(client, hill, tess):
    _, url = invite(tess, hill.ada, mailed=False)
    answers = [client.post(f"{url}code/", {"email": f"tess{n}@home.example"}).status_code for n in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert len(mail.outbox) == 5


def test_a_link_handed_over_asks_for_a_code_before_there_is_a_login_that_opens(client, hill, tess):
    _, url = invite(tess, hill.ada, mailed=False)
    assert "password_form" not in client.get(url).text
    assert client.post(url, {"password": PASSWORD}).url == url
    assert not User.objects.filter(email="tess.q@home.example").exists()

    response = client.post(f"{url}code/", {"email": "Tess.Q@home.example"})
    assert response.status_code == 302
    shell = User.objects.get(email="tess.q@home.example")
    assert not shell.has_usable_password()
    assert not EmailAddress.objects.get(user=shell).verified
    assert mail.outbox[0].to == ["tess.q@home.example"]

    response = client.post(response.url, {"code": code_in(mail.outbox[0]), "next": url})
    assert response.url == url
    assert EmailAddress.objects.get(user=shell).verified
    tess.refresh_from_db()
    assert tess.user is None
    assert "Join as Tess Quill?" in client.get(url).text
    assert client.post(url).url == "/hill/"
    tess.refresh_from_db()
    assert tess.user == shell


def test_an_account_with_the_invited_address_is_asked_to_sign_in(client, hill, tess):
    User.objects.create_user("tess@hill.example", PASSWORD)
    _, url = invite(tess, hill.ada)
    assert "There is an account with tess@hill.example already" in client.get(url).text
    assert client.post(url, {"password": "another quiet shelf"}).status_code == 422
    assert User.objects.get(email="tess@hill.example").check_password(PASSWORD)


def test_who_has_joined_is_led_on_by_the_old_link(as_nils, hill, tess):
    _, url = invite(tess, hill.ada)
    as_nils.post(url)
    assert as_nils.get(url).url == "/hill/"


def test_signing_in_comes_back_to_the_invitation(client, hill, tess):
    _, url = invite(tess, hill.ada, mailed=False)
    assert f"/accounts/login/?next={url}" in client.get(url).text.replace("%2F", "/")


def test_an_address_longer_than_a_login_may_have_is_refused_beside_its_field(client, hill, tess):
    _, url = invite(tess, hill.ada, mailed=False)
    domain = ".".join(["a" * 60] * 4)
    response = client.post(f"{url}code/", {"email": f"tess.quill.of.the.hill@{domain}.example"})
    assert response.status_code == 422
    assert response.context["code_form"].errors.keys() == {"email"}
