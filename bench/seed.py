"""Fills an empty database with one school of 5,000 plans, one plan with everything in it, and a catalogue."""

import random
from datetime import UTC, date, datetime, timedelta

import pgtrigger

from bench.seed_catalogue import fill_catalogue
from bench.seed_requests import fill_requests
from bench.sessions import session_of
from collab.models import ClassGroup, Department, Member, Role, School, Subject, Term, User, YearLevel
from planning.models import (
    Answer,
    Barrier,
    Contribution,
    Criterion,
    CriterionCount,
    Duty,
    FormativeCheck,
    Lesson,
    Need,
    Partner,
    StageState,
    Standard,
    UnitPlan,
)
from planning.models.standards import PlanStandard
from planning.stages import NUMBERS, PROMPTS

NOW = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
PLANS = 5000
PEOPLE = 60
TOPICS = [
    "volcano",
    "river",
    "poem",
    "bridge",
    "census",
    "market",
    "garden",
    "novel",
    "orbit",
    "fossil",
    "treaty",
    "rhythm",
    "satire",
]
WORDS = [
    start + end
    for start in ("bo", "ca", "de", "fi", "go", "hu", "la", "mi", "no", "pe")
    for end in ("ble", "cker", "dow", "ffin", "lter", "mber", "nder", "rrow", "stle", "tter")
]


def fill(*, plans=PLANS):
    """One school with people, terms and plans; returns (session key of its librarian, the full plan's pk)."""
    chance = random.Random(5)  # noqa: S311 - the same plans every time
    school = School.objects.create(
        name="Bench School", slug="bench", country="AU", time_zone="Australia/Sydney", locale="en-au", created_at=NOW
    )
    people = _people(school)
    structure = _structure(school)
    with pgtrigger.ignore():
        first = _plans(school, people, structure, chance, plans)
        _fill_one(first, people, chance)
        fill_requests(school, TOPICS, NOW)
    fill_catalogue(school=school, by=people[0])
    return session_of(people[0].user), first.pk


def _people(school):
    librarian = User.objects.create_user("librarian@bench.example")
    return Member.objects.bulk_create(
        Member(
            school=school,
            user=librarian if number == 0 else None,
            name=f"{TOPICS[number % len(TOPICS)].title()} Person {number}",
            email=f"person{number}@bench.example",
            roles=[Role.LIBRARIAN] if number < 3 else [Role.TEACHER],
            created_at=NOW,
        )
        for number in range(PEOPLE)
    )


def _structure(school):
    terms = [
        Term.objects.create(
            school=school,
            name=f"Term {number}",
            year=str(year),
            starts_on=date(year, 1, 20) + timedelta(days=88 * (number - 1)),
            ends_on=date(year, 3, 31) + timedelta(days=88 * (number - 1)),
        )
        for year in range(2022, 2027)
        for number in range(1, 5)
    ]
    departments = [Department.objects.create(school=school, name=f"Department {n}") for n in range(8)]
    subjects = [Subject.objects.create(school=school, name=f"Subject {n}") for n in range(20)]
    levels = [YearLevel.objects.create(school=school, name=f"Year {n}", position=n) for n in range(5, 13)]
    classes = [ClassGroup.objects.create(school=school, name=f"{n}A", year_level=levels[n - 5]) for n in range(5, 13)]
    return terms, departments, subjects, levels, classes


def _plans(school, people, structure, chance, how_many):
    terms, departments, subjects, levels, classes = structure
    plans = []
    for number in range(how_many):
        term = chance.choice(terms)
        moment = NOW - timedelta(hours=number)
        plans.append(
            UnitPlan(
                school=school,
                title=f"{chance.choice(TOPICS).title()} and {chance.choice(TOPICS)} {number}",
                term=term,
                starts_on=term.starts_on + timedelta(days=7),
                ends_on=term.starts_on + timedelta(days=35),
                department=chance.choice(departments),
                subject=chance.choice(subjects),
                students=chance.randint(15, 90),
                is_shared=chance.random() < 0.6,
                created_at=moment,
                created_by=people[number % 3],
                changed_at=moment,
                changed_by=people[number % 3],
            )
        )
    plans = UnitPlan.objects.bulk_create(plans, batch_size=1000)
    UnitPlan.year_levels.through.objects.bulk_create(
        UnitPlan.year_levels.through(unitplan=plan, yearlevel=levels[index % len(levels)])
        for index, plan in enumerate(plans)
    )
    UnitPlan.classes.through.objects.bulk_create(
        UnitPlan.classes.through(unitplan=plan, classgroup=classes[index % len(classes)])
        for index, plan in enumerate(plans)
    )
    Partner.objects.bulk_create(
        (
            Partner(plan=plan, kind=kind, member=member, **_stamps(people))
            for index, plan in enumerate(plans)
            for kind, member in (("librarian", people[index % 3]), ("teacher", people[3 + index % (PEOPLE - 3)]))
        ),
        batch_size=2000,
    )
    states, contributions, answers = [], [], []
    for index, plan in enumerate(plans):
        reached = chance.randint(0, 5)
        for number in NUMBERS:
            is_complete = number <= reached
            states.append(
                StageState(
                    plan=plan,
                    number=number,
                    completed_at=NOW if is_complete else None,
                    completed_by=people[0] if is_complete else None,
                )
            )
            if is_complete:
                contributions.append(
                    Contribution(plan=plan, stage=number, member=people[index % 3], first_at=NOW, last_at=NOW)
                )
        answers += [
            Answer(plan=plan, prompt=prompt, text=_text(chance, 25), saved_at=NOW, saved_by=people[0])
            for prompt in chance.sample(sorted(PROMPTS), 6)
        ]
    for rows in (states, contributions, answers):
        type(rows[0]).objects.bulk_create(rows, batch_size=2000)
    return plans[0]


def _fill_one(plan, people, chance):
    """Every prompt answered, and rows of every kind, as in a unit that two people really planned."""
    stamps = _stamps(people)
    Answer.objects.filter(plan=plan).delete()
    Answer.objects.bulk_create(
        Answer(
            plan=plan,
            prompt=prompt,
            text=_text(chance, 60),
            saved_at=NOW - timedelta(minutes=97 * number),
            saved_by=people[number % 4],
        )
        for number, prompt in enumerate(PROMPTS)
    )
    partner = plan.partners.first()
    Duty.objects.bulk_create(
        Duty(plan=plan, what=_text(chance, 6), owner=partner, due_on=date(2026, 11, 20 + n), **stamps) for n in range(6)
    )
    Lesson.objects.bulk_create(
        Lesson(
            plan=plan,
            focus=_text(chance, 4),
            taught_on=date(2026, 11, 1 + n),
            led_by="together",
            co_teaching="team",
            minutes=50,
            happened=_text(chance, 30),
            students_reached=27,
            **stamps,
        )
        for n in range(8)
    )
    FormativeCheck.objects.bulk_create(FormativeCheck(plan=plan, what=_text(chance, 6), **stamps) for _ in range(4))
    Barrier.objects.bulk_create(Barrier(plan=plan, kind="time", what=_text(chance, 6), **stamps) for _ in range(2))
    Need.objects.create(plan=plan, source="Reading test", shows=_text(chance, 20), cohort="84 students", **stamps)
    criteria = Criterion.objects.bulk_create(
        Criterion(plan=plan, name=_text(chance, 4), assessed_by="together", **stamps) for _ in range(4)
    )
    CriterionCount.objects.bulk_create(
        CriterionCount(criterion=criterion, level=level, students=chance.randint(0, 12))
        for criterion in criteria
        for level in range(1, 5)
    )
    for number in range(4):
        standard = Standard.objects.create(
            school=plan.school,
            framework="Bench curriculum",
            number=f"B{number}",
            statement=_text(chance, 15),
            created_at=NOW,
            created_by=people[0],
        )
        PlanStandard.objects.create(plan=plan, standard=standard)


def _stamps(people):
    return {"created_at": NOW, "created_by": people[0], "changed_at": NOW, "changed_by": people[0]}


def _text(chance, words):
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize()
