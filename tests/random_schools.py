"""Small schools made at random, with all that figures are counted from."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from collab.models import ClassGroup, Department, Member, Role, School, Subject, Term, YearLevel
from planning.models import (
    Barrier,
    CoTeachingModel,
    Criterion,
    CriterionCount,
    Facet,
    LessonLead,
    Need,
    StageState,
    UnitPlan,
)
from resources.models import (
    BoxBooking,
    Help,
    NothingThisTime,
    PurchaseSuggestion,
    ResourceBox,
    TopicRequest,
)
from tests.cast import NOW
from tests.figure_schools import (
    add_lesson,
    add_to,
    contribute,
    invite,
    make_contact,
    make_list,
    make_loan,
    make_purchase,
    make_topic,
    make_unit,
    moved,
    put_into,
)

FIRST_DAY, DAYS = date(2023, 12, 1), 500  # 29 February 2024 is among them.


def make_school(chance):
    """A school in Auckland with three terms, and in it at random what figures are counted from; `chance`: a Random."""
    school = School.objects.create(
        name="Kauri School", slug="kauri", country="NZ", time_zone="Pacific/Auckland", locale="en-nz", created_at=NOW
    )
    terms = Term.objects.bulk_create(
        Term(school=school, name=name, year="2024", starts_on=starts_on, ends_on=ends_on)
        for name, starts_on, ends_on in (
            ("Term 1", date(2024, 1, 29), date(2024, 2, 29)),
            ("Term 2", date(2024, 4, 29), date(2024, 7, 5)),
            ("Term 3", date(2024, 7, 22), date(2024, 9, 27)),
        )
    )
    departments = Department.objects.bulk_create(Department(school=school, name=name) for name in ("Arts", "Science"))
    years = YearLevel.objects.bulk_create(
        YearLevel(school=school, name=f"Year {number}", position=number) for number in (7, 8)
    )
    subjects = Subject.objects.bulk_create([Subject(school=school, name="Music", department=departments[0])])
    classes = ClassGroup.objects.bulk_create(
        ClassGroup(school=school, name=name, year_level=level, size=size)
        for name, level, size in (("7A", years[0], 20), ("8B", years[1], 30), ("Choir", None, None))
    )
    roles = ([Role.LIBRARIAN], [Role.LIBRARIAN, Role.TEACHER], [Role.TEACHER], [Role.TEACHER])
    people = Member.objects.bulk_create(
        Member(
            school=school,
            name=f"Person {number}",
            roles=held,
            created_at=a_moment(chance),
            deactivated_at=chance.choice([None, None, a_moment(chance)]),
        )
        for number, held in enumerate(roles)
    )
    for person in people:
        person.departments.set(some(chance, departments))
    made = SimpleNamespace(
        school=school,
        term=terms[0],
        terms=terms,
        departments=departments,
        humanities=departments[0],
        years=years,
        subjects=subjects,
        classes=classes,
        people=people,
        ada=people[0],
        ben=people[2],
    )
    plans = [_unit(made, chance) for _ in range(chance.randint(0, 4))]
    topics = [_topic(made, chance, plans) for _ in range(chance.randint(0, 4))]
    _asked(made, chance)
    _lent_and_bought(made, chance, topics)
    _listed_and_said(made, chance, plans, topics)
    return made


def a_day(chance):
    return FIRST_DAY + timedelta(days=chance.randrange(DAYS))


def a_moment(chance):
    """Any hour of a day: in Auckland it is often the day after."""
    day = a_day(chance)
    return datetime(day.year, day.month, day.day, chance.randrange(24), 30, tzinfo=UTC)


def some(chance, things):
    return [thing for thing in things if chance.random() < 0.5]


def _unit(made, chance):
    first = chance.choice([None, a_day(chance)])
    written = {"created_at": a_moment(chance), "starts_on": first}
    if first:
        written["ends_on"] = chance.choice([None, first + timedelta(days=chance.randrange(120))])
    closed = {"closed_at": NOW, "closed_by": made.ada} if chance.random() < 0.3 else {}
    plan = make_unit(
        made,
        teachers=some(chance, made.people[1:]),
        librarian=made.people[0],
        outside=some(chance, [("Ana", "Museum"), ("Bo", "museum "), ("Cy", "")]),
        years=some(chance, made.years),
        classes=some(chance, made.classes),
        term=chance.choice([None, *made.terms]),
        department=chance.choice([None, *made.departments]),
        subject=chance.choice([None, *made.subjects]),
        students=chance.choice([None, 0, 12]),
        planned_level=chance.choice([None, 1, 2, 3, 4]),
        planned_facet=chance.choice(["", *Facet.values]),
        **written,
        **closed,
    )
    for number in some(chance, range(1, 6)):
        StageState.objects.filter(plan=plan, number=number).update(completed_at=NOW, completed_by=made.ada)
    if chance.random() < 0.2:
        reason = {"overruled_reason": "We know", "overruled_at": NOW, "overruled_by": made.ada}
        UnitPlan.objects.filter(pk=plan.pk).update(overruled_level=chance.randint(1, 4), **reason)
    _taught(made, chance, plan)
    return plan


def _taught(made, chance, plan):
    for member in made.people[:3]:
        contribute(plan, member, *some(chance, range(6)))
    for _ in range(chance.randrange(3)):
        add_lesson(
            plan,
            taught_on=chance.choice([None, a_day(chance)]),
            led_by=chance.choice(["", *LessonLead.values]),
            co_teaching=chance.choice(["", *CoTeachingModel.values]),
            minutes=chance.choice([None, 0, 45, 50]),
            happened=chance.choice(["", "Well"]),
            students_reached=chance.choice([None, 0, 20]),
        )
    if chance.random() < 0.5:
        add_to(plan, Need, source="A test", shows="Much")
    for name in some(chance, ["Gives credit", "Listens"]):
        assessed_by = chance.choice(["", *Criterion.AssessedBy.values])
        criterion = add_to(plan, Criterion, name=name, assessed_by=assessed_by, is_library_led=chance.random() < 0.5)
        for level in some(chance, range(1, 5)):
            CriterionCount.objects.create(criterion=criterion, level=level, students=chance.randrange(9))
    if chance.random() < 0.5:
        add_to(plan, Barrier, kind=chance.choice(["time", "testing"]), outcome=chance.choice(["", "Better"]))


def _topic(made, chance, plans):
    topic = make_topic(
        made,
        term=chance.choice(made.terms),
        teacher=chance.choice(made.people[1:]),
        department=chance.choice([None, *made.departments]),
        state=chance.choice(TopicRequest.State.values),
        help_wanted=some(chance, Help.values[:2]),
        created_at=a_moment(chance),
    )
    topic.year_levels.set(some(chance, made.years))
    if chance.random() < 0.5:
        moved(topic, "ready", topic.created_at + timedelta(days=chance.randrange(30)))
    if plans and chance.random() < 0.3:
        UnitPlan.objects.filter(pk=chance.choice(plans).pk).update(topic_request=topic)
    return topic


def _asked(made, chance):
    for term in made.terms:
        for teacher in some(chance, made.people[1:]):
            invite(made, teacher, term=term, at=a_moment(chance), reminders=chance.randrange(3))
        for teacher in some(chance, made.people[1:]):
            said = {"school": made.school, "said_at": NOW, "said_by": teacher}
            NothingThisTime.objects.create(term=term, teacher=teacher, **said)


def _lent_and_bought(made, chance, topics):
    for _ in range(chance.randrange(3)):
        first = a_day(chance)
        lost = {"missing": chance.randrange(3), "damaged": chance.randrange(3)}
        loan = make_loan(
            made,
            *({"was_used": chance.choice([None, True, False])} | lost for _ in range(chance.randrange(3))),
            state=chance.choice(BoxBooking.State.values),
            first=first,
            last=first + timedelta(days=5),
            returned_at=a_moment(chance),
            borrower=chance.choice(made.people[1:]),
            request=chance.choice([None, *topics]),
        )
        loan.box.requests.set(some(chance, topics))
        if chance.random() < 0.5:
            ResourceBox.objects.filter(pk=loan.box_id).update(retired_at=NOW, retired_by=made.ada)
    for state in some(chance, PurchaseSuggestion.State.values):
        request = chance.choice([None, *topics])
        make_purchase(made, state=state, created_at=a_moment(chance), request=request)


def _listed_and_said(made, chance, plans, topics):
    for owner in some(chance, made.people):
        public = {"token": f"t{owner.pk}", "published_at": NOW, "published_by": owner} if chance.random() < 0.5 else {}
        made_list = make_list(made, owner=owner, created_at=a_moment(chance), requests=some(chance, topics), **public)
        for plan in some(chance, plans):
            put_into(plan, list=made_list)
    for member in some(chance, made.people[1:]):
        grown = {"plan": chance.choice([None, *plans]), "topic_request": chance.choice([None, *topics])}
        make_contact(made, with_member=member, on=a_day(chance), department=None, **grown)
