"""A page of lists, and all of them for the download, as plain rows."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from collab.found import COUNTED_UP_TO, Found
from resources.lists.links.queries import with_dead_link
from resources.models import Curator, ListEntry, ResourceList

PAGE_SIZE = 50
AT_ONCE = 500
COLUMNS = ("pk", "title", "topics", "introduction", "token", "published_at", "created_at", "changed_at")


def lists_asked_for(*, member, asked):
    """The lists that a member may see, narrowed and ordered as asked."""
    return asked.narrow(ResourceList.objects.visible_to(member), member)


def page_of_lists(*, member, asked):
    """The page asked for, as `Found`; two queries, however many lists there are."""
    lists = lists_asked_for(member=member, asked=asked)
    start = (asked.page - 1) * PAGE_SIZE
    rows = list(_rows(lists, member)[start : start + PAGE_SIZE + 1])
    total = lists.order_by()[: COUNTED_UP_TO + 1].count()
    has_next = len(rows) > PAGE_SIZE
    return Found(rows[:PAGE_SIZE], asked.page, total, has_next=has_next, one="list", many="lists")


def lists_for_download(*, member, asked):
    """The same rows for all pages, one at a time."""
    return _rows(lists_asked_for(member=member, asked=asked), member).iterator(chunk_size=AT_ONCE)


def _rows(lists, member):
    curators = Curator.objects.filter(list=OuterRef("pk")).order_by("member__name").values("member__name")
    return lists.annotate(
        owner_name=F("owner__name"),
        curator_names=ArraySubquery(curators),
        links=_number(ListEntry.objects.filter(kind=ListEntry.Kind.LINK)),
        titles=_number(ListEntry.objects.filter(kind=ListEntry.Kind.TITLE)),
        dead=_number(with_dead_link(member.school_id)),
    ).values_list(*COLUMNS, "owner_name", "curator_names", "links", "titles", "dead", named=True)


def _number(entries):
    """How many of these entries are on a list."""
    counted = entries.filter(list=OuterRef("pk")).order_by().values("list").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)
