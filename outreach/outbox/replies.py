"""Who reads what is answered to a mail: the librarians of its school."""

from collections import defaultdict

from collab.models import Member, Role
from outreach.outbox.posting import can_be_written_to

MOST = 3  # addresses; whoever was there first


def reply_to_of(school_ids):
    """The addresses that answers go to: key of a school → list of addresses, empty where nobody has one. One query."""
    librarians = Member.objects.filter(school__in=school_ids).active().with_role(Role.LIBRARIAN).exclude(email="")
    found = defaultdict(list)
    for librarian in librarians.only("school_id", "email").order_by("pk"):
        if len(found[librarian.school_id]) < MOST and can_be_written_to(librarian):
            found[librarian.school_id].append(librarian.email)
    return found
