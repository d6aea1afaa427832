"""Who may do what with calls."""

from collab.models import Role

READERS = (Role.LIBRARIAN, Role.LEADER)


def may_keep_calls(member):
    """Librarians open, pause and finish calls, remind, and write their letter; leaders read."""
    return member.has_role(Role.LIBRARIAN)
