"""Named writes to the public address of a list."""

import secrets

from django.db import transaction

from collab.errors import AlreadyDone, RowGone
from resources.lists.locking import touch
from resources.models import ResourceList

# 158 bits of chance: not to be guessed. Somebody without a camera types it from paper, so that there are no capitals,
# no marks, and nothing that looks like something else.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LETTERS_OF_A_TOKEN = 32


@transaction.atomic
def publish_list(*, resource_list, by, now):
    """Gives a list a public address, a new one each time. Returns its token. Raises `AlreadyDone`, `RowGone`."""
    token = "".join(secrets.choice(LETTERS) for _ in range(LETTERS_OF_A_TOKEN))
    lists = ResourceList.objects.filter(pk=resource_list.pk)
    if not lists.filter(token="").update(token=token, published_at=now, published_by=by):
        raise AlreadyDone("Students can read it already.") if lists.exists() else RowGone
    touch(resource_list, by=by, now=now)
    return token


@transaction.atomic
def revoke_list(*, resource_list, by, now):
    """Takes the public address back: from then on it leads nowhere. Raises `AlreadyDone`."""
    public = ResourceList.objects.filter(pk=resource_list.pk).exclude(token="")
    if not public.update(token="", published_at=None, published_by=None):
        raise AlreadyDone("It has no public address.")
    touch(resource_list, by=by, now=now)
