"""What the list of boxes prints: rows as HTML, filters with their options, and the rows of a download.

Whatever people typed goes through `escape` here, once, where it is put between the tags.
"""

from html import escape

from django.utils.formats import date_format

from collab.addresses import address
from collab.choices import Choice, joined, options, within
from resources.boxes import queries
from resources.boxes.filters import Sort, Where
from resources.boxes.permissions import may_keep_boxes
from resources.models import ResourceBox

KINDS = dict(ResourceBox.Kind.choices)
WHERE = ((Where.IN, "In the library"), (Where.OUT, "Out now"), (Where.RETIRED, "Out of use"))
HEADER = (
    "Name",
    "Kind",
    "Topics",
    "Place",
    "Things",
    "Where it is",
    "Back on",
    "Days to get it ready",
    "Days to put it in order",
    "Note",
    "Made on",
    "Made by",
)


def table(*, member, asked, today):
    """The table: a page of rows and what stands around it."""
    found = queries.page_of_boxes(member=member, asked=asked)
    slug = member.school.slug
    return {
        "asked": asked,
        "found": found,
        "is_empty": not found.rows,
        "rows": joined(_row(box, slug, today) for box in found.rows),
        "sorts": {sort.value: asked.address(sort=sort.value) for sort in Sort},
        "sorted_by": asked.sort.value,
        "kept": asked.address().removeprefix("?"),
        "may_keep": may_keep_boxes(member),
    }


def filters(asked):
    """The filters with their options."""
    return {
        "choices": [
            Choice("kind", "Kind", options(ResourceBox.Kind.choices, asked.kind)),
            Choice("where", "Where it is", options(WHERE, asked.where), "All in use"),
        ]
    }


def rows_of_a_download(*, member, asked):
    """The rows under `HEADER`, one box at a time."""
    for box in queries.all_boxes(member=member, asked=asked):
        yield [
            box.name,
            KINDS[box.kind],
            box.topics,
            box.place,
            box.things,
            "Out of use" if box.retired_at else f"Out with {box.lent_to}" if box.lent_to else "In",
            box.back_on,
            box.lead_days,
            box.turn_round_days,
            box.note,
            box.school.day_of(box.created_at),
            box.created_by.name,
        ]


def _row(box, slug, today):
    url = address("box", school_slug=slug, box_id=box.pk)
    return (
        f'<tr><th scope="row"><a href="{url}">{escape(box.name)}</a>'
        f"{within('<br><small>', escape(box.topics), '</small>')}</th>"
        f'<td data-label="Kind">{KINDS[box.kind]}</td>'
        f'<td class="num" data-label="Things in it">{box.things}</td>'
        f'<td data-label="Place">{escape(box.place)}</td>'
        f'<td data-label="Where it is">{_where(box, today)}</td></tr>\n'
    )


def _where(box, today):
    """“In”, or with whom it is out and until when."""
    if box.retired_at:
        return "Out of use"
    if not box.lent_to:
        return "In"
    until = date_format(box.back_on, "j M" if box.back_on.year == today.year else "j M Y")
    late = " (late)" if box.back_on < today else ""
    return f"Out with {escape(box.lent_to)}<br><small>until {until}{late}</small>"
