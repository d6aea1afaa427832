"""Who may do what with a list. A list comes here with its curatorships loaded; nothing here writes."""

from collab.models import Role


def may_see_list(member, resource_list):
    """The rule of `ResourceList.objects.visible_to`: every colleague of its school."""
    return member.school_id == resource_list.school_id


def may_make_lists(member):
    """Librarians and teachers make lists; a leader or administrator alone reads them."""
    return member.has_role(Role.LIBRARIAN, Role.TEACHER)


def may_keep_list(member, resource_list):
    """Owner and librarians say who works on a list, pass it on, and remove it."""
    return may_see_list(member, resource_list) and (
        member.has_role(Role.LIBRARIAN) or resource_list.owner_id == member.pk
    )


def may_work_on_list(member, resource_list):
    """Owner, curators and librarians change what is on a list, and show it to students."""
    return may_keep_list(member, resource_list) or is_curator(member, resource_list)


def is_curator(member, resource_list):
    """Whether the member is one of the list's curators."""
    return any(curatorship.member_id == member.pk for curatorship in resource_list.curatorships.all())
