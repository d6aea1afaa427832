"""The term strip as HTML, made in Python: forty boxes and a dozen weeks are five hundred cells.

Whatever people typed goes through `escape` here, once, where it is put between the tags.
"""

from html import escape
from urllib.parse import urlencode

from collab.addresses import address
from collab.choices import joined
from collab.templatetags.ui import svg_icon
from resources.bookings.days import school_days
from resources.bookings.moves import State
from resources.bookings.words import LOOKS
from resources.models import ResourceBox

KINDS = dict(ResourceBox.Kind.choices)
STATES = {state: state.label.lower() for state in State}


class StripRows:
    """Turns boxes and their cells into rows of the strip; `may_book` links what is free."""

    def __init__(self, *, school_slug, today, topic_request=None, may_book):
        self.school_slug = school_slug
        self.today = today
        self.may_book = may_book
        self.about = {"request": topic_request} if topic_request else {}
        self.icons = {state: svg_icon(name) for state, (_, name) in LOOKS.items()}
        self.late, self.plus = svg_icon("exclamation-circle"), svg_icon("plus-lg")

    def rows(self, boxes):
        """All rows; `boxes` are (ResourceBox, its cells)."""
        return joined(self._row(box, cells) for box, cells in boxes)

    def _row(self, box, cells):
        about = " · ".join(filter(None, (KINDS[box.kind], escape(box.place))))
        url = address("box", school_slug=self.school_slug, box_id=box.pk)
        return (
            f'<tr><th scope="row"><a href="{url}" dir="auto">{escape(box.name)}</a><small>{about}</small></th>'
            f"{''.join(self._cell(box, cell) for cell in cells)}</tr>\n"
        )

    def _cell(self, box, cell):
        span = f' colspan="{cell.weeks}"' if cell.weeks > 1 else ""
        if cell.loans:
            return f'<td class="strip-lent"{span}>{"".join(map(self._bar, cell.loans))}</td>'
        if cell.free is None:
            is_over = school_days(cell.week.first, cell.week.last).last < self.today
            words = "not lent" if is_over else "kept free around a loan"
            looks = "strip-over" if is_over else "strip-kept"
            return f'<td class="{looks}"><span class="visually-hidden">{words}</span></td>'
        if not self.may_book:
            return f'<td class="strip-open">{self._week(cell)}<span class="visually-hidden">free</span></td>'
        return f'<td class="strip-open">{self._link(box, cell)}</td>'

    def _bar(self, loan):
        url = address("booking", school_slug=self.school_slug, booking_id=loan.pk)
        state = "overdue" if loan.is_overdue else STATES[loan.state]
        picture = self.late if loan.is_overdue else self.icons[loan.state]
        return (
            f'<a class="strip-bar is-{state}" href="{url}">{picture}'
            f'<span class="strip-who">{escape(loan.borrower)}</span>'
            f"<small>{days(loan.starts_on, loan.ends_on)}, {state}</small></a>"
        )

    def _link(self, box, cell):
        url = address("booking_add", school_slug=self.school_slug, box_id=box.pk)
        asked = urlencode({"from": cell.free.first, "until": cell.free.last} | self.about)
        return (
            f'<a class="strip-free" href="{url}?{escape(asked)}"><span class="visually-hidden">Free, book </span>'
            f'{self._week(cell)}<span class="visually-hidden">, {days(cell.free.first, cell.free.last)}</span>'
            f"{self.plus}</a>"
        )

    @staticmethod
    def _week(cell):
        return f'<span class="strip-week">Week {cell.week.number}</span>'


def days(first, last):
    """“9 – 20 Nov”, “30 Nov – 4 Dec”: the year is that of the strip."""
    if first == last:
        return f"{first.day} {first:%b}"
    return f"{first.day}{'' if first.month == last.month else f' {first:%b}'} – {last.day} {last:%b}"
