"""Named writes to who works on a list."""

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from collab.models import Member, Role
from resources.lists.locking import locked, touch
from resources.models import Curator, ResourceList


@transaction.atomic
def add_curator(*, resource_list, member, by, now):
    """A colleague who works on the list from now on. Raises `AlreadyDone`, or `Refused` for who cannot."""
    current = locked(resource_list)
    _refuse_who_cannot(current, member)
    if current.owner_id == member.pk:
        raise AlreadyDone(f"The list is {member.name}'s own.")
    _, is_new = Curator.objects.get_or_create(list=current, member=member, defaults={"added_at": now, "added_by": by})
    if not is_new:
        raise AlreadyDone(f"{member.name} is a curator already.")
    touch(current, by=by, now=now)


@transaction.atomic
def remove_curator(*, resource_list, member, by, now):
    """A colleague works on the list no more. Raises `AlreadyDone`."""
    current = locked(resource_list)
    deleted, _ = Curator.objects.filter(list=current, member=member).delete()
    if not deleted:
        raise AlreadyDone(f"{member.name} is no curator of this list.")
    touch(current, by=by, now=now)


@transaction.atomic
def give_list(*, resource_list, to, by, now):
    """The list becomes a colleague's own; who owned it goes on as a curator. Raises `AlreadyDone`, `Refused`."""
    current = locked(resource_list)
    _refuse_who_cannot(current, to)
    if current.owner_id == to.pk:
        raise AlreadyDone(f"The list is {to.name}'s already.")
    before = current.owner
    _own(current, to, by=by, now=now)
    if before.is_active:
        Curator.objects.get_or_create(list=current, member=before, defaults={"added_at": now, "added_by": by})


@transaction.atomic
def leave_list(*, resource_list, member, to, by, now):
    """What somebody who leaves the school had to do with a list passes to another: ownership or curatorship."""
    current = locked(resource_list)
    Curator.objects.filter(list=current, member=member).delete()
    if current.owner_id == member.pk:
        _own(current, to, by=by, now=now)
    elif current.owner_id != to.pk:
        Curator.objects.get_or_create(list=current, member=to, defaults={"added_at": now, "added_by": by})


def _own(resource_list, to, *, by, now):
    """The owner of a list is no curator of it besides. When and by whom it was given is kept: it is news to them."""
    Curator.objects.filter(list=resource_list, member=to).delete()
    ResourceList.objects.filter(pk=resource_list.pk).update(owner=to, given_at=now, given_by=by)
    touch(resource_list, by=by, now=now)


def _refuse_who_cannot(resource_list, member):
    """The colleague is locked as well: whoever leaves the school at the same moment has left before or after."""
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if member.school_id != resource_list.school_id:
        raise Refused("Choose somebody of the school.")
    if not member.is_active:
        raise Refused(f"{member.name} has left the school. Choose somebody else.")
    if not member.has_role(Role.LIBRARIAN, Role.TEACHER):
        raise Refused(f"{member.name} is neither librarian nor teacher. Choose somebody who makes lists.")
