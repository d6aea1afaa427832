"""Named writes to what people would like out of a digest: it waits for the library, until somebody has seen to it."""

from collab.errors import AlreadyDone, Refused
from collab.writing import refusing
from outreach.models import DigestWish

ONCE = {"wish_waits_once": ("kind", "The library knows that you would like it.")}


def want(*, resource, kind, topic_request, note, by, now):
    """That a member would like a title. Returns the DigestWish. Raises `Refused`, also where the same wish waits."""
    if resource.withdrawn_at is not None:
        raise Refused("The library does not have this any more.")
    values = {"kind": kind, "topic_request": topic_request, "note": note}
    with refusing(ONCE, values):
        return DigestWish.objects.create(school_id=by.school_id, member=by, resource=resource, created_at=now, **values)


def take_back(*, wish_id, by):
    """A wish of one's own is no more, as long as nobody has seen to it. Raises `AlreadyDone`."""
    waiting = DigestWish.objects.visible_to(by).filter(pk=wish_id, member=by, done_at__isnull=True)
    if not waiting.delete()[0]:
        raise AlreadyDone("It does not wait any more.")


def see_to_wish(*, wish, by, now):
    """The library has seen to it. Raises `AlreadyDone`."""
    if not DigestWish.objects.filter(pk=wish.pk, done_at__isnull=True).update(done_at=now, done_by=by):
        raise AlreadyDone("Somebody has seen to it already.")
