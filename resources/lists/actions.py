"""Named writes to a list as such: made, changed, copied, removed."""

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from collab.writing import refusing, write_over
from resources.lists.locking import touch
from resources.models import ListEntry, ResourceList

SENTENCES = {"list_has_a_title": ("title", "Give the list a title.")}
COPIED = ("position", "kind", "text", "url", "resource_id", "note")
LONGEST_TITLE = ResourceList._meta.get_field("title").max_length


def add_list(*, values, by, now, requests=()):
    """A new list of the school of `by`, who owns it, for the topic requests given. Returns it. Raises `Refused`.

    `values`: title, topics, introduction, those that are given.
    """
    with refusing(SENTENCES, values | {"requests": list(requests)}):
        made = ResourceList.objects.create(
            school_id=by.school_id,
            owner=by,
            created_at=now,
            created_by=by,
            changed_at=now,
            changed_by=by,
            **values,
        )
        made.requests.set(requests)
    return made


def change_list(*, resource_list, version, values, by, now):
    """Another title, topics or introduction for a list that was read at `version`. Returns it as it stands.

    Raises `Refused`, `RowChanged`, `RowGone`.
    """
    return write_over(resource_list, values, version=version, sentences=SENTENCES, by=by, now=now)


@transaction.atomic
def copy_list(*, resource_list, by, now):
    """A list of `by` with the same entries in the same order: not public, without curators and requests. Returns it."""
    values = {
        "title": f"Copy of {resource_list.title}"[:LONGEST_TITLE],
        "topics": resource_list.topics,
        "introduction": resource_list.introduction,
        "copied_from": resource_list,
    }
    made = add_list(values=values, by=by, now=now)
    entries = ListEntry.objects.filter(list=resource_list).values(*COPIED)
    ListEntry.objects.bulk_create(ListEntry(list=made, created_at=now, created_by=by, **entry) for entry in entries)
    return made


@transaction.atomic
def remove_list(*, resource_list, by, now):
    """Removes a list with all that is on it. Raises `AlreadyDone`, or `Refused` while anybody counts on it."""
    current = ResourceList.objects.select_for_update().filter(pk=resource_list.pk).first()
    if current is None:
        raise AlreadyDone("Somebody removed this list in the meantime.")
    if why_not := what_holds(current):
        raise Refused(why_not)
    current.delete()


def what_holds(resource_list):
    """Why a list cannot be removed, as a sentence; empty where it can."""
    if resource_list.token:
        return "Students read it under its public address. Take that back first, and tell them."
    number = resource_list.in_plans.count()
    if number:
        plans = "a unit plan works" if number == 1 else f"{number} unit plans work"
        return f"It cannot go: {plans} with it. Take it out there first."
    return ""


@transaction.atomic
def attach_request(*, resource_list, topic_request, by, now):
    """Says that a list serves a topic request. Raises `AlreadyDone`, or `Refused` where that is gone."""
    with refusing({}, {"request": topic_request}):
        if resource_list.requests.filter(pk=topic_request.pk).exists():
            raise AlreadyDone(f"The list is there for “{topic_request}” already.")
        resource_list.requests.add(topic_request)
    touch(resource_list, by=by, now=now)


@transaction.atomic
def detach_request(*, resource_list, topic_request, by, now):
    """Says that a list does not serve a topic request any more. Raises `AlreadyDone`."""
    through = ResourceList.requests.through.objects
    deleted, _ = through.filter(resourcelist=resource_list, topicrequest=topic_request).delete()
    if not deleted:
        raise AlreadyDone(f"The list is not there for “{topic_request}” any more.")
    touch(resource_list, by=by, now=now)
