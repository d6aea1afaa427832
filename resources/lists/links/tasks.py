"""Looking at links in the background: a few at a time, one after the other, with a pause for each site."""

import time

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from resources.lists.entries.actions import KEPT_FOR, forget_removed
from resources.lists.links.actions import note_all_links, put_off, record, take_due
from resources.lists.links.checking import check
from resources.lists.links.sites import site_of

PAUSE = 3  # seconds between two requests to one site
AT_MOST = 5 * 60  # seconds for one bunch of links; what is left is taken up again later
SITES_OF_A_SILENCE = 4
AT_WORK = "links-are-looked-at"
AT_WORK_FOR = 9 * 60  # seconds; the task itself is ended after ten minutes


@shared_task
def check_links():
    """Looks at the links that are due. One worker at a time, so that no site hears from two of them at once."""
    if not cache.add(AT_WORK, 1, timeout=AT_WORK_FOR):
        return
    try:
        look_at(take_due(now=timezone.now()))
    finally:
        cache.delete(AT_WORK)


def look_at(links, **how):
    """Checks links one after the other, and writes down what was found; `how` is for `check`.

    Where nobody answers at any of several sites, it is the way out that is closed and not they that are gone: then
    nothing is written down but that they wait until tomorrow.
    """
    seen, asked_at, stop_at = [], {}, time.monotonic() + AT_MOST
    for link in links:
        if time.monotonic() > stop_at:
            break
        site = site_of(link.url)
        time.sleep(max(0, asked_at.get(site, -PAUSE) + PAUSE - time.monotonic()))
        seen.append((link, check(link.url, **how), timezone.now()))
        asked_at[site] = time.monotonic()
    if len(asked_at) >= SITES_OF_A_SILENCE and all(result.is_silent for _, result, _ in seen):
        put_off(links=[link for link, *_ in seen], now=timezone.now())
        return
    for link, result, then in seen:
        record(link=link, result=result, now=then)


@shared_task
def tidy_lists():
    """Takes up new links and forgets those that nobody has any more, and entries that were taken off long ago."""
    forget_removed(before=timezone.now() - KEPT_FOR)
    note_all_links(now=timezone.now())
