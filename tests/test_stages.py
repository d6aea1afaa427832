"""The plan's page and its stages: what stands where, completing and reopening, sharing and closing."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from planning.answers.actions import LostRace, save_answer
from planning.errors import AlreadyDone, PlanIsClosed
from planning.models import Barrier, Criterion, Duty, FormativeCheck, Lesson, Need, StageState, UnitPlan
from planning.rows.actions import add_row
from planning.stages import NUMBERS, PROMPTS, STAGES
from planning.unit_plan.actions import close_plan, complete_stage, reopen_plan, reopen_stage, share_plan
from tests.cast import NOW


def url(name, plan, **more):
    return reverse(name, kwargs={"school_slug": plan.school.slug, "plan_id": plan.pk, **more})


def page(client, plan, number=None, view=""):
    address = (
        url("plan", plan) + (f"?view={view}" if view else "") if number is None else url("stage", plan, number=number)
    )
    response = client.get(address)
    assert response.status_code == 200
    return response


def answer(plan, by, prompt, text="Text", version=0):
    return save_answer(plan=plan, prompt=prompt, text=text, version=version, by=by, now=NOW)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def asked(response):
    """The prompts whose answers the page lets somebody write, in order."""
    return [line.split('"')[0] for line in response.content.decode().split('data-answer="')[1:]]


# --- The plan's own page ----------------------------------------------------------------------------------------


def test_the_short_form_is_the_first_screen(as_ada, plan):
    response = page(as_ada, plan)
    assert asked(response) == [key for key, prompt in PROMPTS.items() if prompt.is_short]


def test_what_the_unit_has_not_come_to_waits_folded_up(as_ada, plan, hill):
    answer(plan, hill.ben, "change")
    shown = page(as_ada, plan).context["page"]
    assert [chapter.number for chapter in shown.chapters] == [0, 1, 5]
    assert [chapter.number for chapter in shown.later] == [2, 3, 4]


def test_a_teacher_finds_their_open_part_first_and_nothing_twice(as_ben, plan, hill):
    response = page(as_ben, plan)
    assert "Your part, Ben" in response.content.decode()
    assert asked(response)[:3] == ["task", "final_product", "competencies"]
    assert len(asked(response)) == len(set(asked(response)))
    answer(plan, hill.ben, "task")
    assert [field.prompt.key for field in page(as_ben, plan).context["page"].part] == ["final_product", "competencies"]


def test_a_teachers_part_is_a_short_page_of_its_own(as_ben, plan, hill):
    response = page(as_ben, plan, view="part")
    assert asked(response) == ["task", "final_product", "competencies"]
    for key in asked(response):
        answer(plan, hill.ben, key)
    assert "Nothing waits for you here" in page(as_ben, plan, view="part").content.decode()


def test_a_teachers_part_grows_with_the_stages(as_ben, plan, hill):
    for number in (1, 2, 3):
        complete_stage(plan=plan, number=number, by=hill.ada, now=NOW)
    assert asked(page(as_ben, plan, view="part")) == ["task", "final_product", "competencies", "product_shows"]


def test_a_librarian_has_no_teachers_part(as_ada, plan):
    response = page(as_ada, plan, view="part")
    assert response.context["page"].face == "short"
    assert "Your part" not in response.content.decode()


def test_the_five_stages_open_from_the_page(as_ada, plan, hill):
    answer(plan, hill.ben, "task")
    complete_stage(plan=plan, number=1, by=hill.ada, now=NOW)
    response = page(as_ada, plan, view="stages")
    html = response.content.decode()
    for stage in STAGES:
        assert url("stage", plan, number=stage.number) in html
        assert stage.question in html
    assert [(step.state, step.people, step.answered) for step in response.context["page"].steps] == [
        ("done", ("Ben Okafor",), 1),
        ("now", (), 0),
        ("open", (), 0),
        ("open", (), 0),
        ("open", (), 0),
    ]


def test_two_texts_are_flagged_on_the_plans_page_wherever_they_stand(as_ada, plan, hill):
    answer(plan, hill.ada, "success_criteria", "One")
    with pytest.raises(LostRace):
        answer(plan, hill.ben, "success_criteria", "Other")
    html = page(as_ada, plan).content.decode()
    assert "Two texts wait for a decision" in html
    assert url("stage", plan, number=1) + "#answer-success_criteria" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plans_page_costs_seven_queries_whatever_is_in_it(as_ada, plan, hill, rows, django_assert_num_queries):
    fill(plan, hill, rows)
    address = url("plan", plan)
    for view in ("", "?view=stages"):
        with django_assert_num_queries(7):
            as_ada.get(address + view)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("number", "queries"), [(1, 8), (2, 9), (3, 9), (4, 8), (5, 7)])
def test_a_stages_page_costs_the_same_whatever_is_in_it(
    as_ben, plan, hill, rows, number, queries, django_assert_num_queries
):
    fill(plan, hill, rows)
    address = url("stage", plan, number=number)
    with django_assert_num_queries(queries):
        as_ben.get(address)


def fill(plan, hill, rows):
    for prompt in PROMPTS.values():
        if prompt.key != "again":
            for version in range(rows):
                answer(plan, hill.ada, prompt.key, f"Text {version}", version)
    for person in (hill.ben, hill.hugo, hill.cleo)[:rows]:
        for number in NUMBERS:
            answer(plan, person, STAGES[number - 1].prompts[0].key, f"Text of {person}", rows_version(plan, number))


def rows_version(plan, number):
    return plan.answers.get(prompt=STAGES[number - 1].prompts[0].key).version


# --- The page of a stage ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_asks_all_its_questions_under_the_students_one(as_ada, plan, stage):
    response = page(as_ada, plan, stage.number)
    assert sorted(asked(response)) == sorted(prompt.key for prompt in stage.prompts)
    assert stage.question in response.content.decode()


def test_a_teacher_finds_their_part_of_a_stage_first(as_ben, as_ada, plan):
    assert [group.title for group in page(as_ada, plan, 2).context["page"].groups] == [
        "Together",
        "The librarian’s part",
    ]
    groups = page(as_ben, plan, 5).context["page"].groups
    assert [(group.key, group.is_mine) for group in groups] == [
        ("teacher", True),
        ("librarian", False),
        ("students", False),
        ("together", False),
    ]


def test_a_later_stage_can_be_filled_and_completed_before_an_earlier_one(as_ben, plan, hill):
    answer(plan, hill.ben, "teacher_view")
    assert as_ben.post(url("stage_complete", plan, number=5)).status_code == 302
    assert list(plan.stages.filter(completed_at=None).values_list("number", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize("number", [0, 6, 99999999999999999999])
def test_there_are_five_stages(as_ada, plan, number):
    assert as_ada.get(url("stage", plan, number=number)).status_code == 404
    assert as_ada.post(url("stage_complete", plan, number=number)).status_code == 404
    assert as_ada.post(url("stage_reopen", plan, number=number)).status_code == 404


def test_a_stage_is_completed_by_somebody_at_a_time(as_ben, plan, hill):
    response = as_ben.post(url("stage_complete", plan, number=1))
    assert (response["Location"], said(response)) == (
        url("stage", plan, number=1),
        ["Stage 1, assignment, is complete."],
    )
    assert StageState.objects.get(plan=plan, number=1).completed_by == hill.ben
    assert "Ben Okafor" in page(as_ben, plan, 1).context["page"].step.completed


def test_completing_twice_is_told_and_changes_nothing(as_ben, as_ada, plan, hill):
    as_ben.post(url("stage_complete", plan, number=1))
    response = as_ada.post(url("stage_complete", plan, number=1))
    assert said(response)[-1] == "This stage is complete already."
    assert StageState.objects.get(plan=plan, number=1).completed_by == hill.ben


def test_a_stage_is_reopened_with_a_reason_for_the_history(as_ada, plan, hill):
    complete_stage(plan=plan, number=1, by=hill.ben, now=NOW)
    response = as_ada.post(url("stage_reopen", plan, number=1), {"why": "The task changed."})
    assert said(response) == ["Stage 1, assignment, is open again."]
    state = StageState.objects.get(plan=plan, number=1)
    assert (state.completed_at, state.reopened_by) == (None, hill.ada)
    assert state.events.last().pgh_context.metadata["why"] == "The task changed."
    with pytest.raises(AlreadyDone):
        reopen_stage(plan=plan, number=1, by=hill.ada, now=NOW)


@pytest.mark.parametrize("name", ["stage_reopen", "plan_reopen"])
def test_a_reason_that_is_too_long_is_told(as_ada, plan, hill, name):
    complete_stage(plan=plan, number=1, by=hill.ben, now=NOW)
    close_plan(plan=plan, by=hill.ben, now=NOW)
    more = {"number": 1} if name == "stage_reopen" else {}
    response = as_ada.post(url(name, plan, **more), {"why": "x" * 5_000})
    assert "500 characters" in said(response)[-1]


ROWS = [
    (Need, {"source": "Reading test", "shows": "Half of them guess."}),
    (Lesson, {"focus": "Judging sources", "led_by": "together"}),
    (Duty, {"what": "Book the room"}),
    (FormativeCheck, {"what": "Exit tickets"}),
    (Barrier, {"kind": "time"}),
    (Criterion, {"name": "Gives credit"}),
]


@pytest.mark.parametrize("number", NUMBERS)
def test_whatever_is_pressed_on_a_stage_goes_through_its_answers(as_ada, plan, hill, number):
    for model, values in ROWS:
        add_row(model=model, plan=plan, values=values, by=hill.ada, now=NOW)
    for is_complete in (False, True):
        page = as_ada.get(url("stage", plan, number=number)).content.decode()
        parts = page[page.index("</h1>") : page.index("</main>")]
        assert re.findall(r"<a [^>]*href=\"(?!http)[^\"]*\"", parts) == []
        buttons = re.findall(r"<button [^>]*>", parts)
        assert [button for button in buttons if 'form="answers"' not in button] == []
        assert len(buttons) > 3
        if is_complete:
            assert "formaction" in buttons[0], "the Enter key presses the first button"
            assert "reopen" in buttons[0]
        else:
            complete_stage(plan=plan, number=number, by=hill.ada, now=NOW)


# --- Sharing and closing ----------------------------------------------------------------------------------------


def test_completing_stage_two_shares_the_plan_and_says_so(as_ben, plan):
    response = as_ben.post(url("stage_complete", plan, number=2))
    assert said(response)[-1].startswith("The plan is shared with the school now.")
    assert UnitPlan.objects.get().is_shared


def test_what_somebody_chose_stays_chosen(as_ben, plan, hill):
    share_plan(plan=plan, is_shared=True, by=hill.ada, now=NOW)
    share_plan(plan=plan, is_shared=False, by=hill.ada, now=NOW)
    as_ben.post(url("stage_complete", plan, number=2))
    assert not UnitPlan.objects.get().is_shared


def test_a_plan_is_shared_and_unshared_by_a_switch(as_ben, plan):
    as_ben.post(url("plan_share", plan), {"is_shared": "yes"})
    assert UnitPlan.objects.get().is_shared
    response = as_ben.post(url("plan_share", plan), {"is_shared": "yes"})
    assert said(response)[-1] == "It is shared already."
    as_ben.post(url("plan_share", plan), {"is_shared": "no"})
    assert not UnitPlan.objects.get().is_shared


def test_a_closed_plan_is_read_only_until_it_is_reopened(as_ben, plan, hill):
    answer(plan, hill.ben, "task", "Draw a volcano.")
    as_ben.post(url("plan_close", plan))
    for response in (page(as_ben, plan), page(as_ben, plan, 1)):
        html = response.content.decode()
        assert asked(response) == []
        assert "This plan is closed" in html
        assert "Reopen the plan" in html
        assert "Draw a volcano." in html
    assert said(as_ben.post(url("stage_complete", plan, number=1)))[-1] == str(PlanIsClosed())
    as_ben.post(url("plan_reopen", plan), {"why": "Something was missing."})
    assert "task" in asked(page(as_ben, plan))


def test_closing_and_reopening_twice_is_told(as_ada, plan, hill):
    close_plan(plan=plan, by=hill.ben, now=NOW)
    assert said(as_ada.post(url("plan_close", plan)))[-1] == "This plan is closed already."
    reopen_plan(plan=plan, by=hill.ben, now=NOW + timedelta(hours=1), why="")
    assert said(as_ada.post(url("plan_reopen", plan)))[-1] == "This plan is open already."


@pytest.mark.parametrize("name", ["plan_share", "plan_close", "plan_reopen", "stage_complete", "stage_reopen"])
def test_a_get_changes_nothing(as_ada, plan, name):
    more = {"number": 1} if name.startswith("stage") else {}
    assert as_ada.get(url(name, plan, **more)).status_code == 405


@pytest.mark.parametrize("number", [2**63, 10**30])
def test_a_number_that_no_plan_can_have_is_404(as_ada, number):
    assert as_ada.get(f"/hill/plans/{number}/").status_code == 404
    assert as_ada.get(f"/hill/plans/{number}/stages/1/").status_code == 404
