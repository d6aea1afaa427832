"""The demo's loans: past ones with what was used and lost, those out now, one of them late, and those to come."""

from dataclasses import dataclass
from datetime import timedelta

from collab.demo import at
from collab.models import Term
from resources.bookings import actions, follow_ups
from resources.bookings.days import school_days
from resources.bookings.lending import Back, hand_out, take_back
from resources.boxes.contents import current_version

NEVER_USED = 5  # Of so many things of a box one comes back unused each time, and another now and then.


@dataclass(frozen=True)
class Lent:
    """One loan: which box (in the order in which they were made), to whom, in which school weeks from this one on.

    `so_far`: “asked”, “confirmed”, “out”, “late”, “back”, “cancelled”; `lost` and `settled` say what came of one thing,
    `days_late` how long somebody kept what came back.
    """

    box: int
    borrower: str
    week: int
    weeks: int
    so_far: str
    place: str = ""
    note: str = ""
    lost: str = ""
    settled: str = ""
    days_late: int = 0


# The boxes of Hill School in the order in which `boxes` makes them.
VOLCANOES, ANCIENT, TOWN, RIVERS, SPACE, MOVING, VERSE, NOVEL, MATHS, CORNER, PICTURES, NEWS, ROBOTS, POEMS = range(14)
# The first year, told first: a box goes out once it is back.
HILL_BEFORE = (
    Lent(TOWN, "ben", -59, 2, "back", "Room 12", days_late=6),
    Lent(SPACE, "wei", -57, 2, "back", "Science lab 1"),
    Lent(ANCIENT, "hugo", -55, 2, "back", "Room 14", lost="missing", days_late=9),
    Lent(NOVEL, "tom", -53, 3, "back", "Room 7"),
    Lent(VOLCANOES, "cleo", -51, 2, "back", "Science lab 2", days_late=4),
    Lent(TOWN, "ben", -46, 2, "back", "Room 12"),
)
HILL = (
    Lent(VOLCANOES, "cleo", -22, 2, "back", "Science lab 2"),
    Lent(ANCIENT, "hugo", -20, 3, "back", "Room 14"),
    Lent(TOWN, "ben", -18, 2, "back", "Room 12", "For the oral history interviews", lost="missing", settled="found"),
    Lent(POEMS, "tom", -16, 2, "back", "Room 7"),
    Lent(SPACE, "wei", -15, 2, "back", "Science lab 1", lost="damaged", settled="repaired"),
    Lent(RIVERS, "hugo", -12, 2, "back", "Room 14"),
    Lent(CORNER, "tala", -11, 4, "back", "5A"),
    Lent(VOLCANOES, "sunniva", -9, 2, "back", "Science lab 2"),
    Lent(PICTURES, "oscar", -8, 2, "back", "6B", lost="missing"),
    Lent(ANCIENT, "aroha", -7, 2, "back", "Room 9"),
    Lent(NOVEL, "marisol", -5, 1, "cancelled", note="The play is moved to next term."),
    Lent(VERSE, "marisol", -5, 2, "back", "Room 8", lost="damaged"),
    Lent(MATHS, "ines", -4, 1, "back", "Room 3"),
    Lent(RIVERS, "cleo", -2, 1, "late", "Science lab 2"),
    Lent(TOWN, "ben", -1, 3, "out", "Room 12", "For 9A and 9C"),
    Lent(SPACE, "wei", 0, 1, "out", "Science lab 1"),
    Lent(POEMS, "tom", 0, 2, "confirmed", "Room 7", "Please bring it on the trolley"),
    Lent(MOVING, "aroha", 1, 2, "confirmed", "Room 9"),
    Lent(ANCIENT, "hugo", 1, 1, "asked", "Room 14", "For the mapping week"),
    Lent(VOLCANOES, "ben", 2, 2, "asked", "Room 12"),
    Lent(ROBOTS, "stefan", 2, 2, "confirmed", "Workshop"),
    Lent(NEWS, "yuki", 4, 2, "asked"),
    Lent(PICTURES, "elif", 6, 2, "confirmed", "Art room"),
    Lent(MATHS, "grace", 7, 1, "asked", "Room 2"),
    Lent(VOLCANOES, "cleo", -7, 1, "cancelled", note="I asked for it while Sunniva had it. The field trip came first."),
    Lent(ANCIENT, "hugo", -5, 1, "cancelled", note="We do without it this year."),
)
VALE = (Lent(0, "samir", -4, 2, "back"), Lent(0, "ottoline", 1, 1, "asked", "Room 3"))


def build(*, school, people, today):
    """The loans of a school: at Hill for a dozen teachers, at Vale two."""
    story = _Story(school, people, today)
    for loans in (HILL_BEFORE, HILL) if school.slug == "hill" else (VALE,):
        for place, lent in enumerate(loans):
            story.tell(lent, place)


class _Story:
    """Tells one loan after the other, each step at a moment of its own and none later than today."""

    def __init__(self, school, people, today):
        self.school = school
        self.people = people
        self.today = today
        self.librarian = people["ada" if school.slug == "hill" else "nils"]
        self.boxes = list(school.boxes.in_use().order_by("pk"))
        terms = Term.objects.filter(school=school).order_by("starts_on")
        self.weeks = [school_days(first, last) for term in terms for _, first, last in term.weeks()]
        self.this_week = next(place for place, week in enumerate(self.weeks) if week.last >= today)

    def tell(self, lent, place):
        first, last = self.this_week + lent.week, self.this_week + lent.week + lent.weeks - 1
        if lent.box >= len(self.boxes) or first < 0 or last >= len(self.weeks):
            return
        box, borrower = self.boxes[lent.box], self.people[lent.borrower]
        starts_on, ends_on = self.weeks[first].first, self.weeks[last].last
        asked_at = self.at(min(starts_on, self.today) - timedelta(days=9), 8, place)
        if asked_at < box.created_at:
            return
        by = borrower if lent.so_far in ("asked", "cancelled") or place % 3 else self.librarian
        values = {"starts_on": starts_on, "ends_on": ends_on, "place": lent.place}
        if lent.so_far != "cancelled":
            values |= {"note": lent.note, "request": topic_of(box, borrower, starts_on)}
        booking = actions.book_box(box=box, borrower=borrower, values=values, by=by, now=asked_at)
        if lent.so_far != "asked":
            self.go_on(booking, lent, place, asked_at)

    def go_on(self, booking, lent, place, asked_at):
        confirmed_at = asked_at + timedelta(hours=3)
        if lent.so_far == "cancelled":
            actions.cancel_booking(booking=booking, why=lent.note, by=booking.borrower, now=confirmed_at)
            return
        if booking.state == booking.State.REQUESTED:
            actions.confirm_booking(booking=booking, by=self.librarian, now=confirmed_at)
        if lent.so_far in ("out", "late", "back"):
            self.hand_out(booking, place)
        if lent.so_far == "back":
            self.take_back(booking, lent, place)

    def hand_out(self, booking, place):
        version = current_version(booking.box)
        handed = {item.pk: item.quantity for item in version.items.all()}
        now = self.at(min(booking.starts_on, self.today), 8, place)
        hand_out(booking=booking, version=version, handed=handed, by=self.librarian, now=now)

    def take_back(self, booking, lent, place):
        """Most of it was used; one thing came back as `lent.lost` says, and was settled a week later."""
        lines = list(booking.lines.order_by("pk"))
        back = {
            line.pk: Back(was_used=number % NEVER_USED > 0 and (number + place) % NEVER_USED > 1)
            for number, line in enumerate(lines, start=1)
        }
        if lent.lost and lines:
            counts = {lent.lost: 1}
            back[lines[place % len(lines)].pk] = Back(was_used=True, **counts)
        now = self.at(booking.ends_on + timedelta(days=lent.days_late), 14, place)
        for follow_up in take_back(booking=booking, back=back, by=self.librarian, now=now):
            if lent.settled:
                about = {"follow_up": follow_up, "outcome": lent.settled, "by": self.librarian}
                follow_ups.settle(**about, now=now + timedelta(days=7))

    def at(self, day, hour, place):
        return at(day, hour, 5 + place * 2, school=self.school)


def topic_of(box, borrower, day):
    """The topic that the borrower has said for the term of a day and the box serves, or None."""
    requests = box.requests.filter(teacher=borrower, term__starts_on__lte=day, term__ends_on__gte=day)
    return requests.order_by("pk").first()
