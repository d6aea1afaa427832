"""The row of a box, locked to the end of a transaction: whoever else writes to the box, or lends it, waits."""

from collab.errors import RowGone
from resources.models import ResourceBox


def locked(box, *, against_loans=False):
    """The box as it stands. Raises `RowGone`.

    `against_loans`: keeps rows that name the box from being added as well. It has to be the first lock of its
    transaction, since two that named the box already would wait for each other.
    """
    found = ResourceBox.objects.select_for_update(no_key=not against_loans).filter(pk=box.pk).first()
    if found is None:
        raise RowGone
    return found
