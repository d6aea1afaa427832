"""How deep the collaboration goes, counted by hand; and levels as the pages of plans say them, for units at random."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from collab.models import Member, Role
from outreach.reports.asking import ask, ask_one, behind
from outreach.reports.figures.depth import (
    CO_TEACHING,
    CO_TEACHING_HOURS,
    FACETS,
    FIGURES,
    HOURS_TAUGHT,
    LEVEL_REACHED,
    LEVELS_OVER_TERMS,
    PLANNED_REACHED,
    STAGES_REACHED,
    WHO_LED,
)
from outreach.reports.periods import days
from planning.levels import librarian_parts, reached, with_librarian_parts
from planning.models import Criterion, CriterionCount, StageState, UnitPlan
from tests.cast import NOW
from tests.figure_schools import add_lesson, add_to, contribute, counted, make_unit, scope_of, term_of
from tests.random_schools import make_school


def complete(plan, by, *stages):
    StageState.objects.filter(plan=plan, number__in=stages).update(completed_at=NOW, completed_by=by)


def test_a_unit_without_a_department_counts_for_those_of_its_teachers(hill):
    hill.ben.departments.set([hill.humanities])
    make_unit(hill, department=None, teachers=[hill.ben])
    numbers = [
        ask_one(scope_of(hill.school, departments=(department.pk,)), LEVEL_REACHED).whole.now
        for department in (hill.humanities, hill.science)
    ]
    assert numbers == [1, 0]


def test_hill_school_counted_by_hand(hill):
    """Three units in term 4.

    Volcanoes  planned 3, facet C; Ada in stages 1 and 5, a lesson of hers logged: 1-2, 3, 4-5, so level 3 reached.
               Lessons: 60 minutes led together, team teaching; 45 minutes led by Ada, no model said.
               Stages 1 and 2 complete: it stands at 3.
    Rivers     planned 3; Ada in stage 2: level 1. A lesson that was only planned. Stands at 1.
    Stars      nothing planned, nothing recorded; 30 minutes of Ben alone. Closed.
    Hours: 1 and 0.75 with a librarian, 0.5 without.
    """
    volcanoes = make_unit(hill, teachers=[hill.ben], planned_level=3, planned_facet="C")
    contribute(volcanoes, hill.ada, 1, 5)
    add_lesson(volcanoes, co_teaching="team")
    add_lesson(volcanoes, led_by="librarian", minutes=45)
    complete(volcanoes, hill.ada, 1, 2)
    rivers = make_unit(hill, "Rivers", teachers=[hill.ben], planned_level=3)
    contribute(rivers, hill.ada, 2)
    add_lesson(rivers, happened="", co_teaching="team")
    stars = make_unit(hill, "Stars", teachers=[hill.ben], closed_at=NOW, closed_by=hill.ada)
    add_lesson(stars, led_by="", minutes=30)
    scope = scope_of(hill.school)
    term = "Term 4, 2026"
    assert {figure.key: counted(figure, scope) for figure in FIGURES} == {
        "level_reached": {"Cooperation": 1, "Collaboration": 1, "Nothing recorded yet": 1},
        "planned_reached": {
            ("Collaboration", "Cooperation"): 1,
            ("Collaboration", "Collaboration"): 1,
            ("No level planned", "Nothing recorded yet"): 1,
        },
        "levels_over_terms": {
            ("Cooperation", term): 1,
            ("Collaboration", term): 1,
            ("Nothing recorded yet", term): 1,
        },
        "facets": {"C · Integrated instruction": 1, "No facet planned": 2},
        "co_teaching": {"Team teaching": 1, "No model said": 1},
        "co_teaching_hours": {"Team teaching": 1, "No model said": 0.8},
        "who_led": {"Librarian leads": 1, "Planned and taught together": 1, "No librarian in it": 1},
        "hours_taught": {"Librarian leads": 0.8, "Planned and taught together": 1, "No librarian in it": 0.5},
        "stages": {"1 Assignment": 1, "3 Doing the job": 1, "Closed": 1},
    }
    wholes = {key: answer.whole.now for key, answer in ask(scope, FIGURES).items() if answer.whole}
    assert wholes == {
        "level_reached": 3,
        "planned_reached": 3,
        "facets": 3,
        "co_teaching": 2,
        "co_teaching_hours": 1.8,
        "who_led": 3,
        "hours_taught": 2.3,
        "stages": 3,
    }


def test_with_no_unit_nothing_is_said(hill):
    assert [key for key, answer in ask(scope_of(hill.school), FIGURES).items() if answer.parts] == []


def test_parts_keep_the_order_of_their_scales_and_what_is_unsaid_comes_last(hill):
    for facet, level in (("", None), ("B", 4), ("A", 2)):
        plan = make_unit(hill, teachers=[hill.ben], planned_facet=facet, planned_level=level)
        add_lesson(plan, co_teaching="parallel" if level == 2 else "", led_by="teacher" if level == 2 else "librarian")
    scope = scope_of(hill.school)
    labels = {figure.key: [part.label for part in ask_one(scope, figure).parts] for figure in FIGURES}
    assert labels["facets"] == ["A · Coordination", "B · Cooperation", "No facet planned"]
    assert labels["planned_reached"] == ["Coordination", "Data-driven collaboration", "No level planned"]
    assert labels["co_teaching"] == ["Parallel instruction", "No model said"]
    assert labels["who_led"] == ["Librarian leads", "Teacher leads, librarian supports"]


def test_a_level_that_somebody_set_with_a_reason_counts(hill):
    plan = make_unit(hill, teachers=[hill.ben])
    reason = {"overruled_reason": "We know", "overruled_at": NOW, "overruled_by": hill.ada}
    UnitPlan.objects.filter(pk=plan.pk).update(overruled_level=4, **reason)
    assert counted(LEVEL_REACHED, scope_of(hill.school)) == {"Data-driven collaboration": 1}


def test_a_unit_across_two_terms_counts_in_each_and_once_in_the_year(hill):
    """From 14 September (term 3) to 30 October (term 4)."""
    across = {"term": None, "starts_on": date(2026, 9, 14), "ends_on": date(2026, 10, 30)}
    plan = make_unit(hill, teachers=[hill.ben], **across)
    contribute(plan, hill.ada, 1)
    scope = scope_of(hill.school)
    terms = {("Cooperation", "Term 3, 2026"): 1, ("Cooperation", "Term 4, 2026"): 1}
    assert counted(LEVELS_OVER_TERMS, scope) == terms
    assert counted(LEVEL_REACHED, scope) == {"Cooperation": 1}
    assert ask_one(scope, LEVELS_OVER_TERMS).whole is None
    assert counted(LEVELS_OVER_TERMS, scope_of(hill.school, term_of(hill.school, hill.terms[2]))) == {
        ("Cooperation", "Term 3, 2026"): 1
    }


def test_a_unit_in_the_holidays_belongs_to_the_term_before_and_one_after_all_terms_to_none(hill):
    for first in (date(2026, 10, 1), date(2027, 1, 5)):
        make_unit(hill, teachers=[hill.ben], term=None, starts_on=first, ends_on=first)
    scope = scope_of(hill.school, days(date(2026, 9, 1), date(2027, 1, 31)))
    assert counted(LEVELS_OVER_TERMS, scope) == {
        ("Nothing recorded yet", "Term 3, 2026"): 1,
        ("Nothing recorded yet", "Outside the terms"): 1,
    }


def test_a_lesson_counts_on_its_day_though_its_unit_runs_through_two_terms(hill):
    """Lessons on 18 September (term 3) and 16 October (term 4), and one without a day where the unit begins."""
    plan = make_unit(hill, teachers=[hill.ben], term=None, starts_on=date(2026, 9, 14), ends_on=date(2026, 10, 30))
    for day in (date(2026, 9, 18), date(2026, 10, 16), None):
        add_lesson(plan, taught_on=day)
    numbers = [
        counted(WHO_LED, scope_of(hill.school, term_of(hill.school, term))).get("Planned and taught together")
        for term in hill.terms[2:]
    ]
    assert numbers == [2, 1]


def test_a_lesson_on_a_leap_day_lies_in_it(hill):
    leap_day = date(2024, 2, 29)
    plan = make_unit(hill, teachers=[hill.ben], term=None, starts_on=leap_day)
    add_lesson(plan, taught_on=leap_day)
    assert counted(HOURS_TAUGHT, scope_of(hill.school, days(leap_day, leap_day))) == {"Planned and taught together": 1}
    assert counted(HOURS_TAUGHT, scope_of(hill.school, days(date(2024, 3, 1), date(2024, 3, 1)))) == {}


def test_a_lesson_without_minutes_is_a_lesson_of_no_hours(hill):
    plan = make_unit(hill, teachers=[hill.ben])
    add_lesson(plan, minutes=None, co_teaching="team")
    scope = scope_of(hill.school)
    assert counted(CO_TEACHING, scope) == {"Team teaching": 1}
    assert [counted(figure, scope) for figure in (CO_TEACHING_HOURS, HOURS_TAUGHT)] == [{}, {}]


def test_hours_are_added_up_before_they_are_rounded(hill):
    """Three lessons of 50 minutes are two hours and a half, not three times 0.8."""
    plan = make_unit(hill, teachers=[hill.ben])
    for _ in range(3):
        add_lesson(plan, minutes=50)
    assert counted(HOURS_TAUGHT, scope_of(hill.school)) == {"Planned and taught together": 2.5}


@pytest.mark.parametrize(
    ("completed", "stands_at"),
    [
        ((), "1 Assignment"),
        ((1, 3), "2 Plan of action"),
        ((1, 2, 3), "4 Product evaluation"),
        ((1, 2, 3, 4), "5 Process evaluation"),
        ((1, 2, 3, 4, 5), "All stages complete"),
    ],
)
def test_a_unit_stands_at_the_first_stage_that_is_not_complete_as_its_own_page_says(hill, completed, stands_at):
    plan = make_unit(hill, teachers=[hill.ben])
    complete(plan, hill.ada, *completed)
    assert counted(STAGES_REACHED, scope_of(hill.school)) == {stands_at: 1}
    [(key, _)] = [(part.part, part) for part in ask_one(scope_of(hill.school), STAGES_REACHED).parts]
    assert key == str(UnitPlan.objects.with_stage().get(pk=plan.pk).at_stage)


def test_units_of_a_teacher_who_left_stay_counted(hill):
    make_unit(hill, teachers=[hill.ben], planned_level=1)
    Member.objects.filter(pk=hill.ben.pk).update(deactivated_at=datetime(2026, 11, 1, tzinfo=UTC))
    assert counted(PLANNED_REACHED, scope_of(hill.school)) == {("Cooperation", "Nothing recorded yet"): 1}
    assert counted(FACETS, scope_of(hill.school, teacher=hill.ben.pk)) == {"No facet planned": 1}


def test_who_is_teacher_and_librarian_counts_as_what_they_are_in_the_unit(hill):
    hill.ben.roles = [Role.TEACHER, Role.LIBRARIAN]
    hill.ben.save()
    plan = make_unit(hill, teachers=[hill.ben])
    contribute(plan, hill.ben, 1, 5)
    assert counted(LEVEL_REACHED, scope_of(hill.school)) == {"Nothing recorded yet": 1}


def test_a_criterion_of_the_librarian_is_a_part_once_its_students_are_counted(hill):
    criterion = add_to(make_unit(hill, teachers=[hill.ben]), Criterion, name="Gives credit", assessed_by="together")
    assert counted(LEVEL_REACHED, scope_of(hill.school)) == {"Nothing recorded yet": 1}
    CriterionCount.objects.create(criterion=criterion, level=1, students=3)
    assert counted(LEVEL_REACHED, scope_of(hill.school)) == {"Cooperation": 1}


@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chance=st.randoms(use_true_random=False))
def test_the_levels_of_a_report_are_those_of_the_plans_own_pages(db, chance):
    with transaction.atomic():
        made = make_school(chance)
        scope = scope_of(made.school, days(date(2020, 1, 1), date(2030, 1, 1)))
        on_their_pages = {
            plan.pk: str(plan.overruled_level or reached(librarian_parts(plan)).level or 0)
            for plan in with_librarian_parts(UnitPlan.objects.filter(school=made.school))
        }
        in_the_report = {
            thing: part.part
            for part in ask_one(scope, LEVEL_REACHED).parts
            for thing, _ in behind(scope, LEVEL_REACHED, part.part)
        }
        assert in_the_report == on_their_pages
        transaction.set_rollback(True)
