"""Who may do what with the catalogue. Nothing here writes."""

from collab.models import Role


def may_see_resource(member, resource):
    """The rule of `Resource.objects.visible_to`: everybody of its school."""
    return member.school_id == resource.school_id


def may_keep_catalogue(member):
    """Librarians add, change and withdraw titles and copies."""
    return member.has_role(Role.LIBRARIAN)
