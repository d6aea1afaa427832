"""Who may import into the catalogue."""

from collab.models import Role


def may_import(member):
    """Librarians keep the catalogue."""
    return member.has_role(Role.LIBRARIAN)


def may_see_import(member, catalogue_import):
    """Those who may import see every import of their school."""
    return may_import(member) and member.school_id == catalogue_import.school_id
