"""Rows and cards as HTML, made in Python: a template would take ten times as long for the same fifty rows.

Whatever people typed goes through `escape` here, once, where it is put between the tags.
"""

from html import escape

from django.db import DEFAULT_DB_ALIAS
from django.urls import reverse
from django.utils.formats import date_format

from collab.choices import within
from collab.models import Term
from collab.templatetags.ui import track_html
from planning.models import Continuum
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.stages import NUMBERS

NAMED_PARTNERS = 3
LEVELS = {level.value: level.label for level in Continuum}


class Shown:
    """Turns rows of `queries` into HTML; remembers what many rows share: dates, terms, the way to a plan."""

    def __init__(self, school, today, *, with_levels=False):
        self.this_year = today.year
        self.with_levels = with_levels
        example = reverse("plan", kwargs={"school_slug": school.slug, "plan_id": 0})
        self.before_key, _, self.after_key = example.rpartition("0")
        self._days = {}
        self._terms = {}
        self._weeks = {}
        self._tracks = {}

    def table_row(self, row):
        """A plan as a row of the table."""
        term, week = self.when(row)
        return (
            f'<tr><th scope="row"><a href="{self.url(row.pk)}">{escape(row.title)}</a>'
            f"{within('<br><small>', escape(about(row)), '</small>')}</th>"
            f'<td data-label="Stages">{self.stages(row)}</td>'
            f'<td data-label="With">{escape(named(row.people))}</td>'
            f"{level(row) if self.with_levels else ''}"
            f'<td class="day" data-label="When">{term}{within(" <small>", week, "</small>")}</td>'
            f'<td class="day" data-label="Changed">{self.day(row.changed_on)}</td></tr>\n'
        )

    def card(self, row):
        """A plan as a card of the board."""
        lines = (escape(about(row)), escape(named(row.people)), ", ".join(filter(None, self.when(row))))
        return (
            f'<li class="plan-card{" is-closed" if row.is_closed else ""}">'
            f'<p class="plan-card-title"><a href="{self.url(row.pk)}">{escape(row.title)}</a></p>'
            + "".join(within('<p class="plan-card-meta">', line, "</p>") for line in lines)
            + "</li>\n"
        )

    def stages(self, row):
        """The miniature track, and in words what it does not say."""
        key = row.done, row.is_closed
        if key not in self._tracks:
            words = within(" <small>", state(row.done or "", row.is_closed), "</small>")
            self._tracks[key] = f"{track(row.done or '', row.is_closed)}{words}"
        return self._tracks[key]

    def url(self, pk):
        return f"{self.before_key}{pk}{self.after_key}"

    def when(self, row):
        """When a plan is taught, escaped: (“Term 3, 2026”, “week 4”), or ("", a date) where no term is known."""
        if row.term_id is None:
            return "", self.day(row.starts_on) if row.starts_on else ""
        if row.term_id not in self._terms:
            term = term_of(row)
            self._terms[row.term_id] = term, escape(str(term))
        term, name = self._terms[row.term_id]
        return name, self.week(term, row.starts_on) if row.starts_on else ""

    def week(self, term, day):
        """“week 4”, or nothing where the day lies in no week of the term."""
        if (term.pk, day) not in self._weeks:
            week = term.week_of(day)
            self._weeks[term.pk, day] = f"week {week}" if week else ""
        return self._weeks[term.pk, day]

    def day(self, day):
        """“18 Nov”, with the year where it is another one."""
        if day not in self._days:
            self._days[day] = date_format(day, "j M" if day.year == self.this_year else "j M Y")
        return self._days[day]


def about(row):
    """“Science · Year 7, Year 8”."""
    return " · ".join(filter(None, (row.department, row.year_levels)))


def named(people):
    """“Ada Lind, Ben Okafor”; of many the first few, and how many more there are."""
    if len(people) <= NAMED_PARTNERS:
        return ", ".join(people)
    return f"{', '.join(people[:NAMED_PARTNERS])} and {len(people) - NAMED_PARTNERS} more"


def level(row):
    """The cell of the level: the one reached, and under it the one planned where that is another."""
    reached, planned = row.reached, row.planned_level
    aside = "as planned" if reached and reached == planned else f"planned: {LEVELS[planned]}" if planned else ""
    words = "<br>".join(filter(None, (LEVELS.get(reached), within("<small>", aside, "</small>"))))
    return f'<td data-label="Level">{words}</td>'


def stage_of(done):
    """The first stage that is not among those done; 6 when all five are."""
    return next((number for number in NUMBERS if number not in done), ALL_STAGES_COMPLETE)


def track(done, is_closed):
    """The miniature track; `done` has a digit for each stage that is complete."""
    numbers = frozenset(map(int, done))
    return track_html(numbers, 0 if is_closed else stage_of(numbers))


def state(done, is_closed):
    """What the track does not say."""
    if is_closed:
        return "Closed"
    return "Ready to close" if len(done) == len(NUMBERS) else ""


def term_of(row):
    """The term of a row, as far as its name and weeks go, made as the ORM makes it: that is four times as quick."""
    return Term.from_db(
        DEFAULT_DB_ALIAS,
        ("id", "name", "year", "starts_on", "ends_on", "half_term_starts_on", "half_term_ends_on"),
        (
            row.term_id,
            row.term_name,
            row.term_year,
            row.term_starts_on,
            row.term_ends_on,
            row.half_term_starts_on,
            row.half_term_ends_on,
        ),
    )
