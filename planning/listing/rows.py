"""Rows as the list and the board show them: words, dates and addresses ready made, so that templates only print."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format

from collab.models import Term
from collab.templatetags.ui import track_html
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.stages import NUMBERS

NAMED_PARTNERS = 3


@dataclass(frozen=True)
class PlanAddresses:
    """Addresses of the plans of one school, without asking the URL resolver for each."""

    before: str
    after: str

    @classmethod
    def of(cls, school):
        example = reverse("plan", kwargs={"school_slug": school.slug, "plan_id": 0})
        before, _, after = example.rpartition("0")
        return cls(before, after)

    def plan(self, pk):
        return f"{self.before}{pk}{self.after}"


class Shown:
    """Turns the rows of `queries` into what a template prints; remembers what many rows share."""

    def __init__(self, school, today):
        self.school = school
        self.this_year = today.year
        self.addresses = PlanAddresses.of(school)
        self._days = {}
        self._terms = {}

    def row(self, row):
        """One plan: url, title, about, track, people, term, week, changed, is_closed, is_ready."""
        at_stage = stage_of(row["done"])
        term, week = self.when(row)
        return {
            "url": self.addresses.plan(row["pk"]),
            "title": row["title"],
            "about": " · ".join(filter(None, (row["department__name"], ", ".join(row["years"])))),
            "track": track_html(frozenset(row["done"]), 0 if row["closed_at"] else at_stage),
            "people": named(row["people"]),
            "term": term,
            "week": week,
            "changed": self.day(self.school.day_of(row["changed_at"])),
            "is_closed": row["closed_at"] is not None,
            "is_ready": row["closed_at"] is None and at_stage == ALL_STAGES_COMPLETE,
        }

    def rows(self, rows):
        return [self.row(row) for row in rows]

    def when(self, row):
        """When a plan is taught: (“Term 3, 2026”, “week 4”), or ("", a date) where no term is known."""
        if row["term_id"] is None:
            return "", self.day(row["starts_on"]) if row["starts_on"] else ""
        if row["term_id"] not in self._terms:
            self._terms[row["term_id"]] = term_of(row)
        term = self._terms[row["term_id"]]
        week = term.week_of(row["starts_on"]) if row["starts_on"] else None
        return str(term), f"week {week}" if week else ""

    def day(self, day):
        """“18 Nov”, with the year where it is another one."""
        if day not in self._days:
            self._days[day] = date_format(day, "j M" if day.year == self.this_year else "j M Y")
        return self._days[day]


def term_of(row):
    """The Term of a row, from its columns that begin with `term__`."""
    return Term(
        pk=row["term_id"],
        name=row["term__name"],
        year=row["term__year"],
        starts_on=row["term__starts_on"],
        ends_on=row["term__ends_on"],
        half_term_starts_on=row["term__half_term_starts_on"],
        half_term_ends_on=row["term__half_term_ends_on"],
    )


def stage_of(done):
    """The first stage that is not among those done; 6 when all five are."""
    return next((number for number in NUMBERS if number not in done), ALL_STAGES_COMPLETE)


def named(people):
    """“Ada Lind, Ben Okafor”; of many the first few, and how many more there are."""
    if len(people) <= NAMED_PARTNERS:
        return ", ".join(people)
    return f"{', '.join(people[:NAMED_PARTNERS])} and {len(people) - NAMED_PARTNERS} more"
