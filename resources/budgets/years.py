"""School years as the terms name them, and the days that belong to each."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from collab.models import Term


@dataclass(frozen=True)
class Year:
    """A school year. Its days begin after the last day of the year before; the first and the last have an open end."""

    name: str
    first_day: date | None
    last_day: date | None
    is_at_hand: bool

    def moments(self, school):
        """The same limits as aware moments by the school's clock: (from, before), each None where it is open."""
        after = self.last_day and self.last_day + timedelta(days=1)
        return tuple(day and datetime.combine(day, time.min, tzinfo=school.zone) for day in (self.first_day, after))


def years_of(member, *, today):
    """The school years of the member's school, the latest first. Holidays belong to the year that comes."""
    ends = {}
    for name, ends_on in Term.objects.visible_to(member).order_by("starts_on").values_list("year", "ends_on"):
        ends[name] = ends_on
    found, first_day, is_passed = [], None, True
    for place, (name, ends_on) in enumerate(ends.items(), start=1):
        is_last = place == len(ends)
        is_at_hand = is_passed and (is_last or today <= ends_on)
        is_passed = is_passed and not is_at_hand
        found.append(Year(name, first_day, None if is_last else ends_on, is_at_hand))
        first_day = ends_on + timedelta(days=1)
    return found[::-1]


def at_hand(years):
    """The Year that is going on, out of those of a school; None where there are no terms."""
    return next((year for year in years if year.is_at_hand), None)
