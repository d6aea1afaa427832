"""What people are interested in: what they will teach, what they plan, their subjects, and words of their own."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from collab.models import Member, YearLevel
from planning.models import Partner
from resources.models import TopicRequest

NUMBER = re.compile(r"\d+")
AGE_IN_YEAR_ONE = 5  # At its youngest: whoever is in year 6 is 10 to 12 years old.
OLDEST_YEAR = 13
MOST_LEVELS = 3
TAUGHT, CHOSEN, SUBJECT = 1.0, 0.9, 0.5


@dataclass(frozen=True)
class Topic:
    """Something that a member is interested in. `counts` tells how much, `ages` (first, last) who is taught or None.

    `least`: how well a title has to fit.
    """

    text: str
    why: str
    counts: float
    ages: tuple | None = None
    least: float = 0.35


def topics_of(*, members, terms, interests):
    """Member's key → list of Topics, of some members, for these terms. Three queries.

    `interests`: member's key → the words that they chose.
    """
    topics, subjects = defaultdict(list), defaultdict(set)
    for member, topic, subject, reads_from, reads_to, levels in _requests(members, terms):
        ages = (reads_from or reads_to, reads_to or reads_from) if reads_from or reads_to else ages_of(levels)
        topics[member].append(Topic(topic, _for(topic, levels), TAUGHT, ages))
        subjects[member].add(subject)
    for member, title, subject, levels in _plans(members, terms):
        topics[member].append(Topic(title, _for(title, levels), TAUGHT, ages_of(levels)))
        subjects[member].add(subject)
    for member, words in interests.items():
        topics[member] += [Topic(word, f"for your word “{word}”", CHOSEN) for word in words]
    for member, subject in _subjects_of_departments(members):
        subjects[member].add(subject)
    for member, names in subjects.items():
        # That a summary has the word “history” does not make it history.
        topics[member] += [Topic(name, f"for {name}", SUBJECT, least=0.75) for name in sorted(filter(None, names))]
    return topics


def ages_of(levels):
    """How old students of these year levels are, as (youngest, oldest); None where their names do not tell."""
    numbers = [int(found.group()) for found in map(NUMBER.search, levels) if found]
    numbers = [number for number in numbers if number <= OLDEST_YEAR]
    return (min(numbers) + AGE_IN_YEAR_ONE - 1, max(numbers) + AGE_IN_YEAR_ONE + 1) if numbers else None


def names_of_levels(school):
    """The names of a school's year levels. One query."""
    return list(YearLevel.objects.filter(school=school).values_list("name", flat=True))


def _for(topic, levels):
    return ", ".join([f"for {topic}", *levels[:MOST_LEVELS]])


def _requests(members, terms):
    asked = TopicRequest.objects.filter(teacher__in=members, term__in=terms).standing().order_by("pk")
    asked = asked.annotate(levels=_levels("year_levels"))
    return asked.values_list("teacher_id", "topic", "subject__name", "reads_from", "reads_to", "levels")


def _plans(members, terms):
    """Plans without a term as well: what is being planned will be taught some day."""
    parts = Partner.objects.filter(Q(plan__term__in=terms) | Q(plan__term__isnull=True), member__in=members)
    parts = parts.filter(plan__closed_at__isnull=True).annotate(levels=_levels("plan__year_levels")).order_by("pk")
    return parts.values_list("member_id", "plan__title", "plan__subject__name", "levels")


def _levels(path):
    named = Q(**{f"{path}__isnull": False})
    order = (f"{path}__position", f"{path}__name")
    return ArrayAgg(f"{path}__name", filter=named, order_by=order, default=[])


def _subjects_of_departments(members):
    belongs = Member.departments.through.objects.filter(member__in=members, department__subjects__isnull=False)
    return belongs.values_list("member_id", "department__subjects__name")
