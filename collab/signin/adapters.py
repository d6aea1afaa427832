"""How allauth asks us: who may have an account, what its letters look like, what happens after signing in."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from collab.signin import actions, queries
from collab.signin.letters import LETTERS, NEWS, letter

logger = logging.getLogger(__name__)


VOID_CODE = "That was wrong too often, and the code is void now. Have a new one sent to you."


class AccountAdapter(DefaultAccountAdapter):
    """Our letters and words, no open sign-up, and joining schools by what a person has proved."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This address and this password do not belong together.",
        "email_taken": "This address belongs to another account.",
        "enter_current_password": "This is not your password.",
        "incorrect_code": "This is not the code of our latest letter.",
        "incorrect_password": "This is not your password.",
        "rate_limited": "Too many tries. Wait a few minutes, then try again.",
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request):
        return False

    def add_message(self, request, level, *about, message=None, **more):
        """Says after wrong codes what helps. Wrong passwords end in an error of their form, and there waiting helps."""
        if message == self.error_messages["too_many_login_attempts"]:
            message = VOID_CODE
        super().add_message(request, level, *about, message=message, **more)

    def render_mail(self, template_prefix, email, context, headers=None):
        about = {key: value for key, value in context.items() if key not in {"request", "email", "current_site"}}
        return letter(LETTERS[template_prefix], to=email, news=NEWS.get(template_prefix, ""), **about)

    def send_mail(self, template_prefix, email, context_):
        """Sends a letter. A notice that fails is logged; without a code nobody gets in, so that is said at once."""
        try:
            super().send_mail(template_prefix, email, context_)
        except (OSError, SMTPException) as error:
            logger.exception("The mail server did not take a letter (%s).", template_prefix)
            if template_prefix not in NEWS:
                page = render(context.request, "signin/mail_failed.html", status=503)
                raise ImmediateHttpResponse(page) from error

    def post_login(self, request, user, **about):
        actions.join_by_verified_address(user=user, now=timezone.now())
        return super().post_login(request, user, **about)

    def get_reauthentication_methods(self, user):
        """A touch of a passkey before codes that are typed: whoever has just added one has no code yet."""
        methods = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: method["id"] == "mfa_reauthenticate")

    def confirm_email(self, request, email_address):
        is_confirmed = super().confirm_email(request, email_address)
        if is_confirmed:
            actions.join_by_verified_address(user=email_address.user, now=timezone.now())
        return is_confirmed


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts of other providers open ours only by an address that the provider has verified."""

    def get_app(self, request, provider, client_id=None):
        """The keys of a provider; without keys its addresses do not exist."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error

    def validate_disconnect(self, account, accounts):
        """Lets people disconnect an account whose provider has no keys any more: allauth would look for them."""
        try:
            account.get_provider()
        except Http404:
            account._provider = account.provider

    def pre_social_login(self, request, sociallogin):
        """Forgets addresses that the provider has not verified: nobody may reserve a colleague's address."""
        sociallogin.email_addresses = [address for address in sociallogin.email_addresses if address.verified]
        if not sociallogin.is_existing:
            emails = [address.email for address in sociallogin.email_addresses]
            sociallogin.user.email = emails[0].lower() if emails else ""

    def is_open_for_signup(self, request, sociallogin):
        """Whether a school knows a verified address, or the person came from an open invitation."""
        emails = [address.email for address in sociallogin.email_addresses if address.verified]
        if not emails:
            return False
        if queries.members_without_login(emails=emails).exists():
            return True
        return queries.open_invitation_for_path(sociallogin.state.get("next"), now=timezone.now()) is not None

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}").strip()[:200]
        return user


class MFAAdapter(DefaultMFAAdapter):
    """Passkeys carry our name, and names that people understand."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code does not fit. Type the one that the app shows now.",
        "unverified_email": "Confirm your e-mail addresses first.",
    }

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": "Collab"}

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "My passkey" if number == 1 else f"Passkey {number}"
