"""Who may read the sums of a school year, and who sets what may be spent."""

from collab.models import Role

READERS = (Role.ADMINISTRATOR, Role.LEADER, Role.LIBRARIAN)
SETTERS = (Role.ADMINISTRATOR, Role.LIBRARIAN)


def may_set_budgets(member):
    """Librarians and administrators."""
    return member.has_role(*SETTERS)
