"""Reads of what is known about links."""

from django.db.models import Q

from resources.models import CheckedLink, ListEntry

FAILED = (CheckedLink.Finding.DEAD, CheckedLink.Finding.DOUBTFUL)


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


def failed_links(resource_list):
    """The CheckedLinks of a list, and of the titles on it, that are dead or could not be checked."""
    entries = ListEntry.objects.filter(list=resource_list).order_by()
    urls, of_titles = entries.exclude(url="").values("url"), entries.exclude(resource=None).values("resource__link")
    failed = CheckedLink.objects.filter(school_id=resource_list.school_id, finding__in=FAILED)
    return failed.filter(Q(url__in=urls) | Q(url__in=of_titles)).order_by("pk")
