"""What a digest costs a person: finding what fits them, beside rendering the mail that tells them.

500 new titles in a catalogue of 100,000 are matched to what many teachers teach, each with three topics, their
department's subjects, and words of their own.
"""

import random
import time
from datetime import timedelta

from bench.seed_catalogue import ADJECTIVES, THINGS
from collab.models import Department, Member, Role, Subject, Term, YearLevel
from outreach.digests.making import Making
from outreach.digests.readers import members_in_bunches
from outreach.models import DigestEdition, MailChoices
from resources.models import Resource, TopicRequest

PEOPLE = (1_000, 10_000)
NEW = 500
BATCH = 1000
TOPICS_EACH = 3
GOAL = 1.0  # Matching costs less than rendering,
GROWS = 1.3  # and a person costs the same among ten times as many; the clock of a busy machine allowed for.


def measure_digests(*, school, now, people=PEOPLE):
    """Prints what matching and rendering cost a person, for each of these numbers of teachers in a school.

    `now`: in a term of the school. Raises where next to nobody gets anything.
    """
    chance = random.Random(11)  # noqa: S311 - the same people every time
    _have_new_titles(school, now)
    _have_subjects(school)
    edition = DigestEdition.objects.create(school=school, monday=now.date() - timedelta(days=now.weekday()))
    print(f"\nThe digest: {NEW} new titles; milliseconds a person, goals in brackets.")
    before = None
    for number in sorted(people):
        _have_teachers(school, now, number, chance)
        matching, rendering, got = _measure(edition, now)
        if got < number / 2:
            raise SystemExit(f"Of {number} teachers {got} got a digest: that is not what was to be measured.")
        grown = matching / before if before else 1
        before = before or matching
        missed = matching / rendering > GOAL or grown > GROWS
        print(
            f"{number:7,} teachers: matching {matching * 1000:.3f}, rendering {rendering * 1000:.3f}, "
            f"ratio {matching / rendering:.2f} ({GOAL}), grown {grown:.2f} ({GROWS}); {got:,} digests"
            f"{'  missed' if missed else ''}",
            flush=True,
        )


def _measure(edition, now):
    """Seconds that matching costs each person, those that rendering costs each who gets a digest, and how many do."""
    matching = rendering = 0.0
    number, made = 0, []
    started = time.perf_counter()
    making = Making(edition, now)
    matching += time.perf_counter() - started
    for members in members_in_bunches(edition.school):
        started = time.perf_counter()
        matched = making.matched(members)
        matching += time.perf_counter() - started
        started = time.perf_counter()
        made.append(sum(making.made(pair) is not None for pair in matched))
        rendering += time.perf_counter() - started
        number += len(members)
    return matching / number, rendering / max(1, sum(made)), sum(made)


def _have_new_titles(school, now):
    keys = Resource.objects.filter(school=school).order_by("pk").values_list("pk", flat=True)[: NEW * 7 : 7]
    came = Resource.objects.filter(pk__in=list(keys))
    came.update(created_at=now - timedelta(days=2), added_on=now.date() - timedelta(days=2))


def _have_subjects(school):
    """Names that say something, each in a department."""
    departments = list(Department.objects.filter(school=school))
    for place, subject in enumerate(Subject.objects.filter(school=school).order_by("pk")):
        subject.name, subject.department = THINGS[place].title(), departments[place % len(departments)]
        subject.save(update_fields=["name", "department"])


def _have_teachers(school, now, number, chance):
    """As many teachers as that, with departments, topics of the running term and words of their own."""
    there = Member.objects.filter(school=school).exclude(email="").count()
    teachers = Member.objects.bulk_create(
        (
            Member(
                school=school,
                name=f"Teacher {place}",
                email=f"teacher{place}@bench.example",
                roles=[Role.TEACHER],
                created_at=now,
            )
            for place in range(there, number)
        ),
        batch_size=BATCH,
    )
    departments = list(Department.objects.filter(school=school))
    in_department = Member.departments.through
    in_department.objects.bulk_create(
        (in_department(member=one, department=chance.choice(departments)) for one in teachers), batch_size=BATCH
    )
    MailChoices.objects.bulk_create(
        (MailChoices(member=one, interests=[chance.choice(THINGS)]) for one in teachers[::3]), batch_size=BATCH
    )
    _have_topics(school, now, teachers, chance)


def _have_topics(school, now, teachers, chance):
    [term] = Term.objects.filter(school=school, starts_on__lte=now.date(), ends_on__gte=now.date())
    topics = TopicRequest.objects.bulk_create(
        (
            TopicRequest(school=school, term=term, teacher=one, topic=_topic(chance), created_at=now, created_by=one)
            for one in teachers
            for _ in range(TOPICS_EACH)
        ),
        batch_size=BATCH,
    )
    levels = list(YearLevel.objects.filter(school=school))
    for_level = TopicRequest.year_levels.through
    for_level.objects.bulk_create(
        (for_level(topicrequest=one, yearlevel=chance.choice(levels)) for one in topics), batch_size=BATCH
    )


def _topic(chance):
    first, second = chance.sample(THINGS, 2)
    return chance.choice(
        (f"{first.title()}s and {second}s", f"{first.title()}: {second}s", f"{chance.choice(ADJECTIVES)} {first}s")
    )
