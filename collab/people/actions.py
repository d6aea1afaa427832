"""Named writes to people."""

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from collab.models import Invitation, Member, Role
from collab.people.errors import LastAdministrator, NotYours
from collab.people.handover import handovers, holdings
from collab.people.permissions import (
    may_change_own_details,
    may_change_person,
    may_deactivate,
    may_keep_people,
    may_reactivate,
    roles_to_give,
)
from collab.writing import one_at_a_time, refusing, stamp, write_over

OWN_DETAILS = ("contact_by", "phone", "expertise")
TAKEN = {
    "member_email_is_unique_in_its_school": ("email", "Somebody in the school has this e-mail address already."),
    "staff_id_is_unique_in_its_school": ("staff_id", "Somebody in the school has this staff ID already."),
}


@transaction.atomic
def add_person(*, school, values, by, now):
    """A new Member from clean `values` (field → value; `departments` a list). Raises `Refused`."""
    if not may_keep_people(by) or by.school_id != school.pk:
        raise NotYours("Librarians and administrators add people.")
    _check_roles(given=set(values["roles"]), before=set(), by=by)
    plain = {name: value for name, value in values.items() if name != "departments"}
    with refusing(TAKEN, values):
        person = Member.objects.create(school=school, created_at=now, **plain)
        person.departments.set(values.get("departments", ()))
    return person


@transaction.atomic
def change_person(*, person, version, values, by, now):
    """Writes clean `values` (field → value) to a person who was read at `version`. Returns the Member.

    A new address ends the open invitations, which went to the old one. Raises `RowChanged` when somebody wrote
    since, `LastAdministrator`, or another `Refused`.
    """
    current = _as_it_stands(person)
    if not may_change_person(by, current):
        raise NotYours("Only an administrator may change an administrator.")
    if not current.is_active:
        raise Refused(f"{current.name} has left the school. Bring them back first.")
    if "roles" in values:
        _check_roles(given=set(values["roles"]), before=set(current.roles), by=by)
        if current.is_administrator and Role.ADMINISTRATOR not in values["roles"]:
            _keep_an_administrator(without=current)
    changed = write_over(current, values, version=version, sentences=TAKEN, by=by, now=now)
    if changed.email != current.email:
        revoke_invitations(members=[current.pk], now=now)
    return changed


@transaction.atomic
def change_own_details(*, person, version, values, by, now):
    """A person's own word on how to reach them and what they bring (`OWN_DETAILS`). Returns the Member."""
    if not may_change_own_details(by, person):
        raise NotYours("You may change your own details only.")
    own = {name: values[name] for name in OWN_DETAILS}
    return write_over(person, own, version=version, sentences={}, by=by, now=now)


@transaction.atomic
def deactivate_person(*, person, to, by, now):
    """Ends a person's membership; what they hold passes to `to` (a Member; None when they hold nothing).

    Raises `AlreadyDone`, `LastAdministrator`, or another `Refused`.
    """
    person = _as_it_stands(person)
    if not person.is_active:
        raise AlreadyDone(f"{person.name} has been deactivated already.")
    if not may_deactivate(by, person):
        raise NotYours(_why_not(by, person))
    if person.is_administrator:
        _keep_an_administrator(without=person)
    if to is not None:
        to = Member.objects.get(pk=to.pk)
        _check_new_owner(person, to)
        for handover in handovers():
            handover.hand_over(member=person, to=to, by=by, now=now)
    if holdings(person, seen_by=by):
        raise Refused(f"Choose who takes over from {person.name}.")
    Member.objects.filter(pk=person.pk).update(deactivated_at=now, deactivated_by=by, **stamp(by=by, now=now))
    revoke_invitations(members=[person.pk], now=now)
    return Member.objects.select_related("school").get(pk=person.pk)


@transaction.atomic
def reactivate_person(*, person, by, now):
    """Brings back a person who had left; what they held stays with its new owner. Raises `AlreadyDone`."""
    current = _as_it_stands(person)
    if current.is_active:
        raise AlreadyDone(f"{current.name} is active already.")
    if not may_reactivate(by, current):
        raise NotYours("Only an administrator may bring back an administrator.")
    Member.objects.filter(pk=current.pk).update(deactivated_at=None, deactivated_by=None, **stamp(by=by, now=now))


def revoke_invitations(*, members, now):
    """Ends the invitations of these members (their keys) that could still be accepted."""
    Invitation.objects.filter(member__in=members, accepted_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=now
    )


def _as_it_stands(person):
    """The person, locked: whoever gives them something, as a box that is lent, locks them too, and is waited for."""
    one_at_a_time(person.school_id)
    return Member.objects.select_for_update(no_key=True).get(pk=person.pk)


def _check_roles(*, given, before, by):
    if not given:
        raise Refused("Choose at least one role.")
    changed = given ^ before
    if not changed <= set(roles_to_give(by)):
        raise NotYours("Only an administrator may give the role of administrator, or take it.")


def _keep_an_administrator(*, without):
    """Refuses to lose the last administrator; one who cannot sign in does not stand in for one who can."""
    people = Member.objects.filter(school_id=without.school_id).active().exclude(pk=without.pk)
    others = people.with_role(Role.ADMINISTRATOR)
    if not any(member.user_id or not without.user_id for member in others):
        raise LastAdministrator(without)


def _check_new_owner(person, to):
    if to.pk == person.pk or to.school_id != person.school_id:
        raise Refused("Choose somebody else of the school.")
    if not to.is_active:
        raise Refused(f"{to.name} has left the school. Choose somebody else.")
    if not to.has_role(Role.LIBRARIAN, Role.TEACHER):
        raise Refused(f"{to.name} is neither librarian nor teacher. Choose somebody who plans units.")


def _why_not(by, person):
    if by.pk == person.pk:
        return "You cannot end your own membership. Ask a colleague to do it."
    return "Only an administrator may deactivate an administrator."
