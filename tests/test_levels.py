"""The level reached: a table of cases, what counts as a part, and overruling it with a reason."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse

from collab.models import Role
from planning.answers.actions import save_answer
from planning.errors import PlanIsClosed, PlanningError
from planning.levels import LibrarianParts, librarian_parts, reached, with_librarian_parts
from planning.models import Continuum, Criterion, CriterionCount, Lesson, Need, Partner, UnitPlan
from planning.rows.actions import add_row
from planning.unit_plan.actions import close_plan, overrule_level, start_plan
from tests.cast import NOW

N, C1, C2, C3, C4 = (
    None,
    Continuum.COOPERATION,
    Continuum.COORDINATION,
    Continuum.COLLABORATION,
    Continuum.DATA_DRIVEN,
)

# In planning, in teaching, in assessment, a need → the level, as long as a teacher is a partner.
TABLE = {
    (0, 0, 0, 0): N,
    (0, 0, 0, 1): N,
    (1, 0, 0, 0): C1,
    (1, 0, 0, 1): C1,
    (0, 1, 0, 0): C1,
    (0, 1, 0, 1): C1,
    (0, 0, 1, 0): C1,
    (0, 0, 1, 1): C1,
    (1, 1, 0, 0): C2,
    (1, 1, 0, 1): C2,
    (1, 0, 1, 0): C2,
    (1, 0, 1, 1): C2,
    (0, 1, 1, 0): C2,
    (0, 1, 1, 1): C2,
    (1, 1, 1, 0): C3,
    (1, 1, 1, 1): C4,
}


def test_the_table_has_every_case():
    assert set(TABLE) == set(product((0, 1), repeat=4))


@pytest.mark.parametrize(("case", "level"), TABLE.items())
def test_the_level_follows_from_the_parts(case, level):
    result = reached(LibrarianParts(*map(bool, case)))
    assert result.level == level
    assert [is_true for is_true, _ in result.reasons] == [bool(one) for one in case]


@pytest.mark.parametrize("case", TABLE)
def test_without_a_teacher_there_is_no_partnership(case):
    result = reached(LibrarianParts(*map(bool, case), has_teacher=False))
    assert result.level is None
    assert result.reasons[0] == (False, "No teacher is a partner of this plan yet.")


SILENCE = {
    (): [],
    ("Ben Okafor",): ["Ben Okafor has not written here: what is recorded comes from others."],
    ("Ben Okafor", "Cleo Tanaka"): [
        "Ben Okafor and Cleo Tanaka have not written here: what is recorded comes from others."
    ],
}


@pytest.mark.parametrize(("case", "level"), TABLE.items())
@pytest.mark.parametrize(("names", "sentences"), SILENCE.items())
def test_a_level_that_no_teacher_has_written_for_says_so_and_stays(case, level, names, sentences):
    result = reached(LibrarianParts(*map(bool, case), silent_teachers=names))
    assert result.level == level
    assert [sentence for _, sentence in result.reasons[4:]] == (sentences if level else [])


# --- What counts as a part --------------------------------------------------------------------------------------


def answer(plan, by, prompt):
    save_answer(plan=plan, prompt=prompt, text=f"Text of {by}", version=0, by=by, now=NOW)


def row(model, plan, by, **values):
    return model.objects.create(plan=plan, created_at=NOW, created_by=by, changed_at=NOW, changed_by=by, **values)


def parts(plan):
    """The parts as a tuple of the table: planning, teaching, assessment, need."""
    found = librarian_parts(plan)
    return tuple(map(int, (found.in_planning, found.in_teaching, found.in_assessment, found.has_need)))


def test_a_plan_that_was_only_started_has_no_parts(plan):
    assert librarian_parts(plan) == LibrarianParts(has_teacher=True, silent_teachers=("Ben Okafor",))


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("essential_question", (0, 0, 0, 0)),
        ("information_skills", (1, 0, 0, 0)),
        ("resources", (1, 0, 0, 0)),
        ("progress", (0, 0, 0, 0)),
        ("library_parts_show", (0, 0, 1, 0)),
        ("librarian_view", (0, 0, 1, 0)),
    ],
)
def test_what_the_librarian_writes_counts_and_what_the_teacher_writes_does_not(plan, hill, prompt, expected):
    answer(plan, hill.ben, prompt)
    assert parts(plan) == (0, 0, 0, 0)
    save_answer(plan=plan, prompt=prompt, text="Text of Ada", version=1, by=hill.ada, now=NOW)
    assert parts(plan) == expected


@pytest.mark.parametrize(
    ("lesson", "counts"),
    [
        ({"led_by": "together", "happened": "It went well."}, 1),
        ({"led_by": "teacher", "students_reached": 27}, 1),
        ({"led_by": "librarian", "students_reached": 0}, 1),
        ({"led_by": "together"}, 0),
        ({"led_by": "", "happened": "The teacher alone."}, 0),
    ],
)
def test_teaching_counts_lessons_that_took_place_with_the_librarian(plan, hill, lesson, counts):
    row(Lesson, plan, hill.ben, focus="Sources", **lesson)
    assert parts(plan) == (0, counts, 0, 0)


@pytest.mark.parametrize(
    ("assessed_by", "is_counted", "counts"),
    [("librarian", True, 1), ("together", True, 1), ("together", False, 0), ("teacher", True, 0), ("", True, 0)],
)
def test_assessment_counts_criteria_that_the_librarian_assessed(plan, hill, assessed_by, is_counted, counts):
    criterion = row(Criterion, plan, hill.ben, name="Names a source", assessed_by=assessed_by)
    if is_counted:
        CriterionCount.objects.create(criterion=criterion, level=1, students=3)
    assert parts(plan) == (0, 0, counts, 0)


def test_a_need_counts_whoever_recorded_it(plan, hill):
    row(Need, plan, hill.ben, source="Reading test", shows="Half of the year guess.")
    assert parts(plan) == (0, 0, 0, 1)


def test_a_teacher_librarian_counts_as_what_they_are_in_the_plan(plan, hill):
    hill.ben.roles = [Role.TEACHER, Role.LIBRARIAN]
    hill.ben.save()
    answer(plan, hill.ben, "task")
    assert parts(plan) == (0, 0, 0, 0)
    plan.partners.filter(member=hill.ben).update(kind=Partner.Kind.LIBRARIAN)
    assert parts(plan) == (1, 0, 0, 0)


def test_a_plan_of_the_librarian_alone_has_no_level(hill):
    plan = start_plan(school=hill.school, title="Alone", partner=None, by=hill.ada, now=NOW)
    answer(plan, hill.ada, "information_skills")
    assert reached(librarian_parts(plan)).level is None


# Who plans with the librarian → whether that is a partnership of which a level can be told.
COUNTS_AS_THE_TEACHER = {"ben": True, "hugo": True, "lena": False, "omar": False}


@pytest.mark.parametrize(("who", "is_teacher"), COUNTS_AS_THE_TEACHER.items())
def test_only_who_teaches_counts_as_the_teacher(hill, who, is_teacher):
    plan = start_plan(school=hill.school, title="Rivers", partner=getattr(hill, who), by=hill.ada, now=NOW)
    answer(plan, hill.ada, "information_skills")
    assert librarian_parts(plan).has_teacher == is_teacher
    assert reached(librarian_parts(plan)).level == (C1 if is_teacher else None)


def test_a_leader_counts_as_the_teacher_where_somebody_says_that_they_are(plan, hill):
    plan.partners.all().delete()
    add_row(model=Partner, plan=plan, values={"member": hill.lena, "kind": "teacher"}, by=hill.ada, now=NOW)
    assert librarian_parts(plan).has_teacher


def test_a_teacher_is_silent_until_one_of_them_has_written_anything(plan, hill):
    add_row(model=Partner, plan=plan, values={"member": hill.cleo, "kind": "teacher"}, by=hill.ada, now=NOW)
    answer(plan, hill.ada, "information_skills")
    assert librarian_parts(plan).silent_teachers == ("Ben Okafor", "Cleo Tanaka")
    answer(plan, hill.cleo, "task")
    assert librarian_parts(plan).silent_teachers == ()


def test_many_plans_bring_their_parts_in_one_query(plan, hill, django_assert_num_queries):
    for number in range(3):
        other = start_plan(school=hill.school, title=f"Plan {number}", partner=hill.ben, by=hill.ada, now=NOW)
        answer(other, hill.ada, "resources")
    with django_assert_num_queries(1):
        plans = with_librarian_parts(UnitPlan.objects.order_by("pk"))
        levels = [reached(librarian_parts(one)).level for one in plans]
    assert levels == [None, C1, C1, C1]


# --- Overruled by a person --------------------------------------------------------------------------------------


def url(plan):
    return reverse("plan_level", kwargs={"school_slug": plan.school.slug, "plan_id": plan.pk})


def test_the_level_is_overruled_with_a_reason_and_shown_with_it(as_ada, plan, hill):
    response = as_ada.post(url(plan), {"level": "3", "reason": "We met every week."})
    assert response.status_code == 302
    plan.refresh_from_db()
    assert (plan.overruled_level, plan.overruled_reason, plan.overruled_by) == (3, "We met every week.", hill.ada)
    page = as_ada.get(plan.get_absolute_url()).content.decode()
    for text in ("Collaboration", "Set by Ada Marlow", "We met every week.", "no level yet"):
        assert text in page


@pytest.mark.parametrize("reason", ["", "   ", "\x00"])
def test_the_level_is_not_overruled_without_a_reason(as_ada, plan, hill, reason):
    response = as_ada.post(url(plan), {"level": "3", "reason": reason})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    with pytest.raises(PlanningError, match="Say in a few words"):
        overrule_level(plan=plan, level=3, reason="  ", read_at=None, by=hill.ada, now=NOW)


def test_the_level_goes_back_to_what_is_recorded(as_ada, plan, hill):
    overrule_level(plan=plan, level=3, reason="We met.", read_at=None, by=hill.ada, now=NOW)
    sent = {"level": "", "reason": "kept by mistake", "read_at": read_at(as_ada.get(url(plan)))}
    assert as_ada.post(url(plan), sent).status_code == 302
    plan.refresh_from_db()
    assert (plan.overruled_level, plan.overruled_reason, plan.overruled_at) == (None, "", None)


def read_at(response):
    return re.search(r'name="read_at"(?: value="([^"]*)")?', response.content.decode())[1] or ""


def test_of_two_people_who_overrule_at_once_the_second_sees_both_and_may_win_knowingly(as_ada, as_ben, plan, hill):
    seen = read_at(as_ben.get(url(plan)))
    assert as_ada.post(url(plan), {"level": "3", "reason": "We met <every> week.", "read_at": ""}).status_code == 302
    lost = as_ben.post(url(plan), {"level": "2", "reason": "Only twice.", "read_at": seen})
    html = lost.content.decode()
    assert lost.status_code == 409
    for text in ("It is Collaboration now. Set by Ada Marlow", "We met &lt;every&gt; week.", "Only twice.</textarea>"):
        assert text in html
    plan.refresh_from_db()
    assert (plan.overruled_level, plan.overruled_by) == (3, hill.ada)
    won = as_ben.post(url(plan), {"level": "2", "reason": "Only twice.", "read_at": read_at(lost)})
    plan.refresh_from_db()
    assert (won.status_code, plan.overruled_level, plan.overruled_by) == (302, 2, hill.ben)


def test_somebody_who_overrules_what_went_back_to_the_records_is_told(as_ada, as_ben, plan, hill):
    overrule_level(plan=plan, level=3, reason="We met.", read_at=None, by=hill.ada, now=NOW)
    seen = read_at(as_ben.get(url(plan)))
    assert as_ada.post(url(plan), {"level": "", "reason": "", "read_at": seen}).status_code == 302
    lost = as_ben.post(url(plan), {"level": "2", "reason": "Only twice.", "read_at": seen})
    assert (lost.status_code, read_at(lost)) == (409, "")
    assert "It is as recorded again" in lost.content.decode()


@pytest.mark.parametrize("odd", ["x", "2026", "9999-99-99T00:00:00+00:00", "x" * 5_000, "<script>", "2026-11-18T01:30"])
def test_a_level_read_at_no_moment_that_there_was_changes_nothing(as_ada, plan, odd):
    assert as_ada.post(url(plan), {"level": "3", "reason": "We met.", "read_at": odd}).status_code == 409
    assert UnitPlan.objects.get().overruled_level is None


@pytest.mark.parametrize(("level", "reason"), [("9", "x"), ("x", "x"), ("3", "x" * 5_000), ("<script>", "x")])
def test_odd_levels_and_reasons_get_a_clear_error(as_ada, plan, level, reason):
    assert as_ada.post(url(plan), {"level": level, "reason": reason}).status_code == 422


def test_the_level_of_a_closed_plan_stays(as_ada, plan, hill):
    close_plan(plan=plan, by=hill.ada, now=NOW + timedelta(hours=1))
    assert as_ada.post(url(plan), {"level": "3", "reason": "Late"}).status_code == 422
    with pytest.raises(PlanIsClosed):
        overrule_level(plan=plan, level=3, reason="Late", read_at=None, by=hill.ada, now=NOW)
