"""Who is reached, counted by hand: teachers, departments, classes, students, coverage, new and outside partners."""

from datetime import UTC, date, datetime

import pytest

from collab.models import ClassGroup, Member, Role, Term, YearLevel
from outreach.reports.asking import ask, ask_one, behind
from outreach.reports.figures.reach import (
    CLASSES,
    COVERAGE,
    DEPARTMENTS,
    FIGURES,
    NEW_PARTNERS,
    OUTSIDE_PARTNERS,
    STUDENTS,
    TEACHERS,
)
from outreach.reports.periods import days
from outreach.reports.scopes import Three
from planning.models import Partner
from tests.cast import make_member
from tests.figure_schools import contribute, counted, make_unit, scope_of, term_of

LONG_AGO = datetime(2024, 1, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def they_have_been_here_for_years(hill):
    Member.objects.filter(school=hill.school).update(created_at=LONG_AGO)


def test_hill_school_counted_by_hand(hill):
    """Three units in the year 2026, all in term 4, all of Humanities.

    Volcanoes  Ben          6B (27)            Year 6   one part of the librarian: level 1
    Rivers     Ben, Hugo    6B (27), 5A (24)   Year 6   nothing recorded
    Stars      Hugo         no class, 12       none     nothing recorded
    Teachers: Ben and Hugo of Humanities are reached, Cleo of Science is not. Classes: 6B and 5A, so 2.
    Students: 27 + 24 in classes, each once, and the 12 of Stars: 63.
    """
    year_5 = YearLevel.objects.create(school=hill.school, name="Year 5", position=5)
    five_a = ClassGroup.objects.create(school=hill.school, name="5A", year_level=year_5, size=24)
    volcanoes = make_unit(hill, teachers=[hill.ben], years=[hill.year_level], classes=[hill.class_group])
    contribute(volcanoes, hill.ada, 1)
    both = [hill.ben, hill.hugo]
    make_unit(hill, "Rivers", teachers=both, years=[hill.year_level], classes=[hill.class_group, five_a])
    make_unit(hill, "Stars", teachers=[hill.hugo], students=12, outside=[("Ana", "Museum"), ("Bo", "museum")])
    scope = scope_of(hill.school)
    assert {figure.key: counted(figure, scope) for figure in FIGURES} == {
        "teachers": {("Reached", "Humanities"): 2, ("Not reached yet", "Science"): 1},
        "departments": {("Humanities", "Reached"): 2, ("Science", "Not reached yet"): 1},
        "classes": {"Year 5": 1, "Year 6": 1},
        "students": {"Humanities": 63},
        "coverage": {("Humanities", "Term 4, 2026 · Year 6"): 1},
        "new_partners": {"Humanities": 2},
        "outside_partners": {"Museum": 2},
    }
    wholes = {key: answer.whole.now for key, answer in ask(scope, FIGURES).items() if answer.whole}
    assert wholes == {"teachers": 3, "classes": 2, "students": 63, "new_partners": 2, "outside_partners": 2}


def test_with_no_unit_nobody_is_reached(hill):
    scope = scope_of(hill.school)
    assert counted(DEPARTMENTS, scope) == {("Humanities", "Not reached yet"): 2, ("Science", "Not reached yet"): 1}
    answers = ask(scope, FIGURES)
    assert [key for key, answer in answers.items() if answer.parts] == ["teachers", "departments"]


def test_a_unit_of_teachers_alone_reaches_nobody(hill):
    plan = make_unit(hill, teachers=[hill.ben], classes=[hill.class_group])
    plan.partners.filter(kind=Partner.Kind.LIBRARIAN).delete()
    scope = scope_of(hill.school)
    assert counted(TEACHERS, scope) == {("Not reached yet", "Humanities"): 2, ("Not reached yet", "Science"): 1}
    assert [counted(figure, scope) for figure in (CLASSES, STUDENTS, COVERAGE, NEW_PARTNERS)] == [{}] * 4


def test_a_teacher_of_two_departments_is_one_teacher_and_counts_in_both_departments(hill):
    """Ben of Humanities and Science is reached; Hugo (Humanities) and Cleo (Science) are not: 3 teachers, 4 places."""
    hill.ben.departments.add(hill.science)
    make_unit(hill, teachers=[hill.ben])
    scope = scope_of(hill.school)
    assert counted(TEACHERS, scope) == {
        ("Reached", "Humanities, Science"): 1,
        ("Not reached yet", "Humanities"): 1,
        ("Not reached yet", "Science"): 1,
    }
    assert ask_one(scope, TEACHERS).whole == Three(3, 3, 3)
    assert counted(DEPARTMENTS, scope) == {
        ("Humanities", "Not reached yet"): 1,
        ("Humanities", "Reached"): 1,
        ("Science", "Not reached yet"): 1,
        ("Science", "Reached"): 1,
    }
    assert ask_one(scope, DEPARTMENTS).whole is None


def test_a_head_sees_no_other_department_of_the_own_teachers(hill):
    hill.ben.departments.add(hill.science)
    make_unit(hill, teachers=[hill.ben])
    scope = scope_of(hill.school, departments=(hill.humanities.pk,))
    assert counted(DEPARTMENTS, scope) == {("Humanities", "Not reached yet"): 1, ("Humanities", "Reached"): 1}


def test_a_teacher_of_no_department_stands_last(hill):
    make_member(hill.school, "abe", "Abe Zimmer", [Role.TEACHER])
    parts = ask_one(scope_of(hill.school), DEPARTMENTS).parts
    assert [part.label for part in parts] == ["Humanities", "Science", "No department"]


def test_a_librarian_who_teaches_as_well_is_nobody_whom_the_library_has_to_reach(hill):
    before = ask_one(scope_of(hill.school), TEACHERS).whole.now
    Member.objects.filter(pk=hill.ben.pk).update(roles=[Role.TEACHER, Role.LIBRARIAN])
    assert ask_one(scope_of(hill.school), TEACHERS).whole.now == before - 1


def test_who_was_added_later_was_here_since_the_first_unit_with_the_library(hill):
    """Cleo was added in term 4; her unit of term 3 shows that she taught here then. Ben was added in term 4 too."""
    make_unit(hill, teachers=[hill.cleo], term=hill.terms[2])
    Member.objects.filter(pk__in=[hill.ben.pk, hill.cleo.pk]).update(created_at=datetime(2026, 11, 2, 1, tzinfo=UTC))
    of_term_2, of_term_3 = (scope_of(hill.school, term_of(hill.school, term)) for term in hill.terms[1:3])
    assert counted(DEPARTMENTS, of_term_2) == {("Humanities", "Not reached yet"): 1}
    assert counted(DEPARTMENTS, of_term_3) == {("Humanities", "Not reached yet"): 1, ("Science", "Reached"): 1}


def test_who_left_counts_until_the_day_and_the_unit_stays(hill):
    """Cleo left on 30 September, in the holidays after term 3: she was a teacher of term 3 and none of term 4."""
    make_unit(hill, teachers=[hill.cleo], term=hill.terms[2])
    Member.objects.filter(pk=hill.cleo.pk).update(deactivated_at=datetime(2026, 9, 30, 3, tzinfo=UTC))
    of_term_3, of_term_4 = (scope_of(hill.school, term_of(hill.school, term)) for term in hill.terms[2:])
    assert counted(DEPARTMENTS, of_term_3) == {("Humanities", "Not reached yet"): 2, ("Science", "Reached"): 1}
    assert counted(DEPARTMENTS, of_term_4) == {("Humanities", "Not reached yet"): 2}
    assert counted(NEW_PARTNERS, of_term_3) == {"Science": 1}


def test_a_class_of_two_units_counts_once_with_the_first_of_them(hill):
    make_unit(hill, "Later", classes=[hill.class_group], starts_on=date(2026, 11, 2))
    first = make_unit(hill, "First", classes=[hill.class_group], starts_on=date(2026, 10, 12))
    scope = scope_of(hill.school)
    assert (behind(scope, CLASSES), behind(scope, STUDENTS)) == ([(first.pk, 1)], [(first.pk, 27)])


def test_two_classes_of_one_unit_are_two(hill):
    ClassGroup.objects.create(school=hill.school, name="6C", year_level=hill.year_level, size=27)
    make_unit(hill, classes=ClassGroup.objects.all())
    assert (counted(CLASSES, scope_of(hill.school)), counted(STUDENTS, scope_of(hill.school))) == (
        {"Year 6": 2},
        {"Humanities": 54},
    )


def test_a_unit_whose_classes_have_no_size_counts_what_it_says_itself(hill):
    ClassGroup.objects.update(size=None)
    make_unit(hill, classes=[hill.class_group], students=31)
    make_unit(hill, "Unsaid", classes=[hill.class_group])
    assert counted(STUDENTS, scope_of(hill.school)) == {"Humanities": 31}


def test_classes_of_another_year_level_are_left_out_where_one_is_asked_for(hill):
    year_5 = YearLevel.objects.create(school=hill.school, name="Year 5", position=5)
    five_a = ClassGroup.objects.create(school=hill.school, name="5A", year_level=year_5, size=24)
    make_unit(hill, years=[hill.year_level, year_5], classes=[hill.class_group, five_a])
    scope = scope_of(hill.school, year_level=year_5.pk)
    assert counted(CLASSES, scope) == {"Year 5": 1}
    assert counted(STUDENTS, scope) == {"Humanities": 24}
    assert [part.across_label for part in ask_one(scope, COVERAGE).parts] == ["Term 4, 2026 · Year 5"]


def test_the_map_shows_the_deepest_level_of_each_cell_and_a_gap_where_there_is_no_unit(hill):
    """Humanities in Year 6: level 1 and 2, so 2. Science in Year 5: a unit of which nothing is recorded, so 0."""
    year_5 = YearLevel.objects.create(school=hill.school, name="Year 5", position=5)
    shallow = make_unit(hill, teachers=[hill.ben], years=[hill.year_level])
    deep = make_unit(hill, teachers=[hill.ben], years=[hill.year_level])
    make_unit(hill, teachers=[hill.cleo], years=[year_5], department=hill.science)
    contribute(shallow, hill.ada, 1)
    contribute(deep, hill.ada, 2, 5)
    answer = ask_one(scope_of(hill.school), COVERAGE)
    assert [(part.label, part.across_label, part.numbers) for part in answer.parts] == [
        ("Humanities", "Term 4, 2026 · Year 6", Three(2, None, None)),
        ("Science", "Term 4, 2026 · Year 5", Three(0, None, None)),
    ]
    assert answer.whole is None
    assert answer.of(str(hill.science.pk), f"4-{hill.year_level.pk}") == Three(None, None, None)


def cells(scope, place=0):
    """The map of one of the three periods: (term and year level) → the deepest level."""
    parts = ask_one(scope, COVERAGE).parts
    return {part.across_label: part.numbers[place] for part in parts if part.numbers[place] is not None}


def test_a_unit_across_two_terms_stands_in_both_and_in_the_period_of_one_of_them_in_that_alone(hill):
    """From 14 September (term 3) to 30 October (term 4)."""
    make_unit(hill, term=None, starts_on=date(2026, 9, 14), ends_on=date(2026, 10, 30), years=[hill.year_level])
    in_3, in_4 = "Term 3, 2026 · Year 6", "Term 4, 2026 · Year 6"
    assert cells(scope_of(hill.school)) == {in_3: 0, in_4: 0}
    assert [cells(scope_of(hill.school, term_of(hill.school, term))) for term in hill.terms] == [
        {},
        {},
        {in_3: 0},
        {in_4: 0},
    ]
    assert cells(scope_of(hill.school, days(date(2026, 7, 1), date(2026, 9, 20)))) == {in_3: 0}


def test_a_term_stands_beside_the_one_with_its_place_in_the_year_before(hill):
    """Level 1 in term 1 of 2025 (the only one of that year), level 2 in term 1 of 2026."""
    first_of_2025 = Term.objects.create(
        school=hill.school, name="Autumn", year="2025", starts_on=date(2025, 2, 3), ends_on=date(2025, 4, 11)
    )
    then = make_unit(hill, teachers=[hill.ben], term=first_of_2025, years=[hill.year_level])
    now = make_unit(hill, teachers=[hill.ben], term=hill.terms[0], years=[hill.year_level])
    contribute(then, hill.ada, 1)
    contribute(now, hill.ada, 2, 5)
    [part] = ask_one(scope_of(hill.school), COVERAGE).parts
    assert (part.across_label, part.numbers) == ("Term 1, 2026 · Year 6", Three(2, 1, 1))


def test_a_unit_before_the_first_term_stands_outside_the_terms(hill):
    make_unit(hill, term=None, starts_on=date(2024, 2, 3), ends_on=date(2024, 2, 4))
    scope = scope_of(hill.school, days(date(2024, 1, 1), date(2024, 12, 31)))
    assert cells(scope) == {"Outside the terms · No year level": 0}


def test_a_partner_is_new_in_the_term_in_which_the_first_unit_begins_and_never_again(hill):
    """Ben's first unit runs from 14 September (term 3) to 30 October (term 4); in term 4 he begins another one."""
    make_unit(hill, teachers=[hill.ben], term=None, starts_on=date(2026, 9, 14), ends_on=date(2026, 10, 30))
    make_unit(hill, teachers=[hill.ben])
    of_term_3, of_term_4 = (scope_of(hill.school, term_of(hill.school, term)) for term in hill.terms[2:])
    assert (counted(NEW_PARTNERS, of_term_3), counted(NEW_PARTNERS, of_term_4)) == ({"Humanities": 1}, {})
    for scope in (of_term_3, of_term_4):
        assert counted(TEACHERS, scope)["Reached", "Humanities"] == 1


def test_who_planned_in_another_subject_before_is_not_new_in_this_one(hill):
    make_unit(hill, teachers=[hill.ben], term=hill.terms[0])
    make_unit(hill, teachers=[hill.ben], subject=hill.subject)
    period = term_of(hill.school, hill.term)
    assert counted(NEW_PARTNERS, scope_of(hill.school, period, subject=hill.subject.pk)) == {}


def test_a_unit_in_the_holidays_belongs_to_the_term_before_them(hill):
    make_unit(hill, teachers=[hill.ben], term=None, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 2))
    reached = [
        ("Reached", "Humanities") in counted(TEACHERS, scope_of(hill.school, term_of(hill.school, term)))
        for term in hill.terms
    ]
    assert reached == [False, False, True, False]


def test_a_unit_on_a_leap_day_lies_in_that_day_alone(hill):
    leap_day = date(2024, 2, 29)
    Term.objects.create(
        school=hill.school, name="Term 1", year="2024", starts_on=date(2024, 1, 29), ends_on=date(2024, 4, 5)
    )
    make_unit(hill, teachers=[hill.ben], term=None, starts_on=leap_day, ends_on=leap_day)
    on_it = scope_of(hill.school, days(leap_day, leap_day))
    next_day = scope_of(hill.school, days(date(2024, 3, 1), date(2024, 3, 1)))
    assert (counted(NEW_PARTNERS, on_it), counted(NEW_PARTNERS, next_day)) == ({"Humanities": 1}, {})
    assert ask_one(next_day, TEACHERS).of("reached", str(hill.humanities.pk)) == Three(0, 1, 0)


def test_at_midnight_in_auckland_a_unit_begins_on_the_day_that_it_is_there(hill):
    """A unit without dates or term, begun on 31 December 2025 at 11:30 UTC: half an hour into 2026 in Auckland."""
    hill.school.time_zone = "Pacific/Auckland"
    hill.school.save()
    make_unit(hill, teachers=[hill.ben], term=None, created_at=datetime(2025, 12, 31, 11, 30, tzinfo=UTC))
    new_year, the_day_before = date(2026, 1, 1), date(2025, 12, 31)
    assert counted(NEW_PARTNERS, scope_of(hill.school, days(new_year, new_year))) == {"Humanities": 1}
    assert counted(NEW_PARTNERS, scope_of(hill.school, days(the_day_before, the_day_before))) == {}


def test_outside_partners_stand_under_their_organisation_else_their_name(hill):
    make_unit(hill, outside=[("Ana", "City Museum"), ("Cy Twain", "")])
    make_unit(hill, "Stars", outside=[("Bo", " city museum ")])
    scope = scope_of(hill.school)
    answer = ask_one(scope, OUTSIDE_PARTNERS)
    assert sorted(part.numbers.now for part in answer.parts) == [1, 2]
    assert answer.whole.now == 3
    assert "/" not in answer.parts[0].key
    found = Partner.objects.filter(kind=Partner.Kind.OUTSIDE).order_by("pk").values_list("pk", flat=True)
    assert [thing for thing, _ in behind(scope, OUTSIDE_PARTNERS)] == list(found)


def test_another_school_is_never_counted(hill, vale):
    make_unit(hill, teachers=[hill.ben], classes=[hill.class_group], outside=[("Ana", "Museum")])
    assert [key for key, answer in ask(scope_of(vale.school), FIGURES).items() if answer.parts] == []
