"""The desk: what waits for whom, my plans by term, and what leaders and administrators see."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse

from collab.models import ClassGroup, Department, Member, Term
from outreach.desk import queries
from outreach.desk.cut import places_with_more
from outreach.desk.items import DUTIES_AHEAD, DeskItem, Kind, items_of
from outreach.desk.pages import desk_of
from outreach.models import FailingAddress
from planning.answers.actions import LostRace, save_answer
from planning.models import Duty, Partner
from planning.stages import BY_NUMBER
from planning.unit_plan.actions import close_plan, complete_stage, start_plan
from resources.waiting.facts import EACH
from tests.cast import NOW, TODAY

DESK = "/hill/"


def items(*members, on=TODAY):
    """What waits for each of the members, as (kind, text); for one member the list itself."""
    plans = queries.open_plans(members=members)
    duties = queries.open_duties(members=members, until=on + DUTIES_AHEAD)
    found = [
        [
            (item.kind, item.text)
            for item in items_of(school_slug="hill", plans=plans[one.pk], duties=duties[one.pk], on=on)
        ]
        for one in members
    ]
    return found[0] if len(members) == 1 else found


def answer(plan, by, *prompts):
    for prompt in prompts:
        save_answer(plan=plan, prompt=prompt, text="Something.", version=0, by=by, now=NOW)


def duty(plan, what, due_on, owner=None):
    partner = owner and Partner.objects.get(plan=plan, member=owner)
    by = plan.created_by
    return Duty.objects.create(
        plan=plan, what=what, due_on=due_on, owner=partner, created_at=NOW, created_by=by, changed_at=NOW, changed_by=by
    )


def test_a_partner_who_has_not_written_yet_is_asked_and_the_librarian_knows_whom_she_waits_for(plan, hill):
    for_ben, for_ada = items(hill.ben, hill.ada)
    assert for_ben == [(Kind.INVITED, "Ada Marlow would like to plan “Volcanoes” with you")]
    assert (Kind.PARTNER, "Ben Okafor has not answered yet") in for_ada


def test_a_teacher_who_is_asked_comes_straight_to_their_part(plan, hill, as_ben, as_ada):
    address = reverse("plan", kwargs={"school_slug": "hill", "plan_id": plan.pk})
    assert f'href="{address}?view=part"' in as_ben.get(DESK).content.decode()
    assert "?view=part" not in as_ada.get(DESK).content.decode()


def test_once_the_teacher_has_written_nobody_waits_for_them(plan, hill):
    answer(plan, hill.ben, "task")
    for_ben, for_ada = items(hill.ben, hill.ada)
    assert for_ben == [(Kind.STAGE, "Volcanoes: Assignment")]
    assert for_ada == [(Kind.STAGE, "Volcanoes: Assignment")]


def test_a_stage_waits_only_for_those_who_have_a_question_open_in_it(plan, hill):
    answer(plan, hill.ben, "task", "final_product")
    for_ben, for_ada = items(hill.ben, hill.ada)
    assert for_ben == []
    assert for_ada == [(Kind.STAGE, "Volcanoes: Assignment")]


def test_an_answered_stage_is_ready_to_be_completed(plan, hill):
    answer(plan, hill.ben, *(prompt.key for prompt in BY_NUMBER[1].prompts if prompt.is_short))
    assert items(hill.ben) == [(Kind.READY, "Volcanoes: Assignment")]


def test_a_stage_with_students_waits_from_the_day_the_unit_starts(hill):
    starts_on = TODAY + timedelta(days=7)
    unit = start_plan(school=hill.school, title="Bridges", partner=hill.ada, by=hill.ben, now=NOW, starts_on=starts_on)
    for number in (1, 2):
        complete_stage(plan=unit, number=number, by=hill.ben, now=NOW)
    assert items(hill.ben) == []
    assert items(hill.ben, on=starts_on) == [(Kind.STAGE, "Bridges: Doing the job")]


def test_a_plan_that_is_complete_waits_to_be_closed_and_a_closed_one_for_nothing(plan, hill):
    answer(plan, hill.ben, "task")
    for number in range(1, 6):
        complete_stage(plan=plan, number=number, by=hill.ada, now=NOW)
    assert items(hill.ben) == [(Kind.CLOSE, "“Volcanoes” is complete in all five stages")]
    close_plan(plan=plan, by=hill.ada, now=NOW)
    assert items(hill.ben, hill.ada) == [[], []]


def test_two_texts_for_one_question_wait_for_both_partners(plan, hill):
    answer(plan, hill.ben, "task")
    with pytest.raises(LostRace):
        save_answer(plan=plan, prompt="task", text="Another.", version=0, by=hill.ada, now=NOW)
    conflict = (Kind.CONFLICT, "Two texts for “The task, as students get it”")
    assert [found[0] for found in items(hill.ben, hill.ada)] == [conflict, conflict]


def test_duties_wait_for_their_owner_or_for_all_overdue_ones_first(plan, hill):
    answer(plan, hill.ben, "task", "final_product")
    duty(plan, "Book the hall", TODAY + timedelta(days=3), owner=hill.ben)
    duty(plan, "Bring the atlases", TODAY - timedelta(days=1))
    duty(plan, "Order the box", TODAY, owner=hill.ada)
    duty(plan, "Far away", TODAY + timedelta(days=15))
    duty(plan, "Some day", None)
    assert items(hill.ben) == [(Kind.OVERDUE, "Bring the atlases"), (Kind.DUTY, "Book the hall")]
    done = duty(plan, "Done", TODAY)
    Duty.objects.filter(pk=done.pk).update(done_at=NOW, done_by=hill.ben)
    assert [text for _, text in items(hill.ada)] == ["Bring the atlases", "Order the box", "Volcanoes: Assignment"]


def test_duties_without_a_day_wait_for_their_owner_after_those_that_have_one(plan, hill, as_ben):
    duty(plan, "Think of a title", None, owner=hill.ben)
    duty(plan, "Order the box", None, owner=hill.ada)
    duty(plan, "Some day", None)
    answer(plan, hill.ben, "task", "final_product")
    assert [one for one in items(hill.ben) if one[0] == Kind.DUTY] == [(Kind.DUTY, "Think of a title")]
    duty(plan, "Bring the atlases", TODAY + timedelta(days=13))
    duty(plan, "Book the hall", TODAY - timedelta(days=1), owner=hill.ben)
    assert items(hill.ben)[:3] == [
        (Kind.OVERDUE, "Book the hall"),
        (Kind.DUTY, "Bring the atlases"),
        (Kind.DUTY, "Think of a title"),
    ]
    assert "Volcanoes · no day set" in as_ben.get(DESK).content.decode()


def test_a_librarian_is_told_of_a_plan_without_a_teacher(hill):
    start_plan(school=hill.school, title="Alone", partner=None, by=hill.ada, now=NOW)
    assert items(hill.ada)[0] == (Kind.STAGE, "Alone: Assignment")
    assert (Kind.PARTNER, "“Alone” has no teacher yet") in items(hill.ada)


def test_many_members_cost_as_many_queries_as_one(plan, hill, django_assert_num_queries):
    everybody = list(Member.objects.filter(school=hill.school))
    with django_assert_num_queries(2):
        items(hill.ben)
    with django_assert_num_queries(2):
        items(*everybody)


def test_nothing_of_hill_waits_for_nils(plan, vale, as_nils):
    assert items(vale.nils) == []
    assert as_nils.get(DESK).status_code == 404
    assert "Volcanoes" not in as_nils.get("/vale/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_of_a_librarian_costs_eight_queries(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        unit = start_plan(
            school=hill.school, title=f"Unit {index}", partner=hill.ben, by=hill.ada, now=NOW, term=hill.term
        )
        duty(unit, "Book the hall", TODAY)
    with django_assert_num_queries(8):
        as_ada.get(DESK)


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_of_somebody_with_every_role_costs_twelve_queries(hill, as_ada, django_assert_num_queries, number):
    hill.ada.roles = ["librarian", "teacher", "leader", "administrator"]
    hill.ada.save()
    for index in range(number):
        unit = start_plan(
            school=hill.school, title=f"Unit {index}", partner=hill.ben, by=hill.ada, now=NOW, term=hill.term
        )
        close_plan(plan=unit, by=hill.ada, now=NOW)
    with django_assert_num_queries(12):
        as_ada.get(DESK)


def many_duties(hill, number):
    unit = start_plan(school=hill.school, title="Volcanoes", partner=hill.ben, by=hill.ada, now=NOW, term=hill.term)
    for index in range(number):
        duty(unit, f"Duty {index:02}", TODAY, owner=hill.ada)


def test_whatever_waits_can_be_reached_and_is_counted(hill, as_ada):
    many_duties(hill, 28)
    FailingAddress.objects.create(school=hill.school, address="a@hill.example", sentence="550", failed_at=NOW)
    context = as_ada.get(DESK).context
    shown = [item.text for item in [*context["items"], *context["more_items"]]]
    assert [text for text in shown if text.startswith("Duty")] == [f"Duty {index:02}" for index in range(28)]
    assert shown.count("An address takes no mail") == 1
    assert (context["more_summary"], context["more_elsewhere"]) == (f"{len(shown) - 8} more", [])


def test_where_only_the_first_of_many_are_taken_the_desk_says_where_all_are(hill, as_ada):
    many_duties(hill, queries.DUTIES_EACH + 1)
    page = as_ada.get(DESK)
    assert page.context["more_elsewhere"] == [("My plans", "/hill/plans/?mine=1")]
    assert page.context["more_summary"] == f"{len(page.context['more_items'])} more, and perhaps others"
    assert 'All of them: <a href="/hill/plans/?mine=1">My plans</a>.' in page.text


@pytest.mark.parametrize(
    ("kinds", "name", "path"),
    [
        ((Kind.LOAN_ASKED, Kind.HAND_OUT), "Loans", "/hill/library/loans/"),
        ((Kind.WITHDRAWN, Kind.WITHDRAWN), "The board of topics", "/hill/topics/board/"),
        ((Kind.SEEN, Kind.PREPARED), "My topics", "/hill/topics/"),
        ((Kind.ANSWERED, Kind.ANSWERED), "Purchases", "/hill/library/purchases/"),
        ((Kind.LIST, Kind.LIST), "Lists", "/hill/library/lists/"),
    ],
)
def test_a_list_of_which_the_desk_takes_the_first_alone_is_named_once_it_is_full(kinds, name, path):
    found = [DeskItem(kind, "Something", "", "/") for kind in kinds for _ in range(EACH // 2)]
    assert places_with_more(found, plans=[], school_slug="hill") == [(name, path)]
    assert places_with_more(found[1:], plans=[], school_slug="hill") == []


def test_my_plans_stand_under_their_term_with_their_week(hill, as_ben):
    start_plan(
        school=hill.school,
        title="Volcanoes",
        partner=hill.ben,
        by=hill.ada,
        now=NOW,
        term=hill.term,
        starts_on=date(2026, 11, 9),
        ends_on=date(2026, 11, 27),
    )
    start_plan(school=hill.school, title="Some day", partner=hill.ada, by=hill.ben, now=NOW)
    html = as_ben.get(DESK).content.decode()
    assert html.index("Term 4, 2026") < html.index("Weeks 5–7 · with Ada Marlow") < html.index("No term yet")


def test_the_desk_has_one_primary_action_for_those_who_plan(plan, as_ada, as_ben, as_lena):
    for client in (as_ada, as_ben):
        assert client.get(DESK).content.decode().count("btn-primary") == 1
    assert "btn-primary" not in as_lena.get(DESK).content.decode()


def test_an_empty_desk_teaches(hill, as_ada, as_ben, as_lena, as_omar):
    for client, words in (
        (as_ada, "No open plans of yours"),
        (as_ben, "Start with a topic"),
        (as_lena, "No plans this term yet"),
        (as_omar, "Begin here"),
    ):
        assert words in client.get(DESK).content.decode()


def test_a_leader_sees_how_many_plans_are_where_and_what_was_closed_last(plan, hill, as_lena):
    closed = start_plan(school=hill.school, title="Bridges", partner=hill.ben, by=hill.ada, now=NOW, term=hill.term)
    answer(closed, hill.ada, "information_skills")
    close_plan(plan=closed, by=hill.ada, now=NOW)
    assert queries.profile(member=hill.lena, term=hill.term) == {1: 1, 7: 1}
    html = as_lena.get(DESK).content.decode()
    assert "2 plans</a> in Term 4, 2026." in html
    assert html.index("Closed last") < html.index("Bridges") < html.index("Cooperation")


def test_an_administrator_sees_what_the_set_up_still_needs(hill, as_omar):
    html = as_omar.get(DESK).content.decode()
    assert "Known until 17 December 2026." in html


def steps_of(member, on=TODAY):
    now = datetime.combine(on, time(12), tzinfo=member.school.zone)
    return {step.text: step for step in desk_of(member=member, now=now)["set_up"]}


def test_the_checklist_names_only_what_is_open(hill):
    ClassGroup.objects.get_or_create(school=hill.school, name="7A")
    assert list(steps_of(hill.omar)) == ["Term dates", "The first plan"]


def test_terms_are_known_until_the_end_of_the_last_one_however_far_ahead(hill):
    Term.objects.create(
        school=hill.school, name="Term 9", year="2029", starts_on=date(2029, 1, 27), ends_on=date(2029, 7, 21)
    )
    assert "Term dates" not in steps_of(hill.omar)
    assert steps_of(hill.omar, on=date(2029, 7, 1))["Term dates"].detail == "Known until 21 July 2029."


def test_alone_in_a_school_nobody_else_can_sign_in_yet(hill):
    Member.objects.exclude(pk=hill.omar.pk).update(deactivated_at=NOW)
    assert steps_of(hill.omar)["Logins"].detail == "So far only you can sign in."


def test_the_first_plan_is_started_by_those_who_may(hill):
    assert steps_of(hill.omar)["The first plan"].url == "/hill/plans/"
    hill.omar.roles = ["librarian", "administrator"]
    assert steps_of(hill.omar)["The first plan"].url == reverse("plan_start", kwargs={"school_slug": "hill"})


def test_the_checklist_goes_when_everything_is_there(plan, hill, as_omar):
    Term.objects.create(
        school=hill.school, name="Term 1", year="2027", starts_on=date(2027, 1, 27), ends_on=date(2027, 12, 17)
    )
    Department.objects.create(school=hill.school, name="Languages")
    assert "Your school in Collab" not in as_omar.get(DESK).content.decode()


def test_the_desk_is_the_same_without_terms(hill, as_ada, as_lena, as_omar):
    Term.objects.all().delete()
    for client in (as_ada, as_lena, as_omar):
        assert client.get(DESK).status_code == 200
