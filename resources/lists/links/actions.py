"""Named writes to what is known about links."""

from resources.models import CheckedLink

AT_ONCE = 1000
LONGEST = CheckedLink._meta.get_field("url").max_length


def note_links(*, school_id, urls, now):
    """Sees to it that each of these links will be looked at, once for the school; those known stay as they are."""
    wanted = sorted({url for url in urls if is_kept(url)})
    CheckedLink.objects.bulk_create(
        [CheckedLink(school_id=school_id, url=url, due_at=now) for url in wanted],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )


def is_kept(url):
    """Whether a link fits the index of links; a longer one, in letters beyond ASCII, is not looked at."""
    return 0 < len(url.encode()) <= LONGEST
