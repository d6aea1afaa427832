"""Who may invite whom."""

from collab.models import Role


def may_invite(member, invited):
    """Librarians and administrators invite; only an administrator lets in another administrator."""
    if invited.school_id != member.school_id or not member.is_active:
        return False
    return member.is_administrator or (member.is_librarian and not invited.has_role(Role.ADMINISTRATOR))
