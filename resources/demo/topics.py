"""The demo's topic requests: what the teachers said over two years, and how far the library came with it."""

from datetime import timedelta

from collab.demo import at
from resources.demo.topics_said import HILL, NOTHING, VALE
from resources.models import TopicRequest
from resources.topics import actions

State = TopicRequest.State

PATHS = {
    "asked": (),
    "seen": (State.SEEN,),
    "preparing": (State.SEEN, State.PREPARING),
    "ready": (State.SEEN, State.PREPARING, State.READY),
    "done": (State.SEEN, State.PREPARING, State.READY, State.DONE),
    "declined": (State.SEEN, State.DECLINED),
    "withdrawn": (State.WITHDRAWN,),
}
DAYS_AFTER = {State.SEEN: 2, State.WITHDRAWN: 3, State.DECLINED: 4, State.PREPARING: 4, State.READY: 7}
A_YEAR = 4  # Terms at Hill.
SLOWER = 2  # In its first year the library took so many times as long.


def build(*, school, people, today):
    """Every request of a school, dated around a day. `people`: first part of the e-mail → Member."""
    said, nothing = (HILL, NOTHING) if school.slug == "hill" else (VALE, ())
    builder = _Builder(school, people, today)
    for number, one in enumerate(said):
        if builder.has_term(one.term):
            builder.build(number, one)
    for who, term in nothing:
        builder.say_nothing(who, term)


class _Builder:
    """Asks one request after another, each at its time and never past the day."""

    def __init__(self, school, people, today):
        self.school = school
        self.people = people
        self.today = today
        self.terms = list(school.terms.order_by("starts_on"))
        self.at_hand = next(place for place, term in enumerate(self.terms) if term.ends_on >= today)
        self.librarian = next(person for person in people.values() if person.is_librarian)
        self.made = {}

    def has_term(self, offset):
        """Whether the demo reaches so far back."""
        return self.at_hand + offset >= 0

    def build(self, number, one):
        term, teacher = self.terms[self.at_hand + one.term], self.people[one.who]
        asked_on = self.asked_on(term, number)
        about = {
            "topic": one.topic,
            "subject": self.school.subjects.filter(name=one.subject).first(),
            "classes": list(self.school.class_groups.filter(name__in=one.classes)),
            "year_levels": list(self.school.year_levels.filter(name__in=one.year_levels)),
            "first_week": one.weeks[0] if one.weeks else None,
            "last_week": one.weeks[1] if one.weeks else None,
            "help_wanted": list(one.help_wanted),
            "reads_from": one.reads[0] if one.reads else None,
            "reads_to": one.reads[1] if one.reads else None,
            "note": one.note,
            "copied_from": self.made.get((one.who, one.term - A_YEAR, one.topic)),
        }
        about["students"] = sum(group.size for group in about["classes"]) or None
        [request] = actions.ask_topics(
            teacher=teacher,
            term=term,
            topics=[about],
            by=teacher if teacher.user_id else self.librarian,
            now=self.moment(asked_on, 12 + number % 6, number * 7 % 60),
        )
        self.made[one.who, one.term, one.topic] = request
        for to in PATHS[one.state]:
            self.move(request, to, self.moved_on(asked_on, to, term), one.why if to == State.DECLINED else "")

    def move(self, request, to, day, why):
        by = request.teacher if to == State.WITHDRAWN else self.librarian
        actions.move_request(topic_request=request, to=to, by=by, now=self.moment(day, 18, request.pk % 60), why=why)

    def say_nothing(self, who, offset):
        term, teacher = self.terms[self.at_hand + offset], self.people[who]
        by = teacher if teacher.user_id else self.librarian
        actions.say_nothing(teacher=teacher, term=term, by=by, now=self.moment(self.asked_on(term, 3), 10, 20))

    def asked_on(self, term, number):
        """About three weeks before the term; what lies ahead was asked in the last days."""
        return min(term.starts_on - timedelta(days=24), self.today - timedelta(days=9)) + timedelta(days=number % 6)

    def moved_on(self, asked_on, to, term):
        if to == State.DONE:
            return max(asked_on + timedelta(days=8), min(term.ends_on - timedelta(days=4), self.today))
        in_first_year = term.starts_on <= self.terms[max(self.at_hand - A_YEAR, 0)].starts_on
        return asked_on + timedelta(days=DAYS_AFTER[to] * (SLOWER if in_first_year else 1))

    def moment(self, day, hour, minute):
        """A moment of a day by the school's clock, or this morning where that is still ahead."""
        return min(at(day, hour, minute, school=self.school), at(self.today, 8, minute % 30, school=self.school))
