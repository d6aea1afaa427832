"""Reads of what is known about links."""

from django.db.models import Q

from resources.models import CheckedLink, ListEntry


def with_dead_link(school_id):
    """The entries of a school's lists whose link, or that of whose title, is dead."""
    dead = CheckedLink.objects.filter(school_id=school_id, finding=CheckedLink.Finding.DEAD).values("url")
    return ListEntry.objects.filter(Q(url__in=dead) | Q(resource__link__in=dead)).order_by()


def found_of(school_id, urls):
    """What is known of some links: url → CheckedLink. One query, or none where there are no links."""
    wanted = set(filter(None, urls))
    if not wanted:
        return {}
    return {link.url: link for link in CheckedLink.objects.filter(school_id=school_id, url__in=wanted)}
