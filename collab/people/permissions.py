"""Who may do what with people. Nothing here queries or writes."""

from collab.models import Role

KEEPERS = (Role.LIBRARIAN, Role.ADMINISTRATOR)


def may_keep_people(member):
    """Librarians and administrators add people, change them, invite them and see them off."""
    return member.has_role(*KEEPERS)


def may_change_person(member, person):
    """Keepers change everybody, but an administrator is changed by administrators only.

    Whoever can set a person's address can sign in as them: a librarian who could do so to an administrator would be
    one. The same holds for deactivating them and bringing them back.
    """
    if member.school_id != person.school_id or not may_keep_people(member):
        return False
    return member.is_administrator or not person.is_administrator


def may_change_own_details(member, person):
    """Everybody says of themselves how to be reached and what they can bring."""
    return member.pk == person.pk and person.is_active


def may_deactivate(member, person):
    """Whoever may change an active colleague may see them off; nobody ends their own membership by a slip."""
    return may_change_person(member, person) and person.is_active and member.pk != person.pk


def may_reactivate(member, person):
    """Whoever may change a person may bring them back."""
    return may_change_person(member, person) and not person.is_active


def roles_to_give(member):
    """The roles that the member may give and take: that of administrator is for administrators."""
    return [role for role in Role if role != Role.ADMINISTRATOR or member.is_administrator]
