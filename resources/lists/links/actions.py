"""Named writes to what is known about links."""

from collections import Counter, defaultdict
from datetime import timedelta
from operator import itemgetter

from django.db import transaction
from django.db.models import Exists, OuterRef

from collab.errors import AlreadyDone
from resources.lists.links.queries import failed_links
from resources.lists.links.sites import site_of
from resources.models import CheckedLink, ListEntry

AT_ONCE = 1000
MOST_TAKEN = 20
MOST_OF_A_SITE = 3
LOOKED_THROUGH = 300
TAKEN_FOR = timedelta(minutes=30)
AGAIN_AFTER = {
    CheckedLink.Finding.ALIVE: timedelta(days=14),
    CheckedLink.Finding.DOUBTFUL: timedelta(days=4),
    CheckedLink.Finding.DEAD: timedelta(days=7),
    CheckedLink.Finding.REFUSED: timedelta(days=14),
}
AFTER_A_FAILURE = timedelta(days=1)
MOMENT = timedelta(minutes=10)
BEFORE_OTHERS = timedelta(days=30)  # So long ago is what was asked for due, and so it is taken first.
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


@transaction.atomic
def take_due(*, now):
    """Links to look at now, a few of each site; nobody else takes them for a while. Returns them in mixed order."""
    due = CheckedLink.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    taken, of_site = [], Counter()
    for link in due.select_for_update(skip_locked=True, no_key=True)[:LOOKED_THROUGH]:
        site = site_of(link.url)
        if of_site[site] < MOST_OF_A_SITE and len(taken) < MOST_TAKEN:
            of_site[site] += 1
            taken.append((of_site[site], link))
    links = [link for _, link in sorted(taken, key=itemgetter(0))]
    CheckedLink.objects.filter(pk__in=[link.pk for link in links]).update(due_at=now + TAKEN_FOR)
    return links


def record(*, link, result, now):
    """Writes down what was found (a `checking.Result`), and when the link is to be looked at next.

    A failure counts once a day, so that one bad day does not make a link dead.
    """
    failures = 0
    if result.dies_after:
        is_new_day = link.checked_at is None or link.checked_at.date() != now.date()
        failures = link.failures + 1 if is_new_day or not link.failures else link.failures
    is_dead = 0 < result.dies_after <= failures
    finding = CheckedLink.Finding.DEAD if is_dead else result.finding
    again = AFTER_A_FAILURE if failures and not is_dead else AGAIN_AFTER[finding]
    CheckedLink.objects.filter(pk=link.pk).update(
        finding=finding, detail=result.detail, failures=failures, checked_at=now, due_at=now + again
    )


@transaction.atomic
def look_again(*, resource_list, now):
    """Has the links of a list that did not work looked at before all others, some at once. Returns how many.

    Raises `AlreadyDone` where there are none, or they are looked at just now or were a moment ago.
    """
    failed = failed_links(resource_list).select_for_update(no_key=True)
    resting = [link for link in failed if not link.is_waiting(now)]
    ready = [link.pk for link in resting if link.checked_at is None or link.checked_at <= now - MOMENT][:MOST_TAKEN]
    if not ready:
        waits = "They are being looked at. Come back in a few minutes."
        lately = f"They were looked at a moment ago. Try again in {MOMENT.seconds // 60} minutes."
        raise AlreadyDone(lately if resting else waits if failed else "Every link works, as far as is known.")
    CheckedLink.objects.filter(pk__in=ready).update(due_at=now - BEFORE_OTHERS)
    return len(ready)


def put_off(*, links, now):
    """Leaves what is known of links as it is; they are looked at again a day later."""
    CheckedLink.objects.filter(pk__in=[link.pk for link in links]).update(due_at=now + AFTER_A_FAILURE)


def note_all_links(*, now):
    """Takes up the links of all lists that are not looked at yet, and forgets those that are on no list any more."""
    entries = ListEntry.objects.order_by()
    links = entries.exclude(url="").values_list("list__school_id", "url")
    of_titles = entries.exclude(resource__link="").values_list("list__school_id", "resource__link")
    by_school = defaultdict(set)
    for school_id, url in links.union(of_titles.filter(resource__isnull=False)).iterator(chunk_size=AT_ONCE):
        by_school[school_id].add(url)
    for school_id, urls in by_school.items():
        note_links(school_id=school_id, urls=urls, now=now)
    on_a_list = entries.filter(list__school=OuterRef("school"), url=OuterRef("url"))
    of_a_title = entries.filter(list__school=OuterRef("school"), resource__link=OuterRef("url"))
    CheckedLink.objects.filter(~Exists(on_a_list), ~Exists(of_a_title)).delete()
