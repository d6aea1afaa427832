"""The map as an HTML table, made in Python: it may have hundreds of cells, and topics in each of them.

Whatever people typed goes through `escape` here, once, where it is put between the tags.
"""

from html import escape
from itertools import groupby

from collab.addresses import address
from collab.choices import joined
from resources.curriculum_map.queries import Depth

# Said to those who do not see the sign before a topic; the legend says the same to everybody.
HEARD = {
    Depth.PLANNED: "planned together",
    Depth.PREPARED: "prepared",
    Depth.NOTHING: "nothing behind it",
    Depth.NOT_WANTED: "no help wanted",
}
LEGEND = (
    (Depth.PLANNED, "Planned together", "with a unit plan"),
    (Depth.PREPARED, "Prepared", "a box, a list, a purchase, or ready without one"),
    (Depth.NOTHING, "Nothing behind it", "though help was wanted"),
    (Depth.NOT_WANTED, "No help wanted", ""),
)


class Drawn:
    """Turns rows, terms and cells into the head and the body of a table."""

    def __init__(self, member, asked, terms, today):
        self.terms = terms
        self.asked = asked
        self.now = next((term.pk for term in terms if term.starts_on <= today <= term.ends_on), None)
        self.firsts = {term.pk for _, of_year in groupby(terms, key=year_of) for term in [next(of_year)]}
        self.labels = {term.pk: self.label(term) for term in terms}
        before, _, after = address("topic_request", school_slug=member.school.slug, request_id=0).rpartition("0")
        self.to_request = f"{before}{{}}{after}"

    def columns(self):
        """A group of columns for each year, to which its heading belongs."""
        spans = (
            f'<colgroup span="{len(list(of_year))}"></colgroup>' for _, of_year in groupby(self.terms, key=year_of)
        )
        return joined(("<colgroup></colgroup>", *spans))

    def years(self):
        """The headings of the years."""
        return joined(
            f'<th scope="colgroup" class="is-first" colspan="{len(list(of_year))}">{escape(year)}</th>'
            for year, of_year in groupby(self.terms, key=year_of)
        )

    def headings(self):
        """The headings of the terms; the one at hand says so."""
        return joined(
            f'<th scope="col"{self.edge(term)}{" aria-current=date" if term.pk == self.now else ""}>{escape(term.name)}'
            f"{' <small>now</small>' if term.pk == self.now else ''}</th>"
            for term in self.terms
        )

    def body(self, rows, cells):
        """A row for each department or year level, with a cell for each term."""
        return joined(
            f'<tr><th scope="row">{escape(name)}</th>'
            f"{''.join(self.cell(key, term, cells.get((key, term.pk))) for term in self.terms)}</tr>\n"
            for key, name in rows
        )

    def cell(self, key, term, topics):
        """The topics of a department in a term; an empty cell says that there are none."""
        label = self.labels[term.pk]
        if not topics:
            return f'<td class="map-none{" is-first" if term.pk in self.firsts else ""}"{label}>None</td>'
        listed = "".join(map(self.topic, topics))
        return f"<td{self.edge(term)}{label}><ul>{listed}{self.more(key, term, topics)}</ul></td>"

    def topic(self, topic):
        """A topic as a link to its request."""
        return (
            f'<li><a class="depth-{topic.depth}" href="{self.to_request.format(topic.pk)}">{escape(topic.topic)}'
            f"<i>, {HEARD[topic.depth]}</i></a></li>"
        )

    def more(self, key, term, topics):
        """The way to all topics of a cell that has more than it shows."""
        hidden = topics[0].together - len(topics)
        if not hidden:
            return ""
        where = self.asked.address(row=key, first=term.year, last=term.year)
        return f'<li><a href="{escape(where)}">and {hidden:,} more</a></li>'

    def label(self, term):
        """What a phone shows before each cell, since the heads of the columns are not there."""
        return f' data-label="{escape(str(term))}{", now" if term.pk == self.now else ""}"'

    def edge(self, term):
        """The mark of the first term of a year, which a line goes before."""
        return ' class="is-first"' if term.pk in self.firsts else ""


def year_of(term):
    return term.year
