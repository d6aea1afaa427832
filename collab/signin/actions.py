"""Named writes: opening accounts, inviting, and connecting a login to a member."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError, transaction

from collab.models import Invitation, Member, User
from collab.signin import queries
from collab.signin.errors import AddressTaken, InvitationClosed, InvitationError, InvitedJustNow

VALID_FOR = timedelta(days=14)
SAME_CLICK_FOR = timedelta(minutes=1)
UNUSED_FOR = timedelta(days=1)


def open_account(*, email, name, now, password=None, is_verified=False):
    """A new login for an address that has none. Without a password it opens only by a code or a provider.

    `is_verified` says that the person has proved the address to be theirs. Raises `AddressTaken`.
    """
    if queries.is_taken(email=email):
        raise AddressTaken
    try:
        with transaction.atomic():
            user = User.objects.create_user(email=email, password=password, name=name, date_joined=now)
            EmailAddress.objects.create(user=user, email=user.email, verified=is_verified, primary=True)
    except IntegrityError as error:
        raise AddressTaken from error
    return user


def open_account_for_known_address(*, email, now):
    """A login without a password for an address that a school has entered for a member; None for any other address.

    It proves nothing yet: only who reads the code sent to the address gets in, and joins then.
    """
    member = queries.members_without_login(emails=[email]).order_by("pk").first()
    if member is None:
        return None
    try:
        return open_account(email=email, name=member.name, now=now)
    except AddressTaken:
        return None


def forget_unused_accounts(*, now):
    """Deletes logins that were opened for a code which nobody ever typed. Returns how many."""
    unused = User.objects.filter(
        last_login__isnull=True,
        date_joined__lt=now - UNUSED_FOR,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
        members__isnull=True,
        is_staff=False,
    )
    return unused.delete()[1].get(User._meta.label, 0)


@transaction.atomic
def invite(*, member, by, now, to=""):
    """A new invitation for a member without a login; earlier ones are revoked. Returns (Invitation, token).

    `to` is the address that its letter goes to, and nothing else may get the link then; empty for a link to hand over.
    The token is known here and never again: the database keeps its hash. Raises `InvitationError`, and of those
    `InvitedJustNow` where a letter to the same address was begun within the last minute.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    if member.user_id:
        raise InvitationError(f"{member.name} signs in already and needs no invitation.")
    if not member.is_active:
        raise InvitationError(f"{member.name} has left the school and cannot be invited.")
    earlier = _open_invitations(member)
    if to and earlier.filter(sent_to=to, created_at__gt=now - SAME_CLICK_FOR).exists():
        raise InvitedJustNow(f"The invitation was sent to {to} just now.")
    earlier.update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        member=member,
        token_hash=queries.hash_of(token),
        sent_to=to,
        created_at=now,
        created_by=by,
        expires_at=now + VALID_FOR,
    )
    return invitation, token


def note_refused(*, invitation):
    """Notes that the mail server did not take the letter: the link is handed over, and proves no address."""
    Invitation.objects.filter(pk=invitation.pk).update(sent_to="")


def revoke_invitation(*, member, by, now):
    """Ends the open invitation of a member. Raises `InvitationClosed` when there is none."""
    if not _open_invitations(member).update(revoked_at=now):
        raise InvitationClosed(f"{member.name} has no open invitation.")


@transaction.atomic
def accept_invitation(*, invitation, user, now):
    """Connects a login to the invited member, once. Returns the Member. Raises `InvitationError`."""
    user = User.objects.select_for_update().get(pk=user.pk)
    school = invitation.member.school
    present = Member.objects.filter(school=school, user=user).first()
    if present:
        raise InvitationError(f"Your login belongs to {present.name} at {school.name} already.")
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    ).update(accepted_at=now, accepted_by=user)
    if not taken or not _connect(invitation.member_id, user, now):
        raise InvitationClosed
    return Member.objects.select_related("school").get(pk=invitation.member_id)


@transaction.atomic
def accept_with_password(*, invitation, password, now):
    """Opens a login for the address that the invitation was mailed to, and accepts it. Returns the Member.

    The address counts as verified, since the link was sent nowhere else. Raises `InvitationError`.
    """
    user = open_account(
        email=invitation.sent_to, name=invitation.member.name, password=password, is_verified=True, now=now
    )
    return accept_invitation(invitation=invitation, user=user, now=now)


@transaction.atomic
def join_by_verified_address(*, user, now):
    """Connects a login to every active member without one who has an address that the user has proved.

    Never to a member who has another login, and to one member of a school at most. Returns the members joined.
    """
    emails = queries.verified_emails(user=user)
    candidates = queries.members_without_login(emails=emails).select_related("school").order_by("school_id", "pk")
    if not candidates:
        return []
    User.objects.select_for_update().get(pk=user.pk)
    schools = set(Member.objects.filter(user=user).values_list("school_id", flat=True))
    joined = []
    for member in candidates:
        if member.school_id not in schools and _connect(member.pk, user, now):
            schools.add(member.school_id)
            joined.append(member)
    return joined


def _connect(member_id, user, now):
    """Whether the member was free and is the user's now."""
    free = Member.objects.active().filter(pk=member_id, user__isnull=True)
    if not free.update(user=user, joined_at=now):
        return False
    Invitation.objects.filter(member_id=member_id, accepted_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=now
    )
    return True


def _open_invitations(member):
    return member.invitations.filter(accepted_at__isnull=True, revoked_at__isnull=True)
