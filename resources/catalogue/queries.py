"""Reads for the page of one title, and for its forms."""

from django.db.models import F, OuterRef, Subquery

from resources.catalogue.finding.queries import locations_of
from resources.models import BoxVersion, Copy, Resource, ResourceBox, ResourceList


def resource_of(*, member, resource_id):
    """A title of the member's school, or None."""
    return (
        Resource.objects.visible_to(member)
        .select_related("changed_by", "created_by", "withdrawn_by")
        .defer("search")
        .filter(pk=resource_id)
        .first()
    )


def copies_of(resource):
    """The copies of a title, those that were withdrawn last."""
    return list(resource.copies.order_by(F("withdrawn_at").asc(nulls_first=True), "barcode"))


def boxes_with(*, member, resource):
    """The boxes in use whose newest version holds a title or a copy of it."""
    newest = BoxVersion.objects.filter(box=OuterRef("pk")).order_by("-number").values("pk")[:1]
    boxes = ResourceBox.objects.visible_to(member).in_use().alias(newest=Subquery(newest))
    return list(boxes.filter(versions__pk=F("newest"), versions__items__resource=resource).distinct().order_by("name"))


def lists_with(*, member, resource):
    """The lists that a title stands on."""
    on_it = resource.list_entries.filter(removed_at__isnull=True).values("list_id")
    return list(ResourceList.objects.visible_to(member).filter(pk__in=on_it).order_by("title"))


def copy_of(*, member, copy_id):
    """A copy of the member's school with its title, or None."""
    return Copy.objects.visible_to(member).select_related("resource").filter(pk=copy_id).first()


def locations(member):
    """The locations that are in use at the member's school."""
    return locations_of(member.school_id)
