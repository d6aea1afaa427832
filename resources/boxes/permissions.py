"""Who may do what with resource boxes."""

from collab.models import Role


def may_see_box(member, box):
    """Whether the member may open the page of a box: every colleague of its school."""
    return box.school_id == member.school_id


def may_keep_boxes(member):
    """Whether the member may make boxes for their school: its librarians."""
    return member.has_role(Role.LIBRARIAN)


def may_change_box(member, box):
    """Whether the member may change a box: what is written about it, its picture, and whether it is in use."""
    return may_see_box(member, box) and may_keep_boxes(member)


def may_fill_box(member, box):
    """Whether the member may change what is in a box: not once it was retired."""
    return may_change_box(member, box) and box.retired_at is None


def may_borrow(member, box):
    """Whether the member may book a box or ask for it: librarians and teachers, as long as it is in use."""
    return may_see_box(member, box) and member.has_role(Role.LIBRARIAN, Role.TEACHER) and box.retired_at is None
