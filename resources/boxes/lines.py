"""The items of a version as lines that templates print, with addresses and words ready."""

from dataclasses import dataclass

from collab.addresses import address
from resources.boxes.copies import more_than_known, with_known_copies
from resources.boxes.same import Same
from resources.boxes.usage import usage_of


@dataclass(frozen=True)
class Line:
    """One thing in a box. `about`: who made it, what it is, where it stands; `hint`: how often it was used.

    `withdrawn`: that its title or copy is in the catalogue no more; `more`: that there are more of it than copies.
    """

    pk: int
    version: int
    title: str
    url: str
    about: str
    quantity: int
    note: str
    hint: str = ""
    is_idle: bool = False
    withdrawn: str = ""
    more: str = ""


def items_of(version):
    """The items of a version with all that a line says, in the order in which they were put in."""
    return version.items.select_related("resource", "copy").order_by("pk")


def lines_of(items, *, school, usage=None, more=None):
    """A list of `Line`s. `usage` is that of `usage_of`, `more` that of `more_than_known`, where they are wanted."""
    return [_line(item, school, (usage or {}).get(Same.of(item)), more or {}) for item in items]


def current_lines(version, *, school):
    """The lines of the newest version, latest first, with what past loans say of each."""
    items = list(with_known_copies(items_of(version)))[::-1]
    return lines_of(items, school=school, usage=usage_of(version.box_id), more=more_than_known(items))


def withdrawn(item):
    """“Withdrawn from the catalogue”, of the title of an item or of its copy, or an empty text."""
    if item.resource and item.resource.withdrawn_at:
        return "Withdrawn from the catalogue"
    return "This copy was withdrawn from the catalogue" if item.copy and item.copy.withdrawn_at else ""


def about(resource):
    """“Ann Lee · Book · 551.21 LEE, Non-fiction”."""
    where = ", ".join(filter(None, (resource.call_number, resource.location)))
    return " · ".join(filter(None, (", ".join(resource.creators[:2]), resource.get_kind_display(), where)))


def _line(item, school, usage, more):
    resource = item.resource
    words = about(resource) if resource else "In no catalogue"
    return Line(
        pk=item.pk,
        version=item.version,
        title=str(item),
        url=address("resource", school_slug=school.slug, resource_id=resource.pk) if resource else "",
        about=f"{words} · copy {item.copy}" if item.copy else words,
        quantity=item.quantity,
        note=item.note,
        hint=usage.words if usage else "",
        is_idle=bool(usage and usage.is_idle),
        withdrawn=withdrawn(item),
        more="" if item.copy else more.get(item.resource_id, ""),
    )
