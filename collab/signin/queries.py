"""Reads behind signing in and invitations."""

import hashlib

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.urls import Resolver404, resolve

from collab.models import Invitation, Member, User


def hash_of(token):
    """The SHA-256 of a link's token, as the database keeps it."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_of(*, token):
    """The invitation of a link in whatever state, with member, school and inviter; None for unknown tokens."""
    invitations = Invitation.objects.select_related("member__school", "created_by")
    return invitations.filter(token_hash=hash_of(token)).first()


def is_open(invitation, *, now):
    """Whether an invitation (with its member loaded) can still be accepted."""
    return (
        invitation.accepted_at is None
        and invitation.revoked_at is None
        and invitation.expires_at > now
        and invitation.member.is_active
        and invitation.member.user_id is None
    )


def open_invitation_for_path(path, *, now):
    """The open invitation that an address like `/join/<token>/` leads to; None for any other address."""
    try:
        match = resolve(path or "")
    except Resolver404:
        return None
    if match.url_name != "join":
        return None
    invitation = invitation_of(token=match.kwargs["token"])
    return invitation if invitation and is_open(invitation, now=now) else None


def members_without_login(*, emails):
    """Active members, of whatever school, whom nobody signs in as and whose address is one of these."""
    return Member.objects.active().filter(user__isnull=True, email__in=[email.lower() for email in emails])


def verified_emails(*, user):
    """The addresses that a user has proved to be theirs, in lower case."""
    return [
        email.lower() for email in EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    ]


def is_taken(*, email):
    """Whether a login with this address exists, verified or not."""
    email = email.lower()
    return User.objects.filter(email=email).exists() or EmailAddress.objects.filter(email=email).exists()


def ways_to_sign_in(*, user):
    """What the account page says: the addresses, the kinds of second step with their number, connected accounts."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {
        "addresses": list(EmailAddress.objects.filter(user=user).order_by("-primary", "email")),
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "connected": SocialAccount.objects.filter(user=user).count(),
    }
