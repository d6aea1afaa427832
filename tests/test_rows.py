"""The rows of a plan: added, changed and removed in place or on pages of their own; no text is ever lost."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from collab.middleware import clean
from collab.models import Member
from planning.errors import AlreadyDone, PlanIsClosed, PlanningError, RowChanged, RowGone
from planning.models import Barrier, Contribution, Criterion, Duty, FormativeCheck, Lesson, Need, Partner, UnitPlan
from planning.rows import actions, queries
from planning.rows.forms import CHANGE_FORMS, FORMS
from planning.rows.kinds import KINDS
from planning.rows.lines import when_and_where
from planning.rows.urls import RowKindConverter
from planning.unit_plan.actions import close_plan, set_level_labels
from tests.cast import NOW, TODAY

HTMX = {"HX-Request": "true"}


def url(name, plan, **more):
    return reverse(name, kwargs={"school_slug": plan.school.slug, "plan_id": plan.pk, **more})


def loaded(plan):
    plans = UnitPlan.objects.select_related("school", "term").prefetch_related("partners__member")
    return plans.get(pk=plan.pk)


def add(model, plan, by, **values):
    return actions.add_row(model=model, plan=plan, values=values, by=by, now=NOW)


@pytest.fixture
def lesson(plan, hill):
    return add(Lesson, plan, hill.ada, focus="Judging sources", taught_on=date(2026, 11, 10), led_by="together")


@pytest.fixture
def duty(plan, hill):
    return add(Duty, plan, hill.ada, what="Reserve the room", due_on=date(2026, 11, 2))


def the_rest(form):
    """What a browser would send of a form that nothing was typed into."""
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


def test_a_period_that_is_only_a_number_says_what_it_is(plan, hill):
    numbered = add(Lesson, plan, hill.ada, focus="Judging sources", period="3")
    named = add(Lesson, plan, hill.ada, focus="Judging sources", period="after lunch")
    assert [when_and_where(plan, one) for one in (numbered, named)] == [
        "No date yet · Period 3",
        "No date yet · after lunch",
    ]


def test_numbers_that_cannot_be_are_refused_in_plain_words(plan, hill):
    form = FORMS["lessons"]({"focus": "Sources", "minutes": "-1"}, plan=plan, member=hill.ada)
    assert form.errors["minutes"] == ["Numbers here are 0 or more."]


def test_whoever_would_add_a_colleague_hears_that_nobody_is_left(plan, hill, as_ada):
    Member.objects.filter(school=hill.school).exclude(partnerships__plan=plan).update(deactivated_at=NOW)
    html = as_ada.get(url("row_add", plan, kind="partners")).content.decode()
    assert "Everybody in the school is a partner of this plan already." in html
    assert f'href="{reverse("people", kwargs={"school_slug": "hill"})}"' in html
    assert "Choose a colleague" not in html


# --- Actions --------------------------------------------------------------------------------------------------


def test_a_row_counts_as_a_part_in_its_stage(plan, hill):
    add(Need, plan, hill.ben, source="Reading test", shows="Half of the year guess.")
    assert set(Contribution.objects.filter(member=hill.ben).values_list("stage", flat=True)) == {1}


def test_logging_a_lesson_counts_for_stage_three(plan, hill, lesson):
    actions.log_lesson(lesson=lesson, version=1, values={"happened": "It went well."}, by=hill.ben, now=NOW)
    assert set(Contribution.objects.filter(member=hill.ben).values_list("stage", flat=True)) == {3}
    assert Lesson.objects.get().is_logged


def test_a_change_at_an_old_version_is_refused_and_shows_what_stands(plan, hill, duty):
    actions.change_row(row=duty, version=1, values={"what": "Book the hall"}, by=hill.ben, now=NOW)
    with pytest.raises(RowChanged) as lost:
        actions.change_row(row=duty, version=1, values={"what": "Book the gym"}, by=hill.ada, now=NOW)
    assert (lost.value.current.what, lost.value.current.changed_by) == ("Book the hall", hill.ben)
    assert Duty.objects.get().what == "Book the hall"


def test_two_people_who_write_the_same_both_win(plan, hill, duty):
    actions.change_row(row=duty, version=1, values={"what": "Book the hall"}, by=hill.ben, now=NOW)
    same = actions.change_row(row=duty, version=1, values={"what": "Book the hall"}, by=hill.ada, now=NOW)
    assert (same.version, same.changed_by) == (2, hill.ben)


def test_saving_what_stands_there_writes_nothing(plan, hill, duty):
    actions.change_row(row=duty, version=1, values={"what": "Reserve the room"}, by=hill.ben, now=NOW)
    assert Duty.objects.get().version == 1
    assert not Contribution.objects.filter(member=hill.ben).exists()


def test_a_row_that_is_gone_cannot_be_changed(plan, hill, duty):
    actions.remove_row(row=duty, version=1, by=hill.ada, now=NOW)
    duty.pk = duty.pk or 1
    with pytest.raises(RowGone):
        actions.change_row(row=duty, version=1, values={"what": "Other"}, by=hill.ben, now=NOW)
    with pytest.raises(AlreadyDone):
        actions.remove_row(row=duty, version=1, by=hill.ben, now=NOW)


def test_a_row_that_was_changed_since_is_not_removed(plan, hill, duty):
    actions.change_row(row=duty, version=1, values={"what": "Book the hall"}, by=hill.ben, now=NOW)
    with pytest.raises(RowChanged):
        actions.remove_row(row=duty, version=1, by=hill.ada, now=NOW)
    assert Duty.objects.count() == 1


def test_a_duty_is_done_once(plan, hill, duty):
    actions.set_done(duty=duty, is_done=True, by=hill.ben, now=NOW)
    with pytest.raises(AlreadyDone):
        actions.set_done(duty=duty, is_done=True, by=hill.ada, now=NOW)
    assert Duty.objects.get().done_by == hill.ben
    actions.set_done(duty=duty, is_done=False, by=hill.ada, now=NOW)
    assert Duty.objects.get().done_by is None


def test_a_closed_plan_takes_no_row(plan, hill):
    close_plan(plan=plan, by=hill.ada, now=NOW)
    with pytest.raises(PlanIsClosed):
        add(Duty, plan, hill.ada, what="Too late")


def test_a_duty_goes_to_no_partner_who_has_left(plan, hill):
    ben = Partner.objects.get(member=hill.ben)
    left = Partner.objects.get(member=hill.ben)
    actions.remove_row(row=ben, version=1, by=hill.ada, now=NOW)
    with pytest.raises(PlanningError, match="no longer a partner"):
        add(Duty, plan, hill.ada, what="Bring the rocks", owner=left)


def test_counts_replace_those_that_stood(plan, hill):
    criterion = add(Criterion, plan, hill.ada, name="Gives credit", counts={1: 3, 2: 7})
    counts = {"counts": {2: 8, 3: 0, 4: None}}
    changed = actions.change_row(row=criterion, version=1, values=counts, by=hill.ben, now=NOW)
    assert actions.counts_of(changed) == {2: 8, 3: 0}
    assert changed.version == 2


# --- Sections ---------------------------------------------------------------------------------------------------


def test_every_kind_has_a_form_and_a_place():
    assert set(FORMS) == set(CHANGE_FORMS) == set(KINDS)
    assert set(RowKindConverter.regex.split("|")) == set(KINDS) - {"standards"}


QUERIES = {0: 0, 1: 2, 2: 2, 3: 3, 4: 2, 5: 1}


def fill(plan, by, times):
    for number in range(times):
        add(Partner, plan, by, kind="outside", name=f"Museum {number}")
        add(Need, plan, by, source="Reading test", shows="Half guess.")
        made = add(Lesson, plan, by, focus="Sources", taught_on=TODAY)
        add(Duty, plan, by, what="Book", owner=Partner.objects.filter(plan=plan).last(), due_on=TODAY)
        add(FormativeCheck, plan, by, what="Exit tickets", lesson=made)
        add(Barrier, plan, by, kind="time")
        add(Criterion, plan, by, name="Credit", counts={1: 2, 3: 4})


@pytest.mark.parametrize("number", QUERIES)
@pytest.mark.parametrize("times", [1, 3])
def test_the_sections_of_a_stage_cost_the_same_with_one_row_and_three(
    number, times, plan, hill, django_assert_num_queries
):
    fill(plan, hill.ada, times)
    plan = loaded(plan)
    with django_assert_num_queries(QUERIES[number]):
        sections = queries.sections(plan, number, today=TODAY)
    assert [len(section.rows) for section in sections if section.kind not in ("partners", "standards")] == [
        times for section in sections if section.kind not in ("partners", "standards")
    ]


def test_stages_show_their_kinds(plan):
    shown = {number: [section.kind for section in queries.sections(loaded(plan), number)] for number in range(6)}
    assert shown == {
        0: ["partners"],
        1: ["needs", "standards"],
        2: ["lessons", "duties"],
        3: ["lesson-logs", "checks", "barriers"],
        4: ["criteria"],
        5: ["barriers"],
    }


def test_a_duty_is_overdue_only_where_today_is_known(plan, hill, duty):
    (row,) = queries.section(loaded(plan), KINDS["duties"], today=TODAY).rows
    assert row.badges == (("Overdue", "waiting"),)
    assert row.note == "All of us, by Mon 2 Nov 2026, Term 4, week 4"
    assert queries.section(loaded(plan), KINDS["duties"]).rows[0].badges == ()


def test_a_criterion_shows_counts_shares_and_their_total(plan, hill):
    add(Criterion, plan, hill.ada, name="Credit", assessed_by="librarian", counts={1: 5, 2: 15})
    (row,) = queries.section(loaded(plan), KINDS["criteria"]).rows
    assert [(one.label, one.students, one.share) for one in row.counts] == [
        ("Beginning", 5, 25),
        ("Developing", 15, 75),
        ("Secure", None, 0),
        ("Extending", None, 0),
    ]
    assert row.total == 20


# --- Pages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [key for key in KINDS if key != "standards"])
def test_each_kind_has_a_form_on_a_page_and_in_place(kind, plan, as_ada):
    page = as_ada.get(url("row_add", plan, kind=kind))
    part = as_ada.get(url("row_add", plan, kind=kind), headers=HTMX)
    assert (page.status_code, part.status_code) == (200, 200)
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()


def test_ben_plans_a_lesson_without_javascript(plan, hill, as_ben):
    answer = as_ben.post(url("row_add", plan, kind="lessons"), {"focus": "Sources", "taught_on": "2026-11-12"})
    assert answer.status_code == 302
    assert answer.url == url("stage", plan, number=2) + "#rows-lessons"
    assert Lesson.objects.get().created_by == hill.ben


def test_with_htmx_the_section_comes_back_as_it_stands(plan, as_ben):
    answer = as_ben.post(url("row_add", plan, kind="lessons"), {"focus": "Sources & notes"}, headers=HTMX)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'id="rows-lessons"' in text
    assert "Sources &amp; notes" in text
    assert "Saved." in text


def test_a_lesson_outside_the_term_is_saved_with_a_gentle_word(plan, as_ben):
    answer = as_ben.post(
        url("row_add", plan, kind="lessons"), {"focus": "Late", "taught_on": "2026-12-24"}, headers=HTMX
    )
    assert "lies outside Term 4" in answer.content.decode()
    assert Lesson.objects.count() == 1


def test_a_lesson_that_is_logged_before_its_day_is_saved_with_a_question(plan, as_ben):
    tomorrow = plan.school.day_of(timezone.now()) + timedelta(days=1)
    sent = {"focus": "Maps", "taught_on": tomorrow.isoformat(), "happened": "It went well."}
    answer = as_ben.post(url("row_add", plan, kind="lesson-logs"), sent, headers=HTMX)
    assert "is still to come: change the date" in answer.text
    assert Lesson.objects.get().happened == "It went well."


def test_a_barrier_belongs_to_the_stage_whose_page_it_was_added_on(plan, hill, as_ben):
    answer = as_ben.post(url("row_add", plan, kind="barriers") + "?stage=5", {"kind": "time"})
    assert answer.url == url("stage", plan, number=5) + "#rows-barriers"
    assert set(Contribution.objects.filter(member=hill.ben).values_list("stage", flat=True)) == {5}


def test_a_lost_race_shows_both_texts_and_the_next_save_wins_knowingly(plan, hill, as_ben, duty):
    actions.change_row(row=duty, version=1, values={"what": "Book the <hall>"}, by=hill.ada, now=NOW)
    address = url("row_change", plan, kind="duties", row_id=duty.pk)
    lost = as_ben.post(address, {"what": "Book the gym", "due_on": "2026-11-02", "version": "1"}, headers=HTMX)
    text = lost.content.decode()
    assert lost.status_code == 409
    assert "Ada Marlow changed this while you were typing" in text
    assert "Book the gym" in text
    assert "Now: “Book the &lt;hall&gt;”" in text
    assert text.count("Now: “") == 1
    assert Duty.objects.get().what == "Book the <hall>"
    assert 'name="version" value="2"' in text
    won = as_ben.post(address, {"what": "Book the gym", "due_on": "2026-11-02", "version": "2"}, headers=HTMX)
    assert won.status_code == 200
    assert Duty.objects.get().what == "Book the gym"


def test_what_was_removed_meanwhile_can_be_added_again(plan, hill, as_ben, duty):
    address = url("row_change", plan, kind="duties", row_id=duty.pk)
    actions.remove_row(row=duty, version=1, by=hill.ada, now=NOW)
    gone = as_ben.post(address, {"what": "Book the gym", "version": "1"})
    text = gone.content.decode()
    assert gone.status_code == 409
    assert "Book the gym" in text
    assert "Add it again" in text
    assert f'action="{url("row_add", plan, kind="duties")}"' in text
    assert as_ben.get(address).status_code == 404


def test_a_plan_closed_meanwhile_keeps_the_text_on_the_page(plan, hill, as_ben):
    close_plan(plan=plan, by=hill.ada, now=NOW)
    answer = as_ben.post(url("row_add", plan, kind="duties"), {"what": "Too late"})
    assert answer.status_code == 409
    assert "Too late" in answer.content.decode()
    assert "This plan is closed" in answer.content.decode()
    assert not Duty.objects.exists()
    assert as_ben.get(url("row_add", plan, kind="duties")).status_code == 403


def test_removing_asks_first_and_names_what_goes(plan, hill, as_ben, lesson):
    actions.log_lesson(lesson=lesson, version=1, values={"happened": "Two groups argued."}, by=hill.ada, now=NOW)
    add(FormativeCheck, plan, hill.ada, what="Exit tickets", lesson=lesson)
    address = url("row_remove", plan, kind="lessons", row_id=lesson.pk)
    question = as_ben.get(address).content.decode()
    assert "Judging sources" in question
    assert "What is logged for it goes with it: “Two groups argued.”" in question
    assert "1 formative check will stay, without this lesson." in question
    assert Lesson.objects.exists()
    as_ben.post(address, {"version": "2"})
    assert not Lesson.objects.exists()
    assert FormativeCheck.objects.get().lesson is None


def test_removing_what_was_changed_since_asks_again(plan, hill, as_ben, duty):
    actions.change_row(row=duty, version=1, values={"what": "Book the hall"}, by=hill.ada, now=NOW)
    address = url("row_remove", plan, kind="duties", row_id=duty.pk)
    again = as_ben.post(address, {"version": "1"}, headers=HTMX)
    assert again.status_code == 409
    assert "Book the hall" in again.content.decode()
    assert Duty.objects.exists()


def test_removing_what_is_gone_says_so(plan, hill, as_ben, duty):
    address = url("row_remove", plan, kind="duties", row_id=duty.pk)
    actions.remove_row(row=duty, version=1, by=hill.ada, now=NOW)
    assert "Somebody removed this before you." in as_ben.post(address, {"version": "1"}, headers=HTMX).content.decode()


def test_a_lesson_log_cannot_be_removed_as_a_lesson(plan, as_ben, lesson):
    assert as_ben.get(url("row_remove", plan, kind="lesson-logs", row_id=lesson.pk)).status_code == 404


def test_ben_ticks_a_duty_off_and_opens_it_again(plan, hill, as_ben, duty):
    address = url("duty_done", plan, row_id=duty.pk)
    assert as_ben.post(f"{address}?is_done=1").url == url("stage", plan, number=2) + "#rows-duties"
    assert Duty.objects.get().done_by == hill.ben
    assert "done already" in as_ben.post(f"{address}?is_done=1", headers=HTMX).content.decode()
    as_ben.post(f"{address}?is_done=0")
    assert Duty.objects.get().done_by is None


def test_a_lesson_is_logged_with_a_sentence_or_a_number(plan, as_ben, lesson):
    address = url("lesson_log", plan, row_id=lesson.pk)
    empty = as_ben.post(address, {"happened": " ", "students_reached": "", "led_by": "together", "version": "1"})
    assert empty.status_code == 422
    assert "Write a sentence, or how many students it reached." in empty.content.decode()
    as_ben.post(address, {"happened": "", "students_reached": "27", "led_by": "together", "version": "1"})
    assert Lesson.objects.get().students_reached == 27
    as_ben.post(address, {"happened": "", "students_reached": "", "led_by": "together", "version": "2"})
    assert not Lesson.objects.get().is_logged


def test_students_are_counted_in_one_form_and_levels_have_their_names(plan, hill, as_ben):
    set_level_labels(plan=plan, labels=["Not yet <b>", "There"], by=hill.ada, now=NOW)
    form = as_ben.get(url("row_add", plan, kind="criteria")).content.decode()
    assert "Not yet &lt;b&gt;" in form
    as_ben.post(url("row_add", plan, kind="criteria"), {"name": "Credit", "level_1": "3", "level_2": "24"})
    assert actions.counts_of(Criterion.objects.get()) == {1: 3, 2: 24}


def test_levels_with_students_keep_a_name(plan, hill, as_ben):
    add(Criterion, plan, hill.ada, name="Credit", counts={4: 2})
    was = " | ".join(plan.level_labels)
    address = url("level_labels", plan)
    refused = as_ben.post(address, {"was": was, "label_1": "No", "label_2": "Yes"})
    assert "Students are counted at level 4 already" in refused.content.decode()
    names = {f"label_{number}": f"Step {number}" for number in range(1, 5)}
    assert as_ben.post(address, {"was": was} | names).status_code == 302
    assert UnitPlan.objects.get().level_labels == ["Step 1", "Step 2", "Step 3", "Step 4"]
    late = as_ben.post(address, {"was": was} | names | {"label_1": "Lowest"})
    assert "Somebody renamed the levels meanwhile: Step 1, Step 2, Step 3, Step 4." in late.content.decode()


def typed_at(levels, **numbers):
    """What a browser sends of a criterion's form that was opened while the plan had these levels."""
    names = {f"level_{number}_name": label for number, label in enumerate(levels, start=1)}
    return {"name": "Credit", "version": "1"} | names | numbers


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_number_typed_for_a_level_that_is_gone_is_kept_and_the_level_named(plan, hill, as_ben, headers):
    before = list(plan.level_labels)
    form = as_ben.get(url("row_add", plan, kind="criteria")).content.decode()
    assert 'name="level_4_name" value="Extending"' in form
    set_level_labels(plan=plan, labels=["Not yet", "There"], by=hill.ada, now=NOW)
    address = url("row_add", plan, kind="criteria")
    refused = as_ben.post(address, typed_at(before, level_1="", level_2="", level_4="5"), headers=headers)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "“Extending” is no longer a level of this plan. Count these 5 at another level" in text
    assert re.search(r'name="level_4" value="5"', text)
    assert not Criterion.objects.exists()
    moved = typed_at(
        [], level_1_name="Not yet", level_2_name="There", level_2="5", level_4="", level_4_name="Extending"
    )
    assert as_ben.post(address, moved).status_code == 302
    assert actions.counts_of(Criterion.objects.get()) == {2: 5}


def test_a_number_typed_for_a_level_under_another_name_is_looked_at_once_more(plan, hill, as_ben):
    before = list(plan.level_labels)
    criterion = add(Criterion, plan, hill.ada, name="Credit", counts={1: 3, 2: 8})
    set_level_labels(plan=plan, labels=["Not yet", "Nearly", "There"], by=hill.ada, now=NOW)
    address = url("row_change", plan, kind="criteria", row_id=criterion.pk)
    asked = as_ben.post(address, typed_at(before, level_1="3", level_2="9", level_3=""))
    text = asked.content.decode()
    assert asked.status_code == 422
    assert text.count("Somebody renamed this level meanwhile") == 1
    assert "it was “Developing”" in text
    assert 'name="level_2_name" value="Nearly"' in text
    again = typed_at(before, level_2_name="Nearly", level_1="3", level_2="9", level_3="")
    assert as_ben.post(address, again).status_code == 302
    assert actions.counts_of(criterion) == {1: 3, 2: 9}


def test_no_count_is_written_at_a_level_that_goes_and_no_level_goes_that_has_a_count(plan, hill):
    set_level_labels(plan=plan, labels=["Not yet", "There"], by=hill.ada, now=NOW)
    with pytest.raises(PlanningError, match="Not yet, There"):
        add(Criterion, plan, hill.ben, name="Credit", counts={3: 4})
    add(Criterion, plan, hill.ben, name="Credit", counts={2: 4})
    set_level_labels(plan=plan, labels=["A", "B", "C"], by=hill.ada, now=NOW)
    add(Criterion, plan, hill.ben, name="Sources", counts={3: 4})
    with pytest.raises(PlanningError, match="Students are counted at level 3 already"):
        set_level_labels(plan=plan, labels=["A", "B"], by=hill.ada, now=NOW)


def test_of_two_people_who_name_the_levels_at_once_the_second_is_told(plan, hill):
    late = UnitPlan.objects.get(pk=plan.pk)
    set_level_labels(plan=plan, labels=["Not yet", "There"], by=hill.ada, now=NOW)
    with pytest.raises(PlanningError, match="Somebody renamed the levels meanwhile"):
        set_level_labels(plan=late, labels=["No", "Yes"], by=hill.ben, now=NOW)
    assert UnitPlan.objects.get().level_labels == ["Not yet", "There"]


def test_cancel_brings_the_section_back(plan, as_ben):
    assert 'id="rows-duties"' in as_ben.get(url("rows", plan, kind="duties"), headers=HTMX).content.decode()
    assert as_ben.get(url("rows", plan, kind="duties")).url == url("stage", plan, number=2) + "#rows-duties"


def test_what_can_be_read_can_be_asked_for_with_head_too(plan, as_ben):
    assert as_ben.head(url("rows", plan, kind="duties"), headers=HTMX).status_code == 200
    assert as_ben.head(reverse("standards", kwargs={"school_slug": "hill"})).status_code == 200


# --- Who may ------------------------------------------------------------------------------------------------------

ROW_ADDRESSES = [
    ("rows", {"kind": "duties"}),
    ("row_add", {"kind": "duties"}),
    ("row_change", {"kind": "duties", "row_id": "duty"}),
    ("row_remove", {"kind": "duties", "row_id": "duty"}),
    ("duty_done", {"row_id": "duty"}),
    ("lesson_log", {"row_id": "lesson"}),
    ("level_labels", {}),
]


@pytest.mark.parametrize(("name", "more"), ROW_ADDRESSES)
def test_strangers_and_colleagues_change_no_row(name, more, plan, hill, as_nils, as_lena, as_cleo, duty, lesson):
    ids = {"duty": duty.pk, "lesson": lesson.pk}
    address = url(name, plan, **{key: ids.get(value, value) for key, value in more.items()})
    sent = {} if name != "rows" else None
    for client, status in ((as_nils, 404), (as_cleo, 404), (as_lena, 403)):
        if sent is None:
            assert client.get(address).status_code == (302 if client is as_lena else 404)
        else:
            assert client.post(address, sent).status_code == status


def test_a_row_of_another_plan_is_not_found_through_this_one(plan, hill, as_ben):
    from planning.unit_plan.actions import start_plan

    other = start_plan(school=hill.school, title="Rivers", partner=None, by=hill.cleo, now=NOW)
    theirs = add(Duty, other, hill.cleo, what="Secret")
    assert as_ben.get(url("row_change", plan, kind="duties", row_id=theirs.pk)).status_code == 404
    assert as_ben.get(url("row_remove", plan, kind="duties", row_id=theirs.pk)).status_code == 404
    assert as_ben.post(url("duty_done", plan, row_id=theirs.pk)).status_code == 404


def test_an_owner_from_another_plan_is_no_choice(plan, hill, as_ben):
    from planning.unit_plan.actions import start_plan

    other = start_plan(school=hill.school, title="Rivers", partner=None, by=hill.cleo, now=NOW)
    theirs = Partner.objects.get(plan=other)
    answer = as_ben.post(url("row_add", plan, kind="duties"), {"what": "Bring rocks", "owner": theirs.pk})
    assert answer.status_code == 422
    assert not Duty.objects.exists()


# --- Whatever people type -----------------------------------------------------------------------------------------

ODD = [
    "x" * 5000,
    "word " * 1000,
    "👩🏽‍🏫🌋" * 50,
    "مرحبا بالعالم ‮evil",
    "<script>alert(1)</script>{{ 7*7 }}",
    "nul\x00byte",
    "lone \ud800 surrogate",
    "0001-01-01",
    "9999-12-31",
    "99999",
    "-1",
    "9" * 5000,
    "1e400",
    "None",
    "javascript:alert(1)",
    "",
]


@pytest.mark.parametrize("kind", [key for key in KINDS if key != "standards"])
def test_whatever_is_typed_is_saved_or_refused_at_its_field(kind, plan, hill, as_ada):
    fields = FORMS[kind](plan=plan, member=hill.ada).fields
    fine = dict.fromkeys(("focus", "what", "source", "shows", "name", "happened"), "Fine")
    fine |= {"kind": "time" if kind == "barriers" else "", "member": hill.cleo.pk}
    address = url("row_add", plan, kind=kind)
    for odd in ODD:
        everywhere = {name: sent(odd) for name in fields}
        assert_kept_or_refused(as_ada.post(address, everywhere, headers=HTMX))
        refused = FORMS[kind](cleaned(everywhere), plan=plan, member=hill.ada).errors
        where_it_fits = {name: fine.get(name, "") if name in refused else sent(odd) for name in fields}
        answer = as_ada.post(address, where_it_fits, headers=HTMX)
        assert_kept_or_refused(answer)
        assert answer.status_code == (200 if kind != "partners" or odd == ODD[0] else 422)


def assert_kept_or_refused(answer):
    assert answer.status_code in (200, 409, 422)
    assert "<script>alert" not in answer.content.decode()


def cleaned(typed):
    return {name: clean(text) for name, text in typed.items()}


def sent(text):
    """A lone surrogate as a browser could send it, in bytes that are no UTF-8."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1") if "\ud800" in text else text


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_versions_and_ticks_may_be_anything(odd, plan, as_ada, duty):
    for name in ("row_change", "row_remove"):
        address = url(name, plan, row_id=duty.pk, kind="duties")
        answer = as_ada.post(address, {"what": "Fine", "version": sent(odd)}, headers=HTMX)
        assert answer.status_code in (200, 409, 422)
    tick = url("duty_done", plan, row_id=duty.pk) + "?" + urlencode({"is_done": odd.encode("utf-8", "surrogatepass")})
    assert as_ada.post(tick, headers=HTMX).status_code == 200
    for field in ("was", "label_1", "label_2", "label_6"):
        typed = {"was": "", "label_1": "A", "label_2": "B"} | {field: sent(odd)}
        assert as_ada.post(url("level_labels", plan), typed, headers=HTMX).status_code in (200, 422)
    assert as_ada.get(url("rows", plan, kind="duties") + "?stage=" + "9" * 5000).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed"),
    [("taught_on", "0001-01-01"), ("taught_on", "2100-01-01"), ("minutes", "99999"), ("minutes", "-5")],
)
def test_absurd_dates_and_minutes_are_refused_at_their_field(field, typed, plan, hill, as_ada):
    form = FORMS["lessons"]({"focus": "Sources", field: typed}, plan=plan, member=hill.ada)
    assert list(form.errors) == [field]
