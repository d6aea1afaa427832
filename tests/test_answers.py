"""Answers: saved as they are typed, never overwritten silently, settled between two people."""

import threading
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from collab.models import Role
from planning.answers import queries
from planning.answers.actions import LostRace, Page, be_present, forget_presences, save_answer, settle
from planning.answers.differences import Merge, compare, merge
from planning.answers.texts import digest
from planning.errors import AlreadyDone, PlanIsClosed, PlanningError, RowChanged
from planning.models import Answer, Contribution, Duty, Partner, Presence, RivalAnswer, UnitPlan
from planning.models.answers import LONGEST_ANSWER
from planning.rows.actions import add_row
from planning.stages import HEAD, PROMPTS, STAGES
from planning.unit_plan.actions import close_plan, start_plan
from tests import cast
from tests.cast import NOW

JSON = {"accept": "application/json"}
ASSIGNMENT = STAGES[0]


def url(name, plan, **more):
    return reverse(name, kwargs={"school_slug": plan.school.slug, "plan_id": plan.pk, **more})


def save(plan, by, text, version, *, prompt="task", page="", serial=0, now=NOW):
    return save_answer(plan=plan, prompt=prompt, text=text, version=version, by=by, now=now, page=Page(page, serial))


def lose(plan, by, text, version, **more):
    """Saves a text that comes second; returns the `LostRace`."""
    with pytest.raises(LostRace) as lost:
        save(plan, by, text, version, **more)
    return lost.value


def standing(plan, prompt="task"):
    return Answer.objects.get(plan=plan, prompt=prompt)


def open_texts(plan):
    return sorted(RivalAnswer.objects.filter(plan=plan, settled_at=None).values_list("text", flat=True))


@pytest.fixture
def conflict(plan, hill):
    """Ada's text stands, Ben's is kept beside it; returns Ben's rival."""
    save(plan, hill.ada, "Draw a volcano.", 0)
    return lose(plan, hill.ben, "Build a volcano.", 0).rival


# --- Saving ---------------------------------------------------------------------------------------------------


def test_the_first_text_under_a_prompt_becomes_version_one(plan, hill):
    answer = save(plan, hill.ben, "Draw a volcano.", 0)
    assert (answer.text, answer.version, answer.saved_by, answer.saved_at) == ("Draw a volcano.", 1, hill.ben, NOW)


def test_a_text_read_at_the_standing_version_replaces_it(plan, hill):
    save(plan, hill.ben, "Draw a volcano.", 0)
    answer = save(plan, hill.ada, "Draw two volcanoes.", 1)
    assert (answer.text, answer.version, answer.saved_by) == ("Draw two volcanoes.", 2, hill.ada)


def test_the_same_text_again_changes_nothing(plan, hill):
    save(plan, hill.ben, "Draw a volcano.", 0)
    answer = save(plan, hill.ada, "Draw a volcano.", 0, now=NOW + timedelta(hours=1))
    assert (answer.version, answer.saved_by, answer.saved_at) == (1, hill.ben, NOW)


def test_saving_nothing_where_nothing_stood_writes_no_row(plan, hill):
    assert save(plan, hill.ben, "", 0).version == 0
    assert Answer.objects.count() == 0


def test_an_answer_counts_as_a_part_in_its_stage(plan, hill):
    save(plan, hill.ben, "Draw a volcano.", 0)
    assert set(Contribution.objects.filter(member=hill.ben).values_list("stage", flat=True)) == {1}


def test_a_text_that_is_too_long_is_refused_whole(plan, hill):
    with pytest.raises(PlanningError, match="longer than 100,000 characters"):
        save(plan, hill.ben, "x" * (LONGEST_ANSWER + 1), 0)
    assert Answer.objects.count() == 0


def test_nothing_is_saved_in_a_closed_plan(plan, hill):
    close_plan(plan=plan, by=hill.ada, now=NOW)
    with pytest.raises(PlanIsClosed):
        save(plan, hill.ben, "Too late.", 0)
    assert Answer.objects.count() == 0


def test_every_change_is_in_the_history_with_who_and_what(plan, hill):
    save(plan, hill.ben, "Draw a volcano.", 0)
    save(plan, hill.ada, "Draw two.", 1)
    events = standing(plan).events.order_by("pgh_id")
    assert [(event.text, event.version, event.pgh_context.metadata["member"]) for event in events] == [
        ("Draw a volcano.", 1, "Ben Okafor"),
        ("Draw two.", 2, "Ada Marlow"),
    ]


# --- Two people, one answer -------------------------------------------------------------------------------------


def test_a_text_that_comes_second_is_kept_beside_the_first(plan, hill):
    save(plan, hill.ada, "Draw a volcano.", 0)
    lost = lose(plan, hill.ben, "Build a volcano.", 0)
    assert str(lost) == "Ada Marlow changed this answer while you were typing. Both texts are kept."
    assert (standing(plan).text, lost.rival.text, lost.rival.written_by) == (
        "Draw a volcano.",
        "Build a volcano.",
        hill.ben,
    )


def test_whoever_types_on_in_one_page_has_one_text_beside_the_answer(plan, hill):
    save(plan, hill.ada, "Draw a volcano.", 0)
    lose(plan, hill.ben, "Build", 0, page="bens", serial=1)
    lose(plan, hill.ben, "Build a volcano.", 0, page="bens", serial=2)
    assert open_texts(plan) == ["Build a volcano."]


def test_a_late_save_of_the_same_page_does_not_undo_its_newer_one(plan, hill):
    save(plan, hill.ben, "Draw a volcano.", 0, page="bens", serial=2)
    answer = save(plan, hill.ben, "Draw", 0, page="bens", serial=1)
    assert (answer.text, open_texts(plan)) == ("Draw a volcano.", [])


def test_a_late_save_does_not_undo_a_newer_text_beside_the_answer(plan, hill):
    save(plan, hill.ada, "Draw a volcano.", 0)
    lose(plan, hill.ben, "Build a volcano.", 0, page="bens", serial=2)
    lose(plan, hill.ben, "Build", 0, page="bens", serial=1)
    assert open_texts(plan) == ["Build a volcano."]


def test_a_page_whose_reply_got_lost_does_not_race_against_itself(plan, hill):
    save(plan, hill.ben, "Draw", 0, page="bens", serial=1)
    answer = save(plan, hill.ben, "Draw a volcano.", 0, page="bens", serial=2)
    assert (answer.text, answer.version, open_texts(plan)) == ("Draw a volcano.", 2, [])


def test_two_windows_of_one_person_do_race(plan, hill):
    save(plan, hill.ben, "From the phone.", 0, page="phone", serial=1)
    lose(plan, hill.ben, "From the laptop.", 0, page="laptop", serial=1)
    assert (standing(plan).text, open_texts(plan)) == ("From the phone.", ["From the laptop."])


def test_the_page_of_a_colleague_in_between_is_not_overwritten(plan, hill):
    save(plan, hill.ben, "Draw", 0, page="bens", serial=1)
    save(plan, hill.ada, "Draw and label", 1, page="adas", serial=1)
    lose(plan, hill.ben, "Draw a volcano.", 1, page="bens", serial=2)
    assert (standing(plan).text, open_texts(plan)) == ("Draw and label", ["Draw a volcano."])


def test_typing_the_answer_itself_ends_the_conflict(plan, hill):
    save(plan, hill.ada, "Draw a volcano.", 0)
    lose(plan, hill.ben, "Build a volcano.", 0, page="bens", serial=1)
    save(plan, hill.ben, "Draw a volcano.", 0, page="bens", serial=2)
    assert (standing(plan).version, open_texts(plan)) == (1, [])


def test_typing_on_in_a_text_that_was_chosen_changes_the_answer(plan, hill):
    save(plan, hill.ada, "Draw a volcano.", 0)
    rival = lose(plan, hill.ben, "Build a volcano.", 0, page="bens", serial=1).rival
    settle(rival=rival, text=rival.text, version=1, by=hill.ada, now=NOW)
    answer = save(plan, hill.ben, "Build a volcano of clay.", 0, page="bens", serial=2)
    assert (answer.text, answer.saved_by, open_texts(plan)) == ("Build a volcano of clay.", hill.ben, [])


def test_typing_on_in_a_text_that_was_not_chosen_keeps_it_beside_the_answer(plan, hill):
    save(plan, hill.ada, "Draw a volcano.", 0)
    rival = lose(plan, hill.ben, "Build a volcano.", 0, page="bens", serial=1).rival
    settle(rival=rival, text=None, version=1, by=hill.ada, now=NOW)
    lose(plan, hill.ben, "Build a volcano of clay.", 0, page="bens", serial=2)
    assert (standing(plan).text, open_texts(plan)) == ("Draw a volcano.", ["Build a volcano of clay."])


# --- Deciding ---------------------------------------------------------------------------------------------------


def test_keeping_the_answer_settles_the_rival_and_writes_nothing(plan, hill, conflict):
    settle(rival=conflict, text=None, version=1, by=hill.ada, now=NOW)
    assert (standing(plan).text, standing(plan).version, open_texts(plan)) == ("Draw a volcano.", 1, [])


def test_keeping_the_rival_makes_it_the_answer(plan, hill, conflict):
    answer = settle(rival=conflict, text=conflict.text, version=1, by=hill.ada, now=NOW)
    assert (answer.text, answer.version, answer.saved_by, open_texts(plan)) == ("Build a volcano.", 2, hill.ada, [])


def test_both_together_makes_a_third_text_the_answer(plan, hill, conflict):
    settle(rival=conflict, text="Draw or build a volcano.", version=1, by=hill.ben, now=NOW)
    assert (standing(plan).text, open_texts(plan)) == ("Draw or build a volcano.", [])


def test_the_text_that_gives_way_stays_in_the_history(plan, hill, conflict):
    settle(rival=conflict, text=conflict.text, version=1, by=hill.ada, now=NOW)
    assert [event.text for event in standing(plan).events.order_by("pgh_id")] == ["Draw a volcano.", "Build a volcano."]
    assert RivalAnswer.objects.get().settled_by == hill.ada


def test_a_decision_is_made_once(plan, hill, conflict):
    settle(rival=conflict, text=None, version=1, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone):
        settle(rival=conflict, text=conflict.text, version=1, by=hill.ben, now=NOW)
    assert standing(plan).text == "Draw a volcano."


def test_nobody_decides_about_an_answer_that_has_changed_since(plan, hill, conflict):
    save(plan, hill.ada, "Draw three volcanoes.", 1)
    with pytest.raises(RowChanged):
        settle(rival=conflict, text=conflict.text, version=1, by=hill.ben, now=NOW)
    assert (standing(plan).text, open_texts(plan)) == ("Draw three volcanoes.", ["Build a volcano."])


def test_nobody_decides_about_a_rival_that_has_grown_since(plan, hill):
    save(plan, hill.ada, "Draw a volcano.", 0)
    seen = lose(plan, hill.ben, "Build", 0, page="bens", serial=1).rival
    lose(plan, hill.ben, "Build a volcano.", 0, page="bens", serial=2)
    with pytest.raises(RowChanged):
        settle(rival=seen, text=None, version=1, by=hill.ada, now=NOW)
    assert open_texts(plan) == ["Build a volcano."]


# --- At the same moment, for real -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["", "Draw a volcano."])
def test_of_texts_saved_at_the_same_moment_all_are_kept(first):
    hill = cast.make_hill()
    plan = start_plan(school=hill.school, title="Volcanoes", partner=hill.ben, by=hill.ada, now=NOW)
    if first:
        save(plan, hill.ada, first, 0)
    texts = {f"Text of {person}": person for person in (hill.ada, hill.ben, hill.hugo, hill.cleo)}
    start, lost = threading.Barrier(len(texts)), []

    def write(text, person):
        try:
            start.wait(10)
            save(plan, person, text, 1 if first else 0, page=f"page of {person}", serial=1)
        except LostRace as race:
            lost.append(race.rival.text)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=item) for item in texts.items()]
    [thread.start() for thread in threads]
    [thread.join(20) for thread in threads]
    assert {standing(plan).text, *open_texts(plan)} == set(texts)
    assert (len(lost), standing(plan).version) == (3, 2 if first else 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_moment_one_counts():
    hill = cast.make_hill()
    plan = start_plan(school=hill.school, title="Volcanoes", partner=hill.ben, by=hill.ada, now=NOW)
    save(plan, hill.ada, "Draw", 0)
    rival = lose(plan, hill.ben, "Build", 0).rival
    start, outcomes = threading.Barrier(2), []

    def decide(person, text):
        mine = RivalAnswer.objects.select_related("plan").get(pk=rival.pk)
        try:
            start.wait(10)
            settle(rival=mine, text=text, version=1, by=person, now=NOW)
            outcomes.append("done")
        except (AlreadyDone, RowChanged):
            outcomes.append("too late")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=one) for one in ((hill.ada, "Draw more"), (hill.ben, "Build"))]
    [thread.start() for thread in threads]
    [thread.join(20) for thread in threads]
    assert sorted(outcomes) == ["done", "too late"]


# --- Side by side -----------------------------------------------------------------------------------------------


def test_words_that_only_one_text_has_are_marked():
    first, second = compare("Draw a volcano.", "Draw two volcanoes.")
    assert [(piece.text, piece.is_only_here) for piece in first] == [("Draw ", False), ("a volcano.", True)]
    assert [(piece.text, piece.is_only_here) for piece in second] == [("Draw ", False), ("two volcanoes.", True)]


@pytest.mark.parametrize(
    "texts", [("", ""), ("", "a"), ("a\n\nb", "a\nb\n"), ("x " * 400, "y " * 400), ("ü\u200f", "ü")]
)
def test_the_pieces_make_up_the_whole_texts(texts):
    assert tuple("".join(piece.text for piece in side) for side in compare(*texts)) == texts


@pytest.mark.parametrize(
    ("base", "first", "second", "both", "is_clean"),
    [
        ("a\nb", "a!\nb", "a\nb\nc", "a!\nb\nc", True),
        ("The old map.", "The old map was here.", "The very old map.", "The very old map was here.", True),
        ("a\nb\nc", "c", "a\nb\nc\nd", "c\nd", True),
        ("a\nb", "a\n\nb", "a\nb\nc", "a\n\nb\nc", True),
        ("", "Look.", "Look. Then ask.", "Look. Then ask.", True),
        ("x", "x y", "x z", "x y\nx z", False),
        ("", "mine", "yours", "mine\nyours", False),
        (None, "a\nb\nz", "a\nc\nz", "a\nb\nc\nz", False),
    ],
)
def test_both_changes_together(base, first, second, both, is_clean):
    assert merge(base, first, second) == Merge(both, is_clean)


def test_long_texts_are_compared_in_bounded_time():
    before = timezone.now()
    compare("word " * 20_000, "other word " * 9_000)
    merge("a\n" * 30_000, "b\na\n" * 15_000, "a\nc\n" * 15_000)
    assert timezone.now() - before < timedelta(seconds=5)


def test_the_reader_is_told_whose_text_is_whose(plan, hill, conflict):
    def buttons(reader):
        [task] = queries.fields(plan=plan, prompts=[PROMPTS["task"]], reader=reader, now=NOW)
        return task.conflicts[0].title, [side.button for side in task.conflicts[0].sides]

    assert buttons(hill.ben) == ("Ada changed this answer while you were writing", ["Keep Ada’s", "Keep mine"])
    assert buttons(hill.ada) == ("Ben was writing here while you changed this answer", ["Keep mine", "Keep Ben’s"])
    assert buttons(hill.hugo) == ("Ada and Ben wrote here at the same time", ["Keep Ada’s", "Keep Ben’s"])


# --- With a script ----------------------------------------------------------------------------------------------


def test_a_script_saves_and_is_told_the_version_and_the_schools_time(as_ben, plan):
    response = as_ben.post(url("answer_save", plan, prompt="task"), {"text": "Draw.", "version": 0}, headers=JSON)
    reply = response.json()
    assert (response.status_code, reply["state"], reply["version"]) == (200, "saved", 1)
    assert reply["at"] == timezone.localtime(standing(plan).saved_at, plan.school.zone).strftime("%H:%M")


def test_line_ends_of_browsers_are_no_change(as_ben, plan, hill):
    save(plan, hill.ada, "One\nTwo  ", 0)
    data = {"text": "One\r\nTwo  ", "version": 1}
    assert as_ben.post(url("answer_save", plan, prompt="task"), data, headers=JSON).json()["version"] == 1
    as_ben.post(url("answer_save", plan, prompt="task"), {"text": "One\r\nTwo\r", "version": 1}, headers=JSON)
    assert standing(plan).text == "One\nTwo\n"


def test_a_script_that_loses_gets_both_texts_to_show(as_ben, plan, hill):
    save(plan, hill.ada, "Draw.", 0)
    data = {"text": "Build.", "version": 0, "page": "bens", "serial": 1}
    response = as_ben.post(url("answer_save", plan, prompt="task"), data, headers=JSON)
    reply = response.json()
    assert (response.status_code, reply["state"], reply["version"]) == (409, "conflict", 1)
    assert "Keep Ada’s" in reply["conflicts"]
    assert reply["signature"] == f"{RivalAnswer.objects.get().pk}.1.1"


def test_a_script_is_told_why_a_text_cannot_be_saved(as_ben, plan, hill):
    too_long = {"text": "x" * (LONGEST_ANSWER + 1), "version": 0}
    reply = as_ben.post(url("answer_save", plan, prompt="task"), too_long, headers=JSON)
    assert (reply.status_code, reply.json()["state"]) == (422, "refused")
    close_plan(plan=plan, by=hill.ada, now=NOW)
    reply = as_ben.post(url("answer_save", plan, prompt="task"), {"text": "x", "version": 0}, headers=JSON)
    assert (reply.status_code, reply.json()["state"]) == (422, "closed")


def test_a_page_of_somebody_who_signed_out_does_not_write_in_anothers_name(as_ben, plan, hill):
    from_her_page = JSON | {"X-Opened-By": str(hill.ada.user_id)}
    reply = as_ben.post(url("answer_save", plan, prompt="task"), {"text": "Hers.", "version": 0}, headers=from_her_page)
    here = as_ben.post(url("presence", plan), {"stage": 1}, headers=from_her_page)
    assert (reply.status_code, here.status_code) == (412, 412)
    assert (Answer.objects.count(), Presence.objects.count()) == (0, 0)


def test_a_script_settles_and_gets_the_text_that_stands(as_ben, plan, conflict):
    data = {"keep": "rival", "rival": conflict.pk, "rival_version": 1, "version": 1}
    reply = as_ben.post(url("answer_settle", plan, prompt="task"), data, headers=JSON).json()
    assert (reply["state"], reply["text"], reply["version"], reply["conflicts"]) == (
        "settled",
        "Build a volcano.",
        2,
        "",
    )


def test_a_script_that_settles_too_late_sees_both_again_with_its_own_words(as_ben, plan, hill, conflict):
    save(plan, hill.ada, "Draw three.", 1)
    data = {"keep": "merged", "text": "Draw & build.", "rival": conflict.pk, "rival_version": 1, "version": 1}
    response = as_ben.post(url("answer_settle", plan, prompt="task"), data, headers=JSON)
    assert (response.status_code, response.json()["state"]) == (409, "changed")
    assert "Draw &amp; build." in response.json()["conflicts"]
    assert standing(plan).text == "Draw three."


def test_unknown_prompts_and_rivals_of_other_plans_do_not_exist(as_ben, plan, hill, conflict):
    assert as_ben.post(url("answer_save", plan, prompt="nothing"), {"text": "", "version": 0}).status_code == 404
    data = {"keep": "rival", "rival": conflict.pk, "rival_version": 1, "version": 1}
    assert as_ben.post(url("answer_settle", plan, prompt="strategy"), data).status_code == 404


# --- Who else is here -------------------------------------------------------------------------------------------


def listen(client, plan, stage=1, known=("task 0 ",)):
    response = client.post(url("presence", plan), {"stage": stage, "known": known}, headers=JSON)
    assert response.status_code == 200
    return response.json()


def test_two_people_on_a_page_see_each_other(as_ada, as_ben, plan):
    assert listen(as_ada, plan)["here"] == ""
    assert "Ada is here" in listen(as_ben, plan)["here"]
    assert "Ben is at stage 1" in listen(as_ada, plan, stage=2)["here"]


def test_a_page_without_answers_hears_who_is_here_as_well(as_ada, as_ben, plan):
    listen(as_ada, plan, known=())
    heard = listen(as_ben, plan, known=())
    assert "Ada is here" in heard["here"]
    assert heard["answers"] == {}


def test_whoever_was_here_half_a_minute_ago_has_left(as_ben, plan, hill):
    be_present(plan=plan, stage=1, member=hill.ada, now=timezone.now() - timedelta(seconds=31))
    assert listen(as_ben, plan)["here"] == ""


def test_a_page_hears_of_newer_answers_and_of_nothing_else(as_ben, plan, hill):
    save(plan, hill.ada, "Draw.", 0)
    save(plan, hill.ada, "A poster.", 0, prompt="final_product")
    heard = listen(as_ben, plan, known=["task 0 ", "final_product 1 ", "nonsense 1 ", "success_criteria x "])["answers"]
    assert {key: (told["text"], told["version"], told["by"]) for key, told in heard.items()} == {
        "task": ("Draw.", 1, "Ada Marlow")
    }


def test_a_page_hears_of_a_conflict_until_it_is_settled(as_ada, plan, hill, conflict):
    told = listen(as_ada, plan, known=["task 1 "])["answers"]["task"]
    assert "Keep Ben’s" in told["conflicts"]
    signature = told["signature"]
    assert listen(as_ada, plan, known=[f"task 1 {signature}"])["answers"] == {}
    settle(rival=conflict, text=None, version=1, by=hill.ben, now=NOW)
    assert listen(as_ada, plan, known=[f"task 1 {signature}"])["answers"]["task"]["conflicts"] == ""


def test_a_page_hears_that_the_plan_was_closed(as_ben, plan, hill):
    assert listen(as_ben, plan)["closed"] is False
    close_plan(plan=plan, by=hill.ada, now=NOW)
    assert listen(as_ben, plan)["closed"] is True


def test_what_no_page_sends_is_refused(as_ben, plan):
    assert as_ben.post(url("presence", plan), {"stage": "9"}).status_code == 400
    assert as_ben.post(url("presence", plan), {"stage": "1"}).status_code == 302
    assert as_ben.post(url("presence", plan), {"stage": "1", "known": f"task {'9' * 5_000} "}).status_code == 302


def test_presences_are_forgotten(plan, hill):
    be_present(plan=plan, stage=1, member=hill.ada, now=NOW - timedelta(hours=2))
    be_present(plan=plan, stage=1, member=hill.ben, now=NOW)
    assert forget_presences(before=NOW - timedelta(hours=1)) == 1
    assert list(Presence.objects.values_list("member", flat=True)) == [hill.ben.pk]


@pytest.mark.parametrize("people", [1, 3])
def test_listening_costs_the_same_with_one_and_with_three(as_ben, plan, hill, people, django_assert_num_queries):
    for person in (hill.ada, hill.hugo, hill.cleo)[:people]:
        be_present(plan=plan, stage=1, member=person, now=timezone.now())
    for prompt in ASSIGNMENT.prompts[:people]:
        save(plan, hill.ada, "Text", 0, prompt=prompt.key)
    known = [f"{prompt.key} 0 " for prompt in ASSIGNMENT.prompts]
    assert url("presence", plan)  # The school is loaded for the address, outside of what is counted.
    with django_assert_num_queries(7):
        assert len(listen(as_ben, plan, known=known)["answers"]) == people


# --- Without a script -------------------------------------------------------------------------------------------


def page_data(texts, was=None, version=0):
    """A page's form as a browser sends it: for each prompt the text, and what it was when the page was opened."""
    data = {}
    for key, text in texts.items():
        data |= {f"{key}-text": text, f"{key}-version": version, f"{key}-was": digest((was or {}).get(key, ""))}
    return data


def test_one_button_saves_all_answers_of_a_page(as_ben, plan):
    data = page_data({"task": "Draw.\r\nLabel.", "final_product": "A poster."}) | {"at": "final_product"}
    response = as_ben.post(url("stage", plan, number=1), data)
    assert (response.status_code, response["Location"]) == (302, url("stage", plan, number=1) + "#answer-final_product")
    assert dict(Answer.objects.values_list("prompt", "text")) == {"task": "Draw.\nLabel.", "final_product": "A poster."}


@pytest.mark.parametrize(("name", "more"), [("stage_complete", {"number": 1}), ("plan_close", {}), ("plan_share", {})])
def test_what_was_typed_is_saved_before_anything_else_is_done_with_the_page(name, more, as_ben, plan):
    as_ben.post(url(name, plan, **more), page_data({"task": "Draw."}) | {"is_shared": "yes"})
    assert standing(plan).text == "Draw."
    plan.refresh_from_db()
    assert plan.is_closed or plan.is_shared or plan.stages.get(number=1).completed_at


def test_what_was_typed_is_saved_before_a_stage_is_reopened(as_ben, plan):
    as_ben.post(url("stage_complete", plan, number=1))
    as_ben.post(url("stage_reopen", plan, number=1), page_data({"task": "Draw."}) | {"why": "More to say"})
    assert standing(plan).text == "Draw."
    assert plan.stages.get(number=1).completed_at is None


def test_a_stage_is_not_complete_while_a_text_of_its_page_needs_a_decision(as_ben, plan, hill):
    long = "x" * (LONGEST_ANSWER + 1)
    refused = as_ben.post(url("stage_complete", plan, number=1), page_data({"task": long}))
    assert refused.status_code == 422
    assert long in refused.content.decode()
    assert "This was not done yet" in refused.content.decode()
    save(plan, hill.ada, "Draw.", 0)
    lost = as_ben.post(url("stage_complete", plan, number=1), page_data({"task": "Build."}), follow=True)
    assert lost.request["PATH_INFO"] == url("stage", plan, number=1)
    assert "This was not done yet" in lost.content.decode()
    assert open_texts(plan) == ["Build."]
    assert plan.stages.get(number=1).completed_at is None


def test_a_button_that_leads_on_saves_what_was_typed_first(as_ben, plan):
    form = url("row_add", plan, kind="lessons")
    on = as_ben.post(url("stage", plan, number=2), page_data({"strategy": "Draw."}) | {"then": form})
    assert (on.status_code, on["Location"]) == (302, form)
    assert standing(plan, "strategy").text == "Draw."


def test_a_button_that_acts_saves_what_was_typed_and_acts(as_ben, plan, hill):
    duty = add_row(model=Duty, plan=plan, values={"what": "Book the room"}, by=hill.ada, now=NOW)
    tick = url("duty_done", plan, row_id=duty.pk) + "?is_done=1"
    data = page_data({"strategy": "Draw."}) | {"then_do": tick}
    page = as_ben.post(url("stage", plan, number=2), data, follow=True)
    assert page.redirect_chain == [(tick, 307), (url("stage", plan, number=2) + "#rows-duties", 302)]
    assert standing(plan, "strategy").text == "Draw."
    assert plan.duties.get().done_by == hill.ben


def test_inviting_a_partner_from_the_plans_page_saves_what_was_typed_there(as_ada, plan, hill):
    ida = cast.make_member(hill.school, "ida", "Ida Novak", [Role.TEACHER], with_login=False)
    add_row(model=Partner, plan=plan, values={"member": ida, "kind": "teacher"}, by=hill.ada, now=NOW)
    invite = reverse("invitation_send", kwargs={"school_slug": "hill", "member_id": ida.pk})
    assert f'name="then_do" value="{invite}"' in as_ada.get(url("plan", plan)).content.decode()
    page = as_ada.post(url("plan", plan), page_data({"overview": "Rocks."}) | {"then_do": invite}, follow=True)
    assert page.redirect_chain[0] == (invite, 307)
    assert "The invitation is on its way to ida@hill.example" in page.content.decode()
    assert standing(plan, "overview").text == "Rocks."


def test_a_button_leads_nowhere_while_a_text_of_its_page_needs_a_decision(as_ben, plan, hill):
    then = {"then": url("row_add", plan, kind="lessons")}
    long = "x" * (LONGEST_ANSWER + 1)
    refused = as_ben.post(url("stage", plan, number=1), page_data({"task": long}) | then)
    assert refused.status_code == 422
    assert long in refused.content.decode()
    save(plan, hill.ada, "Draw.", 0)
    lost = as_ben.post(url("stage", plan, number=1), page_data({"task": "Build."}) | then)
    assert lost["Location"] == url("stage", plan, number=1) + "#answer-task"
    assert open_texts(plan) == ["Build."]


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/hill/", "/vale/", "/hill", "javascript:1"]
)
def test_a_button_leads_to_no_other_place_than_this_school(as_ben, plan, elsewhere):
    for name in ("then", "then_do"):
        answer = as_ben.post(url("stage", plan, number=1), page_data({"task": "Draw."}) | {name: elsewhere})
        assert (answer.status_code, answer["Location"]) == (302, url("stage", plan, number=1))


def test_a_text_that_was_only_sent_back_is_no_change(as_ben, plan, hill):
    save(plan, hill.ada, "Old", 0)
    save(plan, hill.ada, "New", 1)
    as_ben.post(url("stage", plan, number=1), page_data({"task": "Old"}, was={"task": "Old"}, version=1))
    assert (standing(plan).text, RivalAnswer.objects.count()) == ("New", 0)


def test_a_lost_race_goes_back_to_the_answer_and_shows_both_texts(as_ben, plan, hill):
    save(plan, hill.ada, "Draw.", 0)
    response = as_ben.post(url("stage", plan, number=1), page_data({"task": "Build.", "final_product": "Poster"}))
    assert response["Location"] == url("stage", plan, number=1) + "#answer-task"
    page = as_ben.get(url("stage", plan, number=1)).content.decode()
    assert "Ada changed this answer while you were writing" in page
    assert "Keep Ada’s" in page
    assert "Keep mine" in page
    assert (standing(plan).text, open_texts(plan), standing(plan, "final_product").text) == (
        "Draw.",
        ["Build."],
        "Poster",
    )


def test_a_text_that_cannot_be_saved_is_shown_again_and_the_others_are_saved(as_ben, plan):
    long = "x" * (LONGEST_ANSWER + 1)
    response = as_ben.post(url("stage", plan, number=1), page_data({"task": long, "final_product": "Poster"}))
    assert response.status_code == 422
    assert long in response.content.decode()
    assert dict(Answer.objects.values_list("prompt", "text")) == {"final_product": "Poster"}


def test_what_was_typed_while_the_plan_was_closed_is_shown_again(as_ben, plan, hill):
    close_plan(plan=plan, by=hill.ada, now=NOW)
    response = as_ben.post(url("stage", plan, number=1), page_data({"task": "Typed in vain?"}))
    assert response.status_code == 422
    assert "Typed in vain?" in response.content.decode()


def test_an_incomplete_form_loses_no_text(as_ben, plan):
    response = as_ben.post(url("stage", plan, number=1), {"task-text": "Typed.", "task-version": "x"})
    assert response.status_code == 422
    assert "Typed." in response.content.decode()


def test_one_click_settles_without_a_script(as_ben, plan, conflict):
    data = {"keep": "rival", "rival": conflict.pk, "rival_version": 1, "version": 1}
    response = as_ben.post(url("answer_settle", plan, prompt="task"), data)
    assert (response.status_code, response["Location"]) == (302, url("stage", plan, number=1) + "#answer-task")
    assert standing(plan).text == "Build a volcano."


def test_settling_too_late_without_a_script_shows_both_again(as_ben, plan, hill, conflict):
    save(plan, hill.ada, "Draw three.", 1)
    data = {"keep": "merged", "text": "Draw and build.", "rival": conflict.pk, "rival_version": 1, "version": 1}
    response = as_ben.post(url("answer_settle", plan, prompt="task"), data)
    assert response.status_code == 409
    assert "Draw and build." in response.content.decode()


def test_single_answers_can_be_saved_without_a_script_too(as_ben, plan, hill):
    response = as_ben.post(url("answer_save", plan, prompt="essential_question"), {"text": "Why?", "version": 0})
    assert response["Location"] == url("plan", plan) + "#answer-essential_question"
    response = as_ben.post(url("answer_save", plan, prompt="essential_question"), {"text": "How?", "version": 0})
    assert response.status_code == 302
    assert open_texts(plan) == ["How?"]


def test_the_short_form_saves_on_the_plans_own_page(as_ben, plan):
    data = page_data({"essential_question": "Why?", "task": "Draw."}) | {"at": "task", "view": "part"}
    response = as_ben.post(url("plan", plan), data)
    assert response["Location"] == url("plan", plan) + "?view=part#answer-task"
    assert standing(plan, "essential_question").text == "Why?"


# --- Whatever people type ---------------------------------------------------------------------------------------

ODD_TEXTS = [
    "x" * 5_000,
    "🌋" * 2_000,
    "مرحبا بالعالم \u202eabc",
    "<script>alert('5')</script>",
    "a\x00b",
    "\ud800 alone",
    "  spaces stay  \n\n",
    "\n\nempty lines first",
]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_whatever_is_typed_is_saved_and_shown_as_typed(as_ben, plan, text):
    body = urlencode({"text": text.encode("utf-8", "surrogatepass"), "version": 0})
    form = "application/x-www-form-urlencoded"
    response = as_ben.post(url("answer_save", plan, prompt="task"), body, content_type=form, headers=JSON)
    assert (response.status_code, response.json()["state"]) == (200, "saved")
    page = as_ben.get(url("stage", plan, number=1))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_spaces_and_empty_lines_stay_as_typed(as_ben, plan):
    as_ben.post(url("answer_save", plan, prompt="task"), {"text": "\n\n  One  \n", "version": 0}, headers=JSON)
    assert standing(plan).text == "\n\n  One  \n"
    assert ">\n\n\n  One  \n</textarea>" in as_ben.get(url("stage", plan, number=1)).content.decode()


@pytest.mark.parametrize("number", ["-1", "99999999999999999999", "1.5", "", "\x00", "²"])
def test_odd_numbers_are_refused_with_the_text_kept(as_ben, plan, number):
    for data in (
        {"text": "Typed.", "version": number},
        {"text": "Typed.", "version": 0, "serial": number.strip("\x00") or "x"},
    ):
        response = as_ben.post(url("answer_save", plan, prompt="task"), data)
        assert response.status_code == 422
        assert "Typed." in response.content.decode()
    assert as_ben.post(url("presence", plan), {"stage": 1, "known": f"task {number} "}).status_code == 302


def test_every_prompt_of_the_form_can_be_answered(as_ben, plan):
    for stage in (HEAD, *STAGES):
        for prompt in stage.prompts:
            data = {"text": prompt.label, "version": 0}
            assert as_ben.post(url("answer_save", plan, prompt=prompt.key), data, headers=JSON).status_code == 200
    assert Answer.objects.count() == len(PROMPTS)
    assert UnitPlan.objects.found_by("Differentiation").get() == plan
