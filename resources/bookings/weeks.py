"""Weeks of school instead of days: the two choices that stand for the first and the last day of a loan."""

from collab.models import Term
from resources.bookings.days import school_days

TERMS = 3  # the one at hand, and those that people think of already


class Weeks:
    """The weeks to come of a member's school. In a form each choice is a day: that on which its week begins, or ends.

    `firsts` and `lasts` are the choices, term by term.
    """

    def __init__(self, member, today):
        self._spans = []
        self.firsts, self.lasts = [("", "Choose a week")], [("", "The same week")]
        for term in Term.objects.visible_to(member).from_day(today)[:TERMS]:
            weeks = [(number, school_days(*ends)) for number, *ends in term.weeks() if ends[1] >= today]
            self._spans += [span for _, span in weeks]
            self.firsts.append((str(term), [_choice(term, number, span.first) for number, span in weeks]))
            self.lasts.append((str(term), [_choice(term, number, span.last) for number, span in weeks]))

    def as_days(self, sent):
        """What was sent, with the days of its weeks in place of these, so that what is shown again are the days.

        Where no weeks are chosen, or none that fit one another, it stays as it is.
        """
        if sent is None or not sent.get("first_week"):
            return sent
        first = next((span for span in self._spans if str(span.first) == sent["first_week"]), None)
        wanted = sent.get("last_week") or str(first and first.last)
        last = next((span for span in self._spans if str(span.last) == wanted), None)
        if first is None or last is None or last.first < first.first:
            return sent
        days = {"starts_on": str(first.first), "ends_on": str(last.last)}
        return sent.dict() | days | {"first_week": "", "last_week": ""}


def _choice(term, number, day):
    return day.isoformat(), f"{term.name}, week {number} ({day.day} {day:%b})"
