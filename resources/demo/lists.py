"""The demo's lists, built through the product's own actions."""

from datetime import timedelta
from hashlib import sha256

from django.db import transaction

from collab.demo import at
from resources.demo.lists_made import HILL, VALE
from resources.lists.actions import add_list
from resources.lists.curating.actions import add_curator
from resources.lists.entries.actions import add_entries
from resources.lists.links.actions import record
from resources.lists.links.checking import meaning
from resources.lists.publishing.actions import publish_list
from resources.models import CheckedLink, ListEntry, Resource, ResourceList, TopicRequest

WORKS, IS_GONE = 200, 404


def build(*, school, people, today):
    """The lists of a school, each on the day on which it was made. `people`: first part of the e-mail → Member."""
    for made in HILL if school.slug == "hill" else VALE:
        _build(made, school, people, today)
    _look_at_links(school, today)


@transaction.atomic
def _build(made, school, people, today):
    owner = people[made.owner]
    now = at(today - timedelta(days=made.days_ago), 14, 35, school=school)
    values = {"title": made.title, "topics": made.topics, "introduction": made.introduction}
    requests = []
    if made.request_words:
        requests = TopicRequest.objects.filter(school=school).found_by(made.request_words).standing()
    resource_list = add_list(values=values, requests=requests, by=owner, now=now)
    for key in made.curators:
        add_curator(resource_list=resource_list, member=people[key], by=owner, now=now + timedelta(minutes=5))
    entries = list(_entries(made.entries, school))
    add_entries(resource_list=resource_list, entries=entries, by=owner, now=now + timedelta(minutes=20))
    if made.is_public:
        publish_list(resource_list=resource_list, by=owner, now=now + timedelta(days=1))
        # By chance alone, the demo would be another one each time.
        token = sha256(f"demo {school.slug} {made.title}".encode()).hexdigest()[:32]
        ResourceList.objects.filter(pk=resource_list.pk).update(token=token)


def _entries(entries, school):
    """The entries as `add_entries` takes them; titles that the catalogue does not have are left out."""
    used = set()
    for entry in entries:
        if isinstance(entry, str):
            yield {"kind": ListEntry.Kind.HEADING, "text": entry}
        elif isinstance(entry, dict):
            titles = Resource.objects.filter(school=school, withdrawn_at__isnull=True).exclude(pk__in=used)
            title = titles.filter(title__iregex=rf"\m{entry['words']}\M").order_by("title", "pk").first()
            if title:
                used.add(title.pk)
                yield {"kind": ListEntry.Kind.TITLE, "resource": title, "note": entry["note"]}
        else:
            name, path, note = entry
            yield {"kind": ListEntry.Kind.LINK, "text": name, "url": f"https://{path}", "note": note}


def _look_at_links(school, today):
    """As if the links had been looked at on two mornings: all work but those that the data calls dead."""
    dead = {f"https://{made.dead}" for made in HILL if made.dead}
    for days_ago in (2, 1):
        now = at(today - timedelta(days=days_ago), 4, 10, school=school)
        for link in CheckedLink.objects.filter(school=school):
            record(link=link, result=meaning(IS_GONE if link.url in dead else WORKS), now=now)
