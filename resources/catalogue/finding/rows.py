"""Rows of the catalogue as HTML, made in Python: a template would take ten times as long for the same fifty rows.

Whatever people typed goes through `escape` here, once, where it is put between the tags.
"""

from html import escape

from django.urls import reverse

from collab.choices import within
from collab.templatetags.ui import svg_icon
from resources.models import Resource

ICONS = {
    "book": "book",
    "ebook": "laptop",
    "video": "camera-video",
    "website": "globe",
    "database": "database",
    "equipment": "tools",
    "kit": "puzzle",
}
LABELS = dict(Resource.Kind.choices)
NAMED_CREATORS = 3


class Shown:
    """Turns rows of `queries` into HTML; remembers what many rows share: kinds, dates, the way to a title."""

    def __init__(self, school, today):
        self.this_year = today.year
        example = reverse("resource", kwargs={"school_slug": school.slug, "resource_id": 0})
        self.before_key, _, self.after_key = example.rpartition("0")
        self._days = {}
        self._kinds = {kind: f"{svg_icon(icon)} {LABELS[kind]}" for kind, icon in ICONS.items()}

    def table_row(self, row):
        """A record as a row of the table."""
        withdrawn = ' <span class="badge badge-plain">Withdrawn</span>' if row.is_withdrawn else ""
        place = " · ".join(filter(None, (escape(row.location), escape(row.call_number))))
        return (
            f'<tr><th scope="row"><a href="{self.before_key}{row.pk}{self.after_key}">{escape(row.title)}</a>'
            f"{withdrawn}{within('<br><small>', escape(about(row)), '</small>')}</th>"
            f'<td data-label="Kind">{self._kinds[row.kind]}</td>'
            f'<td data-label="Reading age">{ages(row.reads_from, row.reads_to)}</td>'
            f'<td data-label="Place">{place}</td>'
            f'<td class="num" data-label="Copies">{row.copies or ""}</td>'
            f'<td class="day" data-label="Added">{self.day(row.added_on)}</td></tr>\n'
        )

    def day(self, day):
        """“18 Nov”, with the year where it is another one."""
        if day not in self._days:
            self._days[day] = f"{day:%-d %b}" if day.year == self.this_year else f"{day:%-d %b %Y}"
        return self._days[day]


def about(row):
    """“Maps of the inside · Ines Dahl, 2021”."""
    names = creators(row.creators)
    by = ", ".join(filter(None, (names, str(row.year or ""))))
    return " · ".join(filter(None, (row.subtitle, by)))


def creators(names):
    """“Ines Dahl; Koji Ueda”; of many the first few, and that there are more."""
    return "; ".join(names[:NAMED_CREATORS]) + (" and others" if len(names) > NAMED_CREATORS else "")


def ages(youngest, oldest):
    """“8–11”, “from 8”, “to 11”, or nothing."""
    if youngest is None and oldest is None:
        return ""
    if oldest is None:
        return f"from {youngest}"
    if youngest is None:
        return f"to {oldest}"
    return str(youngest) if youngest == oldest else f"{youngest}–{oldest}"
