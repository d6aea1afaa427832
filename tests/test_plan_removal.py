"""A plan that was started by mistake: removed as long as nothing is written in it, and never with anybody's work."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from planning.answers.actions import be_present, save_answer
from planning.errors import PlanIsGone
from planning.models import Barrier, Criterion, Duty, FormativeCheck, Lesson, Need, Partner, UnitPlan
from planning.rows.actions import add_row
from planning.rows.standard_actions import rest_on_entered
from planning.unit_plan.actions import close_plan, complete_stage, start_plan
from planning.unit_plan.removal import remove_plan
from tests.cast import NOW

STANDARD = {"framework": "HASS", "number": "S03", "statement": "Weighs sources", "kind": "outcome", "source_url": ""}


def url(name, plan, **more):
    return reverse(name, kwargs={"school_slug": plan.school.slug, "plan_id": plan.pk, **more})


def answer(plan, by, text, version=0):
    save_answer(plan=plan, prompt="task", text=text, version=version, by=by, now=NOW)


def row(model, **values):
    return lambda plan, by: add_row(model=model, plan=plan, values=values, by=by, now=NOW)


WRITTEN = {
    "1 answer": lambda plan, by: answer(plan, by, "Draw."),
    "1 need": row(Need, source="Reading test", shows="Half of them guess."),
    "1 standard": lambda plan, by: rest_on_entered(plan=plan, values=STANDARD, by=by, now=NOW),
    "1 lesson": row(Lesson, focus="Judging sources"),
    "1 duty": row(Duty, what="Book the room"),
    "1 formative check": row(FormativeCheck, what="Exit tickets"),
    "1 barrier": row(Barrier, kind="time"),
    "1 criterion": row(Criterion, name="Gives credit"),
    "1 stage that is complete": lambda plan, by: complete_stage(plan=plan, number=1, by=by, now=NOW),
}


def test_the_question_names_everything_that_will_be_gone(plan, hill, as_ada):
    UnitPlan.objects.filter(pk=plan.pk).update(students=27, planned_level=3)
    Partner.objects.filter(plan=plan, member=hill.ben).update(will="Bring <rocks>")
    be_present(plan=plan, stage=0, member=hill.ben, now=NOW)
    html = as_ada.get(url("plan_remove", plan)).content.decode()
    for words in ("Volcanoes", "Term 4", "27", "Collaboration", "Ada Marlow", "Ben Okafor", "Bring &lt;rocks&gt;"):
        assert words in html
    assert UnitPlan.objects.exists()


def test_ada_removes_a_plan_and_the_history_keeps_it(plan, hill, as_ada):
    response = as_ada.post(url("plan_remove", plan))
    assert (response.status_code, response.url) == (302, reverse("plans", kwargs={"school_slug": "hill"}))
    assert [str(one) for one in get_messages(response.wsgi_request)] == ["The plan “Volcanoes” is removed."]
    assert not UnitPlan.objects.exists()
    assert as_ada.get(url("plan", plan)).status_code == 404
    event = UnitPlan.pgh_event_model.objects.get(pgh_obj_id=plan.pk, pgh_label="delete")
    assert (event.title, event.pgh_context.metadata["what"]) == ("Volcanoes", "Removed the plan")
    assert event.pgh_context.metadata["member"] == "Ada Marlow"
    gone = Partner.pgh_event_model.objects.filter(pgh_label="delete").values_list("member__name", flat=True)
    assert set(gone) == {"Ada Marlow", "Ben Okafor"}


def test_a_teacher_removes_what_they_started_and_a_partner_does_not(plan, hill, as_ben, as_ada):
    refused = as_ben.post(url("plan_remove", plan))
    assert refused.status_code == 403
    assert "Ada Marlow, who started this plan, and the librarians can remove it." in refused.content.decode()
    own = start_plan(school=hill.school, title="By mistake", partner=hill.ada, by=hill.ben, now=NOW)
    assert as_ben.post(url("plan_remove", own)).status_code == 302
    assert list(UnitPlan.objects.all()) == [plan]


@pytest.mark.parametrize(("words", "write"), WRITTEN.items(), ids=WRITTEN)
def test_a_plan_in_which_something_is_written_stays(words, write, plan, hill, as_ada):
    write(plan, hill.ada)
    html = as_ada.get(url("plan_remove", plan)).content.decode()
    assert f"It holds {words}." in html
    assert "Close the plan" in html
    assert as_ada.post(url("plan_remove", plan)).status_code == 409
    assert UnitPlan.objects.exists()


def test_what_is_written_is_counted(plan, hill, as_ada):
    for write in (WRITTEN["1 answer"], WRITTEN["1 lesson"], WRITTEN["1 lesson"], WRITTEN["1 duty"]):
        write(plan, hill.ada)
    assert "It holds 1 answer, 2 lessons and 1 duty." in as_ada.get(url("plan_remove", plan)).content.decode()


def test_a_plan_whose_answers_were_emptied_again_can_be_removed(plan, hill, as_ada):
    answer(plan, hill.ben, "asdf")
    answer(plan, hill.ben, "", version=1)
    assert as_ada.post(url("plan_remove", plan)).status_code == 302
    assert not UnitPlan.objects.exists()


def test_a_closed_plan_is_removed_by_nobody(plan, hill, as_ada):
    close_plan(plan=plan, by=hill.ada, now=NOW)
    refused = as_ada.post(url("plan_remove", plan))
    assert (refused.status_code, "This plan is closed." in refused.content.decode()) == (403, True)
    assert UnitPlan.objects.exists()


def test_whoever_writes_into_a_plan_that_was_just_removed_is_told(plan, hill):
    remove_plan(plan=plan, by=hill.ada, now=NOW)
    with pytest.raises(PlanIsGone, match="Copy your text"):
        answer(plan, hill.ben, "Draw.")
    with pytest.raises(PlanIsGone):
        remove_plan(plan=plan, by=hill.ada, now=NOW)


def test_the_plans_page_offers_it_to_who_may_as_long_as_nothing_is_answered(plan, hill, as_ada, as_ben):
    offer = f'value="{url("plan_remove", plan)}"'
    assert offer in as_ada.get(url("plan", plan)).content.decode()
    assert offer not in as_ben.get(url("plan", plan)).content.decode()
    answer(plan, hill.ben, "Draw.")
    assert offer not in as_ada.get(url("plan", plan)).content.decode()
