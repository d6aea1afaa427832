"""The demo's plans, built through the product's own actions from the data in `units`."""

from contextlib import suppress
from datetime import timedelta

from collab.demo import at
from collab.models import School
from planning.answers.actions import LostRace, save_answer
from planning.demo.evidence import add_evidence_of
from planning.demo.units import HILL, STANDARDS, VALE
from planning.demo.year_before import YEAR_BEFORE
from planning.demo.year_grown import YEAR_GROWN
from planning.library.actions import add_thing
from planning.models import Barrier, Criterion, Duty, FormativeCheck, Lesson, Need, Partner, UnitPlan
from planning.rows import actions as rows
from planning.rows.standard_actions import rest_on_entered
from planning.stages import PROMPTS, Answerer
from planning.unit_plan import actions as plans
from resources.models import TopicRequest

LAST_HOUR = 17


def build(*, today):
    """Every unit of both schools, dated around a day."""
    for slug, units in (("hill", (*HILL, *YEAR_BEFORE, *YEAR_GROWN)), ("vale", VALE)):
        school = School.objects.get(slug=slug)
        for position, unit in enumerate(units):
            _Builder(school, unit, today, position).build()


class _Builder:
    """Builds one unit, step by step, with a clock that goes on a little with every step and never past today."""

    def __init__(self, school, unit, today, position):
        self.school = school
        self.unit = unit
        self.today = today
        self.people = {member.email.split("@")[0]: member for member in school.members.all()}
        self.term = _term(school, today, unit.term)
        planned_on = self.term.starts_on - timedelta(days=18 - position % 5)
        self.clock = at(min(planned_on, today - timedelta(days=20 - position)), 15, 10 + position, school=school)
        self.latest = at(today, 8, 5 + position, school=school)

    def now(self, *, not_before=None):
        """The next moment of this unit's story, in working hours."""
        self.clock += timedelta(hours=2, minutes=13)
        if self.clock.astimezone(self.school.zone).hour >= LAST_HOUR:
            self.clock = at(
                self.clock.astimezone(self.school.zone).date() + timedelta(days=1), 8, 40, school=self.school
            )
        if not_before is not None:
            self.clock = max(self.clock, at(not_before, 15, 20, school=self.school))
        return min(self.clock, self.latest)

    def build(self):
        self.start()
        self.partners()
        self.stage_one()
        self.stage_two()
        self.stage_three()
        self.stage_four_and_five()
        self.finish()

    def start(self):
        unit = self.unit
        self.librarian, self.teacher = self.people[unit.librarian], self.people[unit.teacher]
        subject = self.school.subjects.filter(name=unit.subject).first()
        classes = list(self.school.class_groups.filter(name__in=unit.classes))
        started = plans.start_plan(
            school=self.school,
            title=unit.title,
            partner=self.teacher,
            term=self.term,
            by=self.librarian,
            now=self.now(),
            starts_on=self.day(unit.weeks[0], 0),
            ends_on=self.day(unit.weeks[1], 4),
            subject=subject,
            department=subject.department,
            year_levels=list(self.school.year_levels.filter(name__in=unit.year_levels)),
            classes=classes,
            students=sum(one.size for one in classes) or None,
            planned_level=unit.planned_level,
            planned_facet=unit.planned_facet,
            topic_request=TopicRequest.objects.filter(
                school=self.school, teacher=self.teacher, term=self.term, topic=unit.title
            ).first(),
        )
        self.plan = UnitPlan.objects.get(pk=started.pk)
        self.answer("essential_question", "overview", "we_will")

    def partners(self):
        for key in self.unit.more_partners:
            member = self.people[key]
            self.add(Partner, kind=plans.kind_of_partner(member), member=member, expertise=member.expertise)
        if self.unit.outside:
            name, organisation, expertise, will = self.unit.outside
            self.add(Partner, kind="outside", name=name, organisation=organisation, expertise=expertise, will=will)
        self.partner_of = {one.member_id: one for one in self.plan.partners.all()}
        for key, will in self.unit.wills.items():
            partner = self.partner_of[self.people[key].pk]
            rows.change_row(
                row=partner,
                version=partner.version,
                values={"will": will},
                by=self.writer(self.people[key]),
                now=self.now(),
            )

    def stage_one(self):
        self.answer("task", "final_product", "competencies", "information_skills", "success_criteria")
        for source, shows, cohort in self.unit.needs:
            self.add(Need, source=source, shows=shows, cohort=cohort)
        for key in self.unit.standards:
            kind, framework, number, statement = STANDARDS[key]
            rest_on_entered(
                plan=self.plan,
                values={"kind": kind, "framework": framework, "number": number, "statement": statement},
                by=self.librarian,
                now=self.now(),
            )
        self.complete(1)

    def stage_two(self):
        self.answer("strategy", "resources", "differentiation")
        self.from_library()
        self.lessons = [
            (
                meeting,
                self.add(
                    Lesson,
                    focus=meeting.focus,
                    taught_on=self.day(meeting.week, meeting.weekday),
                    period=meeting.period,
                    place=meeting.place,
                    led_by=meeting.led_by,
                    co_teaching=meeting.co_teaching,
                    minutes=meeting.minutes,
                ),
            )
            for meeting in self.unit.lessons
        ]
        for what, owner, week, weekday, is_done in self.unit.duties:
            partner = self.partner_of[self.people[owner].pk] if owner else None
            duty = self.add(Duty, what=what, owner=partner, due_on=self.day(week, weekday))
            if is_done:
                rows.set_done(duty=duty, is_done=True, by=self.librarian, now=self.now())
        self.complete(2)

    def from_library(self):
        """What the library had ready for the topic that the unit started from."""
        topic_request = self.plan.topic_request
        if topic_request is None:
            return
        ready = {"box": topic_request.boxes, "list": topic_request.lists, "purchase": topic_request.purchases}
        for kind, things in ready.items():
            for thing in things.filter(created_at__date__lte=self.plan.ends_on).order_by("pk"):
                add_thing(plan=self.plan, kind=kind, thing=thing, by=self.librarian, now=self.now())

    def stage_three(self):
        for meeting, lesson in self.lessons:
            if not meeting.happened or lesson.taught_on > self.today:
                continue
            rows.log_lesson(
                lesson=lesson,
                version=lesson.version,
                values={"happened": meeting.happened, "students_reached": meeting.students},
                by=self.librarian if meeting.led_by == "librarian" else self.writer(self.teacher),
                now=self.now(not_before=lesson.taught_on),
            )
        self.answer("progress", "adjusted")
        for what, found, adjusted in self.unit.checks:
            self.add(FormativeCheck, what=what, found=found, adjusted=adjusted)
        for kind, what, counter_measure, outcome in self.unit.barriers:
            self.add(Barrier, kind=kind, what=what, counter_measure=counter_measure, outcome=outcome)
        self.complete(3)

    def stage_four_and_five(self):
        for name, assessed_by, is_library_led, counts in self.unit.criteria:
            self.add(
                Criterion,
                by=self.writer(self.teacher) if assessed_by == Criterion.AssessedBy.TEACHER else self.librarian,
                name=name,
                assessed_by=assessed_by,
                is_library_led=is_library_led,
                counts=dict(enumerate(counts, start=1)),
            )
        add_evidence_of(self.plan, by=self.librarian, clock=self.now)
        self.answer("product_shows", "library_parts_show", "compared_with_need")
        self.complete(4)
        self.answer("teacher_view", "librarian_view", "students_view", "keep", "change", "again")
        self.complete(5)

    def finish(self):
        if self.unit.rival:
            prompt, key, text = self.unit.rival
            # The race is lost on purpose: both texts are kept, and the plan shows how that looks.
            with suppress(LostRace):
                save_answer(plan=self.plan, prompt=prompt, text=text, version=0, by=self.people[key], now=self.now())
        if self.unit.overruled:
            level, reason = self.unit.overruled
            who = {"by": self.librarian, "now": self.now()}
            plans.overrule_level(plan=self.plan, level=level, reason=reason, read_at=None, **who)
        if self.unit.overcome:
            self.overcome(*self.unit.overcome)
        if self.unit.is_closed:
            plans.close_plan(plan=self.plan, by=self.librarian, now=self.now(not_before=self.plan.ends_on))

    def overcome(self, terms_later, outcome):
        """What came of the first barrier, written when it was known."""
        barrier = self.plan.barriers.earliest("pk")
        known_on = _term(self.school, self.today, self.unit.term + terms_later).starts_on
        who = {"by": self.librarian, "now": self.now(not_before=known_on)}
        rows.change_row(row=barrier, version=barrier.version, values={"outcome": outcome}, **who)

    def answer(self, *prompts):
        """Writes those of these answers that the unit has, each by the person whose part it is."""
        for prompt in prompts:
            if text := self.unit.answers.get(prompt):
                is_teachers = PROMPTS[prompt].who == Answerer.TEACHER
                by = self.writer(self.teacher) if is_teachers else self.librarian
                save_answer(plan=self.plan, prompt=prompt, text=text, version=0, by=by, now=self.now())

    def add(self, model, by=None, **values):
        return rows.add_row(model=model, plan=self.plan, values=values, by=by or self.librarian, now=self.now())

    def writer(self, member):
        """The member, or the librarian in place of somebody who has no login."""
        return member if member.user_id else self.librarian

    def complete(self, number):
        if number <= self.unit.complete:
            plans.complete_stage(plan=self.plan, number=number, by=self.librarian, now=self.now())

    def day(self, week, weekday):
        """A weekday of a week of the unit's term, never after its last day."""
        monday = self.term.starts_on - timedelta(days=self.term.starts_on.weekday())
        return min(monday + timedelta(weeks=week - 1, days=weekday), self.term.ends_on)


def _term(school, today, offset):
    """The term at hand (in the holidays: the coming one), or one so many before or after it."""
    terms = list(school.terms.order_by("starts_on"))
    at_hand = next(index for index, term in enumerate(terms) if term.ends_on >= today)
    return terms[at_hand + offset]
