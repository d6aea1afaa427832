"""Named writes: a conversation is noted, changed, removed."""

from uuid import uuid5

from django.db import transaction

from collab.errors import AlreadyDone, Refused, RowChanged
from collab.writing import held_by, refusing, write_over
from outreach.models import ContactLog

ONCE = {"contact_is_sent_once": (None, "This conversation is noted already.")}
SENTENCES = {
    "contact_is_about_something": ("about", "Say in a few words what it was about."),
    "contact_is_with_one_person": ("with_member", "With whom did you talk?"),
}


class NotedBefore(AlreadyDone):
    """The same form was sent before. `contact`: what it noted then."""

    def __init__(self, contact):
        self.contact = contact
        super().__init__("This conversation is noted already.")


class NotedOtherwise(Refused):
    """The same form was sent before and said something else."""

    def __init__(self, contact):
        super().__init__(
            f"“{contact}” was noted from this form a moment ago. To note this one as well, press the button again."
        )


def note_contact(*, values, by, now, sending):
    """A conversation of `by`; `values` are with_member or with_name, department, about, on. Returns the ContactLog.

    `sending` names one filling in of the form. Raises `NotedBefore` and `NotedOtherwise` where it came before, and
    `Refused`.
    """
    name = uuid5(sending, str(by.pk))
    _refuse_what_came_before(name, values, by)
    try:
        with refusing(ONCE | SENTENCES, values):
            return ContactLog.objects.create(
                school_id=by.school_id, sending=name, created_at=now, created_by=by, **values
            )
    except Refused:
        _refuse_what_came_before(name, values, by)  # At the same moment, where the button was pressed twice.
        raise


def _refuse_what_came_before(name, values, by):
    before = ContactLog.objects.filter(school_id=by.school_id, sending=name).first()
    if before is None:
        return
    says_so = all(held_by(before, field) == value for field, value in values.items())
    raise NotedBefore(before) if says_so else NotedOtherwise(before)


def change_contact(*, contact, version, values, by, now):
    """Other words for a conversation that was read at `version`. Raises `Refused`, `RowChanged`, `RowGone`."""
    write_over(contact, values, version=version, sentences=SENTENCES, by=by, now=now)


@transaction.atomic
def remove_contact(*, contact, version):
    """Removes a conversation that was read at `version`. What grew out of it stays.

    Raises `AlreadyDone`, and `RowChanged` where it says something else by now.
    """
    current = ContactLog.objects.select_for_update().filter(pk=contact.pk).first()
    if current is None:
        raise AlreadyDone("It was removed already.")
    if current.version != version:
        raise RowChanged(current)
    current.delete()
