"""Reads behind the way in."""

from collab.models import Member, School


def is_empty_installation():
    """Whether nobody has set up a school yet."""
    return not School.objects.exists()


def memberships(*, user):
    """The active memberships of a user, with their schools, by school name."""
    return list(Member.objects.active().filter(user=user).select_related("school").order_by("school__name"))
