"""Pages of signing in that allauth does not have: invitations, the account at a glance."""

import logging
from smtplib import SMTPException

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.access import member, public, signed_in
from collab.home.queries import memberships
from collab.home.views import choice_of_schools
from collab.models import Member, Role
from collab.signin import actions, queries
from collab.signin.errors import InvitationError, InvitedJustNow
from collab.signin.forms import InvitedCodeForm, InvitedPasswordForm
from collab.signin.letters import invitation_letter
from collab.signin.permissions import may_invite

logger = logging.getLogger(__name__)

# Whoever holds a link may mistype an address a few times, but not have letters sent to half the town.
CODES_OF_AN_INVITATION = {"join_by_code": "20/h/ip,5/h/key"}


# --- Inviting ------------------------------------------------------------------------------------------------


@require_POST
@member(Role.LIBRARIAN, Role.ADMINISTRATOR)
def invitation_send(request, school_slug, member_id):
    """Mails an invitation; if the mail server refuses, says so and shows the link to hand over instead."""
    invited = _invited(request, member_id)
    if not invited.email:
        messages.error(request, f"{invited.name} has no e-mail address here. Enter one, or make a link to hand over.")
        return redirect(invited)
    try:
        invitation, token = actions.invite(member=invited, to=invited.email, by=request.member, now=timezone.now())
    except InvitedJustNow as error:
        messages.info(request, str(error))
        return redirect(invited)
    except InvitationError as error:
        messages.error(request, str(error))
        return redirect(invited)
    link = _link(request, token)
    try:
        invitation_letter(invitation=invitation, link=link, to=invited.email).send()
    except (OSError, SMTPException):
        logger.exception("The mail server did not take an invitation.")
        actions.note_refused(invitation=invitation)
        return _show_link(request, invitation, link, was_refused=True)
    messages.success(request, f"The invitation is on its way to {invited.email}. It can be used for 14 days.")
    return redirect(invited)


@require_POST
@never_cache
@member(Role.LIBRARIAN, Role.ADMINISTRATOR)
def invitation_link(request, school_slug, member_id):
    """Makes a link to hand over, and shows it this once: only its hash is kept."""
    invited = _invited(request, member_id)
    try:
        invitation, token = actions.invite(member=invited, by=request.member, now=timezone.now())
    except InvitationError as error:
        messages.error(request, str(error))
        return redirect(invited)
    return _show_link(request, invitation, _link(request, token))


@require_POST
@member(Role.LIBRARIAN, Role.ADMINISTRATOR)
def invitation_revoke(request, school_slug, member_id):
    """Ends the open invitation of a member."""
    invited = _invited(request, member_id)
    try:
        actions.revoke_invitation(member=invited, by=request.member, now=timezone.now())
    except InvitationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The invitation for {invited.name} can no longer be used.")
    return redirect(invited)


def _invited(request, member_id):
    invited = get_object_or_404(Member.objects.visible_to(request.member).select_related("school"), pk=member_id)
    if not may_invite(request.member, invited):
        raise PermissionDenied("Only an administrator can invite an administrator.")
    return invited


def _link(request, token):
    return request.build_absolute_uri(reverse("join", kwargs={"token": token}))


def _show_link(request, invitation, link, *, was_refused=False):
    page = {"invited": invitation.member, "link": link, "expires_at": invitation.expires_at, "was_refused": was_refused}
    return render(request, "signin/invitation_link.html", page)


# --- Being invited -------------------------------------------------------------------------------------------


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, token):
    """The page that an invitation leads to. Looking changes nothing; the POST joins, once."""
    now = timezone.now()
    invitation = queries.invitation_of(token=token)
    if invitation and request.user.is_authenticated and invitation.member.user_id == request.user.pk:
        return redirect(invitation.member.school if invitation.member.is_active else "home")
    if invitation is None or not queries.is_open(invitation, now=now):
        return _closed(request)
    if request.user.is_authenticated:
        return _join_as_user(request, token, invitation, now)
    if request.method == "POST" and not invitation.sent_to:
        return redirect("join", token=token)
    return _join_with_password(request, token, invitation, now)


def _join_as_user(request, token, invitation, now):
    if request.method != "POST":
        return render(request, "signin/join_as_user.html", {"invitation": invitation, "token": token})
    try:
        joined = actions.accept_invitation(invitation=invitation, user=request.user, now=now)
    except InvitationError as error:
        page = {"invitation": invitation, "token": token, "error": str(error)}
        return render(request, "signin/join_as_user.html", page, status=409)
    return redirect(joined.school)


def _join_with_password(request, token, invitation, now):
    is_taken = bool(invitation.sent_to) and queries.is_taken(email=invitation.sent_to)
    form = InvitedPasswordForm(request.POST or None, email=invitation.sent_to, name=invitation.member.name)
    if request.method != "POST" or is_taken or not form.is_valid():
        page = _join_page(request, token, invitation, password_form=form, is_taken=is_taken)
        return render(request, "signin/join.html", page, status=422 if form.is_bound else 200)
    try:
        joined = actions.accept_with_password(invitation=invitation, password=form.cleaned_data["password"], now=now)
    except InvitationError:
        return redirect("join", token=token)
    return perform_login(request, joined.user, email=invitation.sent_to, redirect_url=joined.school.get_absolute_url())


@public
@never_cache
@require_POST
def join_by_code(request, token):
    """Sends a sign-in code to the address typed, so that the invited person proves it; then back to `join`."""
    invitation = queries.invitation_of(token=token)
    if invitation is None or not queries.is_open(invitation, now=timezone.now()):
        return _closed(request)
    if request.user.is_authenticated:
        return redirect("join", token=token)
    if not ratelimit.consume(request, app="account", action="join_by_code", config=CODES_OF_AN_INVITATION, key=token):
        return ratelimit.respond_429(request)
    form = InvitedCodeForm(request.POST, invited_name=invitation.member.name)
    if not form.is_valid():
        page = _join_page(request, token, invitation, code_form=form)
        return render(request, "signin/join.html", page, status=422)
    LoginCodeVerificationProcess.initiate(request=request, user=form._user, email=form.cleaned_data["email"])
    here = reverse("join", kwargs={"token": token})
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': here})}")


def _join_page(request, token, invitation, *, password_form=None, code_form=None, is_taken=False):
    to, name = invitation.sent_to, invitation.member.name
    return {
        "invitation": invitation,
        "token": token,
        "here": reverse("join", kwargs={"token": token}),
        "is_taken": is_taken,
        "password_form": password_form or InvitedPasswordForm(email=to, name=name),
        "code_form": code_form or InvitedCodeForm(invited_name=name, initial={"email": to}),
    }


def _closed(request):
    """The same page for whatever is wrong with a link, so that it tells nothing about it."""
    return render(request, "signin/join_closed.html", status=404)


# --- The account ---------------------------------------------------------------------------------------------


@signed_in
@require_safe
def account_me(request):
    """The account at a glance: how the person signs in, and where they belong."""
    page = queries.ways_to_sign_in(user=request.user) | {"members": memberships(user=request.user)}
    return render(request, "signin/account_me.html", page)


@signed_in
@require_safe
def schools(request):
    """The schools of the person, to go to another one."""
    return choice_of_schools(request, memberships(user=request.user))
