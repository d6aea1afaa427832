"""Who looks after the mail of a school. Nothing here queries or writes."""

from collab.access import member
from collab.models import Role

KEEPERS = (Role.LIBRARIAN, Role.ADMINISTRATOR)

for_keepers = member(*KEEPERS)


def may_keep_mail(member):
    """Librarians and administrators read what goes out, hold it, send it again, and say when mail rests."""
    return member.has_role(*KEEPERS)


def may_see_message(member, message):
    """The rule of `Message.objects.visible_to`, for those who look after the mail."""
    return may_keep_mail(member) and member.school_id == message.school_id


def may_be_written_to(message):
    """Whether the person that a message is for is still at the school; nobody is, where the person is not known."""
    return message.member is None or message.member.is_active
