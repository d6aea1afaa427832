"""Rows of the term board as HTML, made in Python: a template would take ten times as long for the same fifty rows.

Whatever people typed goes through `escape` here, once, where it is put between the tags.
"""

from html import escape
from itertools import groupby

from django.utils.formats import date_format

from collab.addresses import address
from collab.choices import joined, within
from collab.templatetags.ui import badge, svg_icon
from resources.behind.marks import MARKS
from resources.models import Help, TopicRequest
from resources.term_board.actions import ONWARD
from resources.term_board.filters import GroupBy
from resources.topics.moves import MOVES, STILL_OPEN

State = TopicRequest.State

HELP = {kind.value: escape(kind.label) for kind in Help}
TONES = {State.ASKED: "plain", State.PREPARING: "accent", State.READY: "good", State.DONE: "good"}
# URL name → what a librarian makes of a topic with it.
STEPS = {
    "box_add": "Make a box",
    "resource_list_add": "Make a list",
    "purchase_add": "Suggest a purchase",
    "plan_start": "Start a unit plan",
}
MOVES_IN_WORDS = {
    State.SEEN: "Mark as seen",
    State.PREPARING: "Mark as being prepared",
    State.READY: "Mark as ready",
    State.DONE: "Mark as done",
}


class Shown:
    """Turns rows of `queries` into HTML; remembers what many rows share: states, steps, the way to a topic."""

    def __init__(self, member, term, asked, today):
        self.member = member
        self.school = {"school_slug": member.school.slug}
        self.by = asked.by
        self.has_menus = has_menus(member, asked)
        self.columns = 9 if self.has_menus else 8
        self.is_over = term.ends_on < today
        self.weeks = {number: (first, last) for number, first, last in term.weeks()}
        before, _, after = address("topic_request", **self.school, request_id=0).rpartition("0")
        self.to_request = f"{before}{{}}{after}"
        self.steps = [(address(name, **self.school), words) for name, words in STEPS.items()]
        self.states = {state: self.state(state) for state in State}
        self.moves = {state: [(to, MOVES_IN_WORDS[to]) for to in ONWARD if to in MOVES[state]] for state in State}
        self.marks = [svg_icon(mark.icon) + mark.word for mark in MARKS]
        self.nothing = f'<span class="behind is-bare">{svg_icon("exclamation-circle")}Nothing yet</span>'

    def groups(self, rows):
        """The rows of a page under the headings of their groups, as HTML."""
        found = groupby(rows, key=lambda row: (row.is_bare, row.group_key))
        return joined(self.group(list(together)) for _, together in found)

    def group(self, rows):
        """A heading, and the rows below it; a group that began on the page before says so."""
        first = rows[0]
        waits = first.is_bare and not self.is_over
        sign = svg_icon("exclamation-circle") if first.is_bare else ""
        aside = "continued" if first.place_in_group > 1 else self.dates(first)
        tone = " is-waiting" if waits else ""
        return (
            f'<tbody><tr class="board-group{tone}"><th scope="rowgroup" colspan="{self.columns}">{sign}'
            f"{escape(self.name(first))} {badge(f'{first.together:,}', 'waiting' if waits else 'plain')}"
            f"{within(' <small>', aside, '</small>')}</th></tr>\n"
            f"{''.join(map(self.row, rows))}</tbody>\n"
        )

    def name(self, row):
        """What the group of a row is called."""
        if row.is_bare:
            return "Nothing behind it" if self.is_over else "Nothing behind it yet"
        if self.by == GroupBy.DEPARTMENT:
            return row.department or "No department"
        return f"From week {row.first_week}" if row.first_week else "No week said yet"

    def dates(self, row):
        """The dates of a week."""
        if row.is_bare or self.by == GroupBy.DEPARTMENT or row.first_week not in self.weeks:
            return ""
        first, last = self.weeks[row.first_week]
        return f"{date_format(first, 'j M')} – {date_format(last, 'j M')}"

    def row(self, row):
        """A topic as a row of the table."""
        where = self.to_request.format(row.pk)
        return (
            f'<tr id="topic-{row.pk}"><th scope="row"><a href="{where}">{escape(row.topic)}</a>'
            f"{within('<br><small>', escape(about(row)), '</small>')}</th>"
            f'<td data-label="Teacher">{escape(row.teacher)}</td>'
            f'<td data-label="Classes">{escape(row.classes or row.year_levels or "")}</td>'
            f'<td class="day" data-label="Weeks">{weeks(row)}</td>'
            f'<td class="num" data-label="Students">{row.students or ""}</td>'
            f'<td data-label="Help wanted">{", ".join(HELP[kind] for kind in row.help_wanted)}</td>'
            f'<td data-label="Behind it">{self.behind(row)}</td>'
            f'<td data-label="State">{self.states[row.state]}</td>'
            f"{self.menu(row) if self.has_menus else ''}</tr>\n"
        )

    def behind(self, row):
        """A mark for each kind of thing behind the topic, as icon and word."""
        if row.is_bare:
            return self.nothing
        has = (row.has_box, row.has_list, row.has_purchase, row.has_plan)
        return "".join(
            f'<span class="behind">{mark}</span>' for mark, is_there in zip(self.marks, has, strict=True) if is_there
        )

    def state(self, state):
        """Where the topic stands; what nobody has looked at waits for the librarian."""
        waits = state == State.ASKED and self.member.is_librarian and not self.is_over
        return badge(state.label, "waiting" if waits else TONES.get(state, "plain"))

    def menu(self, row):
        """What the librarian can do next with a topic, in one step each; moves are addressed from the board on."""
        steps = self.steps if row.state in STILL_OPEN else []
        links = [f'<a href="{path}?request={row.pk}">{words}</a>' for path, words in steps]
        where = f"{row.pk}/move/?was={row.state}"
        moves = [
            f'<button form="board-move" formaction="{where}" name="to" value="{to}">{words}</button>'
            for to, words in self.moves[row.state]
        ]
        if not (links or moves):
            return "<td></td>"
        return (
            '<td class="no-print"><details class="menu" data-menu><summary class="btn btn-sm btn-quiet"'
            f' aria-label="Next for {escape(row.topic)}">Next</summary>'
            f'<div class="menu-list">{"".join((*links, *moves))}</div></details></td>'
        )


def has_menus(member, asked):
    """Whether there is something to do with a row: on the board of a librarian, and not on its page for paper."""
    return member.is_librarian and not asked.whole


def about(row):
    """“History”, or the department where no subject is said."""
    return row.subject or row.department or ""


def weeks(row):
    """“weeks 3–6”, “week 3”, or nothing where it is not said."""
    if row.first_week is None:
        return ""
    return f"week {row.first_week}" if row.first_week == row.last_week else f"weeks {row.first_week}–{row.last_week}"
