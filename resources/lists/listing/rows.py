"""Rows of the table of lists as HTML, made in Python; what people typed goes through `escape` here, once."""

from html import escape

from django.utils.formats import date_format
from django.utils.timezone import localtime

from collab.addresses import address
from collab.choices import joined, within
from collab.templatetags.ui import badge


def table_rows(rows, *, slug, today):
    """The rows of `queries` as the rows of a table."""
    return joined(_row(row, slug, today) for row in rows)


def _row(row, slug, today):
    url = address("resource_list", school_slug=slug, list_id=row.pk)
    marks = badge("Public", "accent", "globe") if row.token else ""
    if row.dead:
        marks += badge(f"{row.dead} dead link{'s' if row.dead > 1 else ''}", "error", "exclamation-triangle")
    people = ", ".join((row.owner_name, *row.curator_names))
    return (
        f'<tr><th scope="row"><a href="{escape(url)}" dir="auto">{escape(row.title)}</a>'
        f"{within('<br><small dir=auto>', escape(row.topics), '</small>')}</th>"
        f'<td data-label="On it">{contents(row)}</td>'
        f'<td data-label="Kept by">{escape(people)}</td>'
        f'<td data-label="Marks">{within("<span class=list-marks>", marks, "</span>")}</td>'
        f'<td class="day" data-label="Changed">{_day(row.changed_at, today)}</td></tr>\n'
    )


def contents(row):
    """“12 links, 3 titles”"""
    counted = ((row.links, "link"), (row.titles, "title"))
    said = (f"{number} {word}{'s' if number > 1 else ''}" for number, word in counted if number)
    return ", ".join(said) or "Nothing yet"


def _day(moment, today):
    day = localtime(moment).date()
    return date_format(day, "j M" if day.year == today.year else "j M Y")
