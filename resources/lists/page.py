"""What the page of a list shows: its entries, what can be added, and what stands beside them."""

from dataclasses import dataclass, field

from django.utils import timezone

from collab.addresses import address
from collab.models import Member, Role
from resources.lists.entries.actions import KEPT_FOR
from resources.lists.entries.forms import HeadingForm, LinksForm
from resources.lists.entries.lines import lines_of
from resources.lists.entries.titles import titles_with
from resources.lists.permissions import is_curator, may_keep_list, may_make_lists, may_work_on_list
from resources.lists.requests import requests_to_attach
from resources.models import ListEntry
from resources.plans import plans_with

SHOWN_REMOVED = 20
ADDS = (("link", "Links"), ("title", "Titles"), ("heading", "Heading"))
FIRST = {"link": "url", "title": "q", "heading": "text"}
FORMS = {"link": LinksForm, "heading": HeadingForm}


@dataclass
class Adding:
    """What is being added: its kind, the form as it was sent, the words that titles are looked for by.

    `instead`: the words in place of those, where nothing has them. `trouble`: why it could not be added.
    """

    kind: str = "link"
    form: object = None
    q: str = ""
    is_open: bool = False
    trouble: str = ""
    instead: str = ""
    titles: list = field(default_factory=list)

    @property
    def first(self):
        """The name of the field that has the cursor: the one to put right, else the one that comes first."""
        wrong = self.form.errors if self.form else ()
        return next((name for name in wrong if name in self.form.fields), FIRST[self.kind])

    def give_the_cursor(self):
        """Readies the form for what is typed next. A place in the address besides would keep the cursor out."""
        self.form.fields[self.first].widget.attrs["autofocus"] = True


@dataclass(frozen=True)
class Links:
    """The links of a list that do not work: how many are dead, how many doubtful, and how many are just looked at."""

    dead: int
    doubtful: int
    waiting: int

    @classmethod
    def of(cls, lines, now):
        failed = [line for line in lines if line.has_failed]
        dead = sum(line.is_dead for line in failed)
        return cls(dead, len(failed) - dead, sum(line.link.is_waiting(now) for line in failed))

    @property
    def resting(self):
        return self.dead + self.doubtful - self.waiting


def page_of(resource_list, *, reader, adding, topics_asked=None, added=None, removed=None):
    """The context of the page; `added` and `removed` are keys of entries that were so a moment ago."""
    may_work = may_work_on_list(reader, resource_list)
    lines = lines_of(resource_list)
    context = {
        "resource_list": resource_list,
        "lines": lines,
        "may_work": may_work,
        "may_keep": may_keep_list(reader, resource_list),
        "may_copy": may_make_lists(reader),
        "is_curator": is_curator(reader, resource_list),
        "requests": list(resource_list.requests.select_related("term", "teacher").defer("search").order_by("topic")),
        "plans": plans_with(resource_list, reader),
    }
    return context | (
        _for_workers(resource_list, reader, lines, adding, topics_asked, added, removed) if may_work else {}
    )


def _for_workers(resource_list, reader, lines, adding, topics_asked, added, removed):
    if adding.kind == "title" and adding.q:
        on_it = [line.entry.resource_id for line in lines if line.entry.resource_id]
        adding.titles, adding.instead = titles_with(member=reader, typed=adding.q, without=on_it)
    if adding.form is None and adding.kind in FORMS:
        adding.form = FORMS[adding.kind](auto_id="add-%s")
    if adding.form and adding.is_open:
        adding.give_the_cursor()
    here = address("resource_list", school_slug=reader.school.slug, list_id=resource_list.pk)
    taken_off = list(_taken_off(resource_list))
    return {
        "links": Links.of(lines, timezone.now()),
        "adding": adding,
        "adds": [(label, f"{here}?add={kind}", kind == adding.kind) for kind, label in ADDS],
        "added": next((line for line in lines if line.entry.pk == added), None),
        "removed": next((entry for entry in taken_off if entry.pk == removed), None),
        "taken_off": taken_off,
        "topics_asked": topics_asked,
        "requests_to_attach": requests_to_attach(resource_list, reader=reader, words=topics_asked),
        "colleagues": _colleagues(resource_list),
    }


def _taken_off(resource_list):
    """The entries that can still be put back, the last one first."""
    since = timezone.now() - KEPT_FOR
    removed = ListEntry.with_removed.filter(list=resource_list, removed_at__gte=since)
    return removed.select_related("resource", "removed_by").order_by("-removed_at", "-pk")[:SHOWN_REMOVED]


def _colleagues(resource_list):
    """Who can come to work on the list, or own it: librarians and teachers."""
    people = Member.objects.filter(school_id=resource_list.school_id, roles__overlap=[Role.LIBRARIAN, Role.TEACHER])
    return people.active().exclude(pk=resource_list.owner_id).order_by("name").only("name")
