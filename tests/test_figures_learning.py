"""What students learned, counted by hand: product evaluations, starting needs, standards."""

from datetime import UTC, date, datetime

import pytest

from collab.models import Term, YearLevel
from outreach.reports.asking import ask, ask_one
from outreach.reports.figures import learning
from outreach.reports.figures.learning import (
    BEFORE_AND_AFTER,
    FROM_NEED,
    LIBRARY_CRITERIA,
    LIBRARY_TAUGHT,
    PRODUCT_EVALUATIONS,
)
from outreach.reports.figures.standards import INFORMATION_SKILLS, STANDARDS, STANDARDS_BY_KIND
from outreach.reports.periods import Periods
from planning.models import UnitPlan
from tests.cast import NOW
from tests.units import criterion, need, now, said, scope_of, standard, things, unit


@pytest.fixture
def year_7(hill):
    return YearLevel.objects.create(school=hill.school, name="Year 7", position=7)


@pytest.fixture
def units(hill, year_7):
    """Five units, of which three are counted in term 4.

    | unit      | term | year levels | need | criterion (L: taught by the library) | levels 1, 2, 3, 4 |
    | Volcanoes | 4    | 6           | yes  | L Names sources                      | 2, 0, 10, 15      |
    |           |      |             |      |   Explains causes                    | -, 12, 15, -      |
    | Rivers    | 4    | 6, 7        | no   | L names  sources                     | -, -, 20, 4       |
    | Maps      | 4    | none        | yes  | none                                 |                   |
    | Coasts    | 3    | 6           | no   |   Names sources                      | -, -, 5, -        |
    | Kites     | 4    | 6           | yes  |   Names sources, without a librarian | -, -, -, 99       |
    """
    found = {
        "volcanoes": unit(hill, "Volcanoes", year_levels=[hill.year_level], department=hill.humanities),
        "rivers": unit(
            hill,
            "Rivers",
            year_levels=[hill.year_level, year_7],
            partners=[(hill.ada, "librarian"), (hill.cleo, "teacher")],
            department=hill.science,
        ),
        "maps": unit(hill, "Maps"),
        "coasts": unit(hill, "Coasts", term=hill.terms[2], year_levels=[hill.year_level]),
        "kites": unit(hill, "Kites", year_levels=[hill.year_level], partners=[(hill.ben, "teacher")]),
    }
    criterion(found["volcanoes"], "Names sources", {1: 2, 2: 0, 3: 10, 4: 15}, by_library=True)
    criterion(found["volcanoes"], "Explains causes", {2: 12, 3: 15})
    criterion(found["rivers"], " names  sources", {3: 20, 4: 4}, by_library=True)
    criterion(found["coasts"], "Names sources", {3: 5})
    criterion(found["kites"], "Names sources", {4: 99})
    for name in ("volcanoes", "maps", "kites"):
        need(found[name])
    return found


def test_students_are_counted_by_criterion_and_level(hill, units):
    # Names sources: 2 at the first level; 10 + 20 at the third, and 5 the term before; 15 + 4 at the fourth.
    scope = scope_of(hill.school)
    assert said(scope, PRODUCT_EVALUATIONS) == {
        ("Explains causes", "Developing (2 of 4)"): (12, 0, 0),
        ("Explains causes", "Secure (3 of 4)"): (15, 0, 0),
        ("Names sources", "Beginning (1 of 4)"): (2, 0, 0),
        ("Names sources", "Secure (3 of 4)"): (30, 5, 0),
        ("Names sources", "Extending (4 of 4)"): (19, 0, 0),
    }
    assert things(scope, PRODUCT_EVALUATIONS, "Names sources", "Secure (3 of 4)") == {
        units["volcanoes"].pk: 10,
        units["rivers"].pk: 20,
    }


def test_criteria_that_the_library_taught_stand_apart(hill, units):
    # By the library: Names sources of Volcanoes and Rivers. All others: Explains causes, and Coasts the term before.
    scope = scope_of(hill.school)
    assert said(scope, LIBRARY_CRITERIA) == {
        ("Names sources", "Beginning (1 of 4)"): (2, 0, 0),
        ("Names sources", "Secure (3 of 4)"): (30, 0, 0),
        ("Names sources", "Extending (4 of 4)"): (19, 0, 0),
    }
    assert said(scope, LIBRARY_TAUGHT) == {
        ("Taught by the library", "Beginning (1 of 4)"): (2, 0, 0),
        ("Taught by the library", "Secure (3 of 4)"): (30, 0, 0),
        ("Taught by the library", "Extending (4 of 4)"): (19, 0, 0),
        ("Other criteria", "Developing (2 of 4)"): (12, 0, 0),
        ("Other criteria", "Secure (3 of 4)"): (15, 5, 0),
    }


def test_criteria_of_one_name_and_number_in_a_unit_are_all_counted(hill):
    # Three times seven students, one of them by a criterion that the library taught.
    plan = unit(hill, "Volcanoes")
    for by_library in (True, False, False):
        criterion(plan, "Names sources", {3: 7}, by_library=by_library)
    scope = scope_of(hill.school)
    assert now(scope, PRODUCT_EVALUATIONS) == {("Names sources", "Secure (3 of 4)"): 21}
    assert things(scope, PRODUCT_EVALUATIONS, "Names sources", "Secure (3 of 4)") == {plan.pk: 21}
    assert now(scope, LIBRARY_CRITERIA) == {("Names sources", "Secure (3 of 4)"): 7}
    assert now(scope, LIBRARY_TAUGHT) == {
        ("Taught by the library", "Secure (3 of 4)"): 7,
        ("Other criteria", "Secure (3 of 4)"): 14,
    }


def test_students_are_counted_by_different_criteria_each_once(hill):
    # Seven by each of two criteria in two units: 14 for each criterion, 28 evaluations.
    for title in ("Volcanoes", "Rivers"):
        for name in ("Names sources", "Explains causes"):
            criterion(unit(hill, title), name, {3: 7})
    scope = scope_of(hill.school)
    assert now(scope, PRODUCT_EVALUATIONS) == {
        ("Explains causes", "Secure (3 of 4)"): 14,
        ("Names sources", "Secure (3 of 4)"): 14,
    }
    assert now(scope, LIBRARY_TAUGHT) == {("Other criteria", "Secure (3 of 4)"): 28}


def test_a_level_has_its_name_only_where_all_call_it_the_same(hill):
    # Of four levels the third is called “Secure” by one and “Nearly” by the other; the fourth by both the same.
    for labels in (["No", "Hardly", "Secure", "Extending"], ["No", "A little", "Nearly", "extending"]):
        criterion(unit(hill, "Of four", level_labels=labels), "Names sources", {3: 1, 4: 2})
    criterion(unit(hill, "Of two", level_labels=["Not yet", "There"]), "Names sources", {2: 8})
    assert now(scope_of(hill.school), PRODUCT_EVALUATIONS) == {
        ("Names sources", "There (2 of 2)"): 8,
        ("Names sources", "Level 3 of 4"): 2,
        ("Names sources", "Extending (4 of 4)"): 4,
    }


def test_units_that_start_from_a_need_and_those_that_have_an_after(hill, units):
    # Volcanoes has both, Maps a need alone, Rivers an evaluation alone; Kites has no librarian, Coasts was before.
    empty = unit(hill, "Empty")
    scope = scope_of(hill.school)
    assert said(scope, FROM_NEED) == {
        ("A need recorded, and evaluated", ""): (1, 0, 0),
        ("A need recorded, not evaluated yet", ""): (1, 0, 0),
        ("No need recorded, evaluated", ""): (1, 1, 0),
        ("Neither yet", ""): (1, 0, 0),
    }
    assert ask(scope, [FROM_NEED])["from_need"].whole == (4, 1, 0)
    assert things(scope, FROM_NEED, "Neither yet") == {empty.pk: 1}


def test_the_need_stands_beside_the_levels_that_were_reached(hill, units):
    # All criteria of Volcanoes together: 2; 12; 10 + 15; 15.
    need(units["volcanoes"], source="Posters of last year", shows=f"Nobody   gave\ncredit. {'x' * 200}")
    unit_and_need = f"Volcanoes. Before: Half of them could not name a source. Nobody gave credit. {'x' * 79}…"
    assert now(scope_of(hill.school), BEFORE_AND_AFTER) == {
        (unit_and_need, "Beginning (1 of 4)"): 2,
        (unit_and_need, "Developing (2 of 4)"): 12,
        (unit_and_need, "Secure (3 of 4)"): 25,
        (unit_and_need, "Extending (4 of 4)"): 15,
    }


def test_of_departments_a_unit_that_is_not_shared_is_counted_and_not_named(hill, units):
    # A head reads of the department, and not what nobody shared.
    plan = units["volcanoes"]
    scope = scope_of(hill.school, departments=(hill.humanities.pk,))
    names = []
    for is_shared in (False, True):
        plan.is_shared = is_shared
        plan.save()
        names.append({label for label, _ in now(scope, BEFORE_AND_AFTER)})
    assert names == [
        {"A unit that is not shared with the school"},
        {"Volcanoes. Before: Half of them could not name a source."},
    ]


@pytest.fixture
def standards(hill, units):
    """History HI1, a competency, and two information skills; the second is that of the unit of the term before."""
    volcanoes, rivers, coasts = units["volcanoes"], units["rivers"], units["coasts"]
    standard(hill, "History", "HI1", "outcome", volcanoes, rivers)
    standard(hill, "Geography", "G2", "competency", rivers)
    standard(hill, "Library skills", "IS2", "information_skill", coasts)
    standard(hill, "Library skills", "IS1", "information_skill", volcanoes, units["kites"])


def test_of_departments_the_criteria_of_a_unit_that_is_not_shared_have_no_name(hill, units):
    of_humanities = scope_of(hill.school, departments=(hill.humanities.pk,))
    UnitPlan.objects.filter(school=hill.school).update(is_shared=True)
    shared = ask_one(of_humanities, PRODUCT_EVALUATIONS)
    UnitPlan.objects.filter(school=hill.school).update(is_shared=False)
    [label] = {part.label for part in ask_one(of_humanities, PRODUCT_EVALUATIONS).parts}
    assert label == "A criterion of a unit that is not shared"
    assert label not in {part.label for part in shared.parts}
    of_the_school = {part.label for part in ask_one(scope_of(hill.school), PRODUCT_EVALUATIONS).parts}
    assert of_the_school >= {part.label for part in shared.parts}


def test_standards_are_counted_by_year_level(hill, units, standards):
    # History HI1: Volcanoes and Rivers for year 6, Rivers for year 7. Geography G2: Rivers for both.
    scope = scope_of(hill.school)
    assert said(scope, STANDARDS) == {
        ("Geography G2", "Year 6"): (1, 0, 0),
        ("Geography G2", "Year 7"): (1, 0, 0),
        ("History HI1", "Year 6"): (2, 0, 0),
        ("History HI1", "Year 7"): (1, 0, 0),
    }
    assert said(scope, INFORMATION_SKILLS) == {
        ("Library skills IS1", "Year 6"): (1, 0, 0),
        ("Library skills IS2", "Year 6"): (0, 1, 0),
    }
    assert things(scope, STANDARDS, "History HI1", "Year 6") == {units["volcanoes"].pk: 1, units["rivers"].pk: 1}


def test_a_unit_without_a_year_level_stands_after_those_that_have_one(hill, units):
    standard(hill, "History", "HI1", "outcome", units["maps"], units["volcanoes"])
    assert list(now(scope_of(hill.school), STANDARDS).items()) == [
        (("History HI1", "Year 6"), 1),
        (("History HI1", "No year level"), 1),
    ]


def test_units_are_counted_by_the_kinds_of_standards_that_they_rest_on(hill, units, standards):
    # Outcome: Volcanoes, Rivers. Competency: Rivers. Information skill: Volcanoes, and Coasts before. None: Maps.
    assert list(said(scope_of(hill.school), STANDARDS_BY_KIND).items()) == [
        (("Curricular outcomes", ""), (2, 0, 0)),
        (("Discipline or grade competencies", ""), (1, 0, 0)),
        (("Information skills", ""), (1, 1, 0)),
        (("No standard chosen yet", ""), (1, 0, 0)),
    ]


def test_filters_leave_the_units_that_fit(hill, units):
    # Rivers alone is Cleo's and of Science; it writes its criterion in small letters.
    UnitPlan.objects.filter(school=hill.school).update(is_shared=True)
    rivers = {("names sources", "Secure (3 of 4)"): 20, ("names sources", "Extending (4 of 4)"): 4}
    for filters, expected in (
        ({"departments": (hill.science.pk,)}, rivers),
        ({"teacher": hill.cleo.pk}, rivers),
        ({"teacher": hill.cleo.pk, "departments": (hill.humanities.pk,)}, {}),
        ({"librarian": hill.lena.pk}, {}),
    ):
        assert now(scope_of(hill.school, **filters), PRODUCT_EVALUATIONS) == expected


def test_of_a_year_level_only_that_year_level_is_shown(hill, year_7, units, standards):
    scope = scope_of(hill.school, year_level=year_7.pk)
    assert now(scope, STANDARDS) == {("Geography G2", "Year 7"): 1, ("History HI1", "Year 7"): 1}


def test_every_filter_is_known(hill):
    everything = {"departments": (1,), "year_level": 1, "subject": 1, "librarian": 1, "teacher": 1}
    scope = scope_of(hill.school, **everything)
    assert {figure.key: figure.unknown_filters(scope) for figure in learning.FIGURES} == {
        figure.key: set() for figure in learning.FIGURES
    }


# --- Nothing, and the edges -----------------------------------------------------------------------------------


def test_a_school_with_nothing_has_nothing_to_show(hill):
    answers = ask(scope_of(hill.school), learning.FIGURES)
    assert {key: (answer.parts, answer.whole, answer.is_empty) for key, answer in answers.items()} == {
        figure.key: ((), (0, 0, 0) if figure.adds_up else None, True) for figure in learning.FIGURES
    }


def test_all_figures_of_learning_are_asked_at_once(hill, units, standards, django_assert_num_queries):
    scope = scope_of(hill.school)
    with django_assert_num_queries(2):  # What was kept, and the counting.
        ask(scope, learning.FIGURES)


def test_a_unit_across_two_terms_counts_in_both_and_once_in_the_year(hill):
    plan = unit(hill, "Long", term=hill.terms[2], starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 20))
    criterion(plan, "Names sources", {3: 25})
    [year] = Periods(hill.school).years
    assert said(scope_of(hill.school), PRODUCT_EVALUATIONS) == {("Names sources", "Secure (3 of 4)"): (25, 25, 0)}
    assert now(scope_of(hill.school, year), PRODUCT_EVALUATIONS) == {("Names sources", "Secure (3 of 4)"): 25}


def test_a_unit_in_the_holidays_belongs_to_the_term_before_them(hill):
    plan = unit(hill, "Camp", has_no_term=True, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 2))
    criterion(plan, "Names sources", {3: 25})
    assert said(scope_of(hill.school), PRODUCT_EVALUATIONS) == {("Names sources", "Secure (3 of 4)"): (0, 25, 0)}


def test_what_was_learned_stays_when_the_people_leave(hill, units, standards):
    scope = scope_of(hill.school)
    before = [said(scope, figure) for figure in learning.FIGURES]
    for person in (hill.ada, hill.ben):
        person.deactivated_at, person.deactivated_by = NOW, hill.omar
        person.save()
    assert [said(scope, figure) for figure in learning.FIGURES] == before


def test_a_unit_without_dates_belongs_to_the_day_of_the_school_on_which_it_was_begun(hill):
    # At 11:30 in London on 31 December it is half past midnight in Auckland, and the next year.
    school = hill.school
    school.time_zone = "Pacific/Auckland"
    school.save()
    Term.objects.filter(school=school).delete()
    for year, starts_on, ends_on in (
        ("2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("2027", date(2027, 1, 1), date(2027, 1, 31)),
    ):
        Term.objects.create(school=school, name="Summer", year=year, starts_on=starts_on, ends_on=ends_on)
    at_midnight = datetime(2026, 12, 31, 11, 30, tzinfo=UTC)
    criterion(unit(hill, "Stars", has_no_term=True, created_at=at_midnight), "Names sources", {3: 25})
    assert said(scope_of(school), PRODUCT_EVALUATIONS) == {("Names sources", "Secure (3 of 4)"): (25, 0, 0)}


def test_nothing_of_another_school_is_counted(hill, vale, units, standards):
    scope = scope_of(vale.school)
    assert [said(scope, figure) for figure in learning.FIGURES] == [{} for _ in learning.FIGURES]
