"""One write at a time to what belongs to a list: its entries and their order, its curators, its address."""

from collab.errors import RowGone
from resources.models import ResourceList


def locked(resource_list):
    """The list as it stands, locked until the transaction ends. Raises `RowGone` where somebody removed it."""
    found = ResourceList.objects.select_for_update(no_key=True).defer("search").filter(pk=resource_list.pk).first()
    if found is None:
        raise RowGone
    return found


def touch(resource_list, *, by, now):
    """Notes on a list that something in it was changed. Its version stays: that counts what its head says."""
    ResourceList.objects.filter(pk=resource_list.pk).update(changed_at=now, changed_by=by)
