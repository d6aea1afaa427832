"""Reads behind the way in."""

from collab.models import Member, School


def is_empty_installation():
    """Whether nobody has set up a school yet."""
    return not School.objects.exists()


def schools_left(*, user):
    """The names of the schools that a user belonged to once, in order."""
    left = Member.objects.filter(user=user, deactivated_at__isnull=False)
    return list(left.order_by("school__name").values_list("school__name", flat=True))


def memberships(*, user):
    """The active memberships of a user, with their schools, by school name."""
    return list(Member.objects.active().filter(user=user).select_related("school").order_by("school__name"))
