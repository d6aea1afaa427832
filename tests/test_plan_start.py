"""A plan starts from two fields, and its head is filled in bit by bit by two people."""

import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from collab.models import ClassGroup, Department, Member, Role, Subject, Term, YearLevel
from collab.when import clock, dates, weeks
from planning.answers.actions import save_answer
from planning.errors import PlanningError
from planning.models import Contribution, Partner, UnitPlan
from planning.models.plan import ClassOfPlan
from planning.plans.forms import HeadForm, StartForm
from planning.unit_plan.actions import change_head, close_plan, start_plan
from tests import cast
from tests.cast import NOW, TODAY


def url(name, plan=None, slug="hill", **more):
    if plan is not None:
        slug, more["plan_id"] = plan.school.slug, plan.pk
    return reverse(name, kwargs={"school_slug": slug, **more})


def start(client, **data):
    return client.post(url("plan_start"), {"title": "Volcanoes", "partner": "", "term": ""} | data)


# --- Two fields -------------------------------------------------------------------------------------------------


def test_a_topic_and_a_partner_are_enough(as_ada, hill):
    response = start(as_ada, partner="Ben Okafor")
    plan = UnitPlan.objects.get()
    assert (response.status_code, response["Location"]) == (302, url("plan", plan))
    assert (plan.title, plan.created_by, plan.term, plan.is_shared) == ("Volcanoes", hill.ada, None, False)
    assert [(str(partner), partner.kind) for partner in plan.partners.all()] == [
        ("Ada Marlow", Partner.Kind.LIBRARIAN),
        ("Ben Okafor", Partner.Kind.TEACHER),
    ]
    assert [stage.number for stage in plan.stages.all()] == [1, 2, 3, 4, 5]
    assert set(Contribution.objects.values_list("stage", "member")) == {(0, hill.ada.pk)}


@pytest.mark.parametrize(
    ("partner", "sentence"),
    [
        ("Ben Okafor", "The plan is started. Ben Okafor finds it on their desk."),
        ("Tess Quill", "The plan is started. Tess Quill has no login yet: a librarian can invite them"),
        ("", "The plan is started. Add the colleague you plan it with"),
    ],
)
def test_whoever_starts_a_plan_hears_how_their_partner_comes_to_know(as_ada, hill, partner, sentence):
    cast.make_member(hill.school, "tess", "Tess Quill", [Role.TEACHER], with_login=False)
    assert sentence in as_ada.get(start(as_ada, partner=partner).url).text


def test_a_topic_alone_is_enough_too(as_ben, hill):
    start(as_ben)
    assert [str(partner) for partner in UnitPlan.objects.get().partners.all()] == ["Ben Okafor"]


def test_a_plan_without_a_topic_is_refused_and_the_partner_stays_typed(as_ada, hill):
    response = start(as_ada, title="  ", partner="Ben Okafor")
    assert response.status_code == 422
    assert 'value="Ben Okafor"' in response.content.decode()
    assert UnitPlan.objects.count() == 0


def test_pressing_the_button_twice_starts_one_plan(as_ada, hill):
    first, second = start(as_ada, partner="Ben Okafor"), start(as_ada, partner="Ben Okafor")
    assert first["Location"] == second["Location"]
    assert UnitPlan.objects.count() == 1


def test_a_teacher_finds_the_librarian_filled_in_and_a_librarian_nobody(hill):
    assert StartForm(by=hill.ben, today=TODAY)["partner"].value() == "Ada Marlow"
    assert StartForm(by=hill.ada, today=TODAY)["partner"].value() is None


def test_the_term_of_today_is_filled_in_and_in_the_holidays_the_next_one(hill):
    def filled_in(today):
        return StartForm(by=hill.ada, today=today)["term"].value()

    assert filled_in(TODAY) == hill.terms[3].pk
    assert filled_in(date(2026, 7, 10)) == hill.terms[2].pk
    assert filled_in(date(2027, 1, 2)) is None


def form_for(by, partner):
    form = StartForm({"title": "Volcanoes", "partner": partner}, by=by, today=TODAY)
    form.is_valid()
    return form


@pytest.mark.parametrize("typed", ["Ben Okafor", "  ben   okafor ", "okafor", "Ben"])
def test_a_partner_is_found_by_a_part_of_the_name(hill, typed):
    assert form_for(hill.ada, typed).cleaned_data["partner"] == hill.ben


def test_several_people_that_fit_are_named(hill):
    cast.make_member(hill.school, "bena", "Bena Olsen", [Role.TEACHER], with_login=False)
    assert form_for(hill.ada, "ben").errors["partner"] == [
        "Several people fit: Ben Okafor, Bena Olsen. Type more of the name, or choose one."
    ]


def test_people_of_the_same_name_are_told_apart(hill):
    twin = cast.make_member(hill.school, "ben2", "Ben Okafor", [Role.TEACHER], with_login=False)
    assert form_for(hill.ada, "Ben Okafor").errors["partner"] == [
        "Several people fit: Ben Okafor (ben@hill.example), Ben Okafor (ben2@hill.example). "
        "Type more of the name, or choose one."
    ]
    assert form_for(hill.ada, "Ben Okafor (ben@hill.example)").cleaned_data["partner"] == hill.ben
    assert form_for(hill.ada, "Ben Okafor (ben2@hill.example)").cleaned_data["partner"] == twin


def test_only_active_teachers_and_librarians_of_the_school_can_be_chosen(hill, vale):
    Member.objects.filter(pk=hill.cleo.pk).update(deactivated_at=NOW)
    listed = list(StartForm(by=hill.ada, today=TODAY).people)
    assert listed == ["Ben Okafor", "Hugo Lindqvist"]
    for typed in ("Cleo Tanaka", "Lena Voss", "Nils Berg", "Ada Marlow"):
        assert "partner" in form_for(hill.ada, typed).errors


def test_a_term_of_another_school_is_refused(as_ada, hill, vale):
    assert start(as_ada, term=vale.term.pk).status_code == 422


def test_a_partner_without_a_login_can_be_planned_with(as_ada, hill):
    cast.make_member(hill.school, "ida", "Ida Novak", [Role.TEACHER], with_login=False)
    start(as_ada, partner="Ida Novak")
    assert [str(partner) for partner in UnitPlan.objects.get().partners.all()] == ["Ada Marlow", "Ida Novak"]


def test_the_page_to_start_costs_the_same_with_few_people_and_with_many(as_ada, hill, django_assert_num_queries):
    def count():
        with django_assert_num_queries(5):
            assert as_ada.get(url("plan_start")).status_code == 200

    count()
    for number in range(3):
        cast.make_member(hill.school, f"t{number}", f"Teacher {number}", [Role.TEACHER], with_login=False)
    count()


@pytest.mark.parametrize("title", ["x" * 5_000, "\x00", "   "])
def test_a_title_that_cannot_be_kept_gets_a_clear_error(as_ada, hill, title):
    assert start(as_ada, title=title).status_code == 422


@pytest.mark.parametrize("title", ["🌋" * 100, "\u202eمرحبا", "<script>alert(5)</script>", "x" * 200])
def test_other_titles_are_kept_as_typed(as_ada, hill, title):
    response = as_ada.get(start(as_ada, title=title)["Location"])
    assert UnitPlan.objects.get().title == title
    assert "<script>alert" not in response.content.decode()


# --- The head ---------------------------------------------------------------------------------------------------


def head_data(plan, by, **typed):
    """What a browser sends of an untouched head form, with some fields typed anew."""
    form = HeadForm(instance=plan, by=by)
    data = {"version": plan.version}
    for name in form.Meta.fields:
        value = form[name].value()
        if isinstance(value, list):
            value = [getattr(one, "pk", one) for one in value]
        value = "" if value is None else value
        data[f"initial-{name}"] = value
        data[name] = typed.get(name, value)
    return data


def test_the_head_is_filled_in_bit_by_bit(as_ada, plan, hill):
    typed = {
        "title": "Volcanoes and us",
        "starts_on": "2026-11-02",
        "ends_on": "2026-12-04",
        "year_levels": [hill.year_level.pk],
        "subject": hill.subject.pk,
        "department": hill.department.pk,
        "classes": [hill.class_group.pk],
        "students": "27",
        "planned_level": "3",
        "planned_facet": "C",
    }
    assert as_ada.post(url("plan_head", plan), head_data(plan, hill.ada, **typed)).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.starts_on, plan.students, plan.planned_level, plan.planned_facet, plan.version) == (
        "Volcanoes and us",
        date(2026, 11, 2),
        27,
        3,
        "C",
        2,
    )
    page = as_ada.get(url("plan", plan)).content.decode()
    for text in ("Term 4, weeks 4–8", "2 Nov – 4 Dec 2026", "Year 6", "History · Humanities", "6B", "27"):
        assert text in page


def test_two_people_who_change_different_details_both_have_their_way(as_ada, as_ben, plan, hill):
    of_ada = head_data(plan, hill.ada, title="Volcanoes and us")
    of_ben = head_data(plan, hill.ben, students="27")
    assert as_ada.post(url("plan_head", plan), of_ada).status_code == 302
    assert as_ben.post(url("plan_head", plan), of_ben).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.students) == ("Volcanoes and us", 27)


def test_of_two_people_who_change_the_same_detail_the_second_sees_both(as_ada, as_ben, plan, hill):
    of_ada = head_data(plan, hill.ada, title="Volcanoes and us", year_levels=[hill.year_level.pk])
    of_ben = head_data(plan, hill.ben, title="Mountains of fire", students="27")
    as_ada.post(url("plan_head", plan), of_ada)
    response = as_ben.post(url("plan_head", plan), of_ben)
    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="Mountains of fire"' in page
    assert ">Volcanoes and us</dd>" in page
    plan.refresh_from_db()
    assert (plan.title, plan.students) == ("Volcanoes and us", None)
    decided = head_data(plan, hill.ben, title="Mountains of fire", students="27")
    assert f'name="version" value="{plan.version}"' in page
    assert as_ben.post(url("plan_head", plan), decided).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.students, list(plan.year_levels.all())) == ("Mountains of fire", 27, [hill.year_level])


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "x" * 5_000),
        ("starts_on", "some day"),
        ("students", "many"),
        ("students", "-1"),
        ("students", "99999999999999999999"),
        ("term", "99999999999999999999"),
        ("subject", "<script>"),
        ("classes", ["x"]),
        ("planned_level", "9"),
        ("planned_facet", "Z"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(as_ada, plan, hill, field, typed):
    response = as_ada.post(url("plan_head", plan), head_data(plan, hill.ada, **{field: typed}))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_the_last_day_does_not_lie_before_the_first(as_ada, plan, hill):
    typed = head_data(plan, hill.ada, starts_on="2026-12-04", ends_on="2026-11-02")
    assert list(as_ada.post(url("plan_head", plan), typed).context["form"].errors) == ["ends_on"]


def test_an_incomplete_head_changes_nothing(as_ada, plan):
    assert as_ada.post(url("plan_head", plan), {"title": "Other"}).status_code == 422
    plan.refresh_from_db()
    assert plan.title == "Volcanoes"


def test_the_head_of_a_closed_plan_stays(as_ada, plan, hill):
    close_plan(plan=plan, by=hill.ada, now=NOW)
    assert as_ada.get(url("plan_head", plan)).status_code == 403
    typed = head_data(plan, hill.ada, title="Volcanoes of the sea")
    refused = as_ada.post(url("plan_head", plan), typed)
    assert refused.status_code == 409
    assert "This plan is closed." in refused.content.decode()
    assert 'value="Volcanoes of the sea"' in refused.content.decode()
    plan.refresh_from_db()
    assert plan.title == "Volcanoes"


def test_two_people_who_move_the_first_and_the_last_day_past_each_other_are_told(as_ada, as_ben, plan, hill):
    weeks_of_plan = {"starts_on": "2026-10-12", "ends_on": "2026-11-30"}
    as_ada.post(url("plan_head", plan), head_data(plan, hill.ada, **weeks_of_plan))
    plan.refresh_from_db()
    of_ada = head_data(plan, hill.ada, starts_on="2026-11-20")
    of_ben = head_data(plan, hill.ben, ends_on="2026-11-10")
    assert as_ada.post(url("plan_head", plan), of_ada).status_code == 302
    refused = as_ben.post(url("plan_head", plan), of_ben)
    assert refused.status_code == 409
    assert "it would begin on 20 Nov 2026 and end on 10 Nov 2026" in refused.content.decode()
    assert 'value="2026-11-10"' in refused.content.decode()


def test_rows_of_another_school_cannot_be_chosen(as_ada, plan, hill, vale):
    typed = head_data(plan, hill.ada, term=vale.term.pk)
    assert list(as_ada.post(url("plan_head", plan), typed).context["form"].errors) == ["term"]


def test_changing_the_head_is_recorded(plan, hill):
    change_head(plan=plan, version=1, values={"title": "Other"}, by=hill.ben, now=NOW + timedelta(hours=1))
    plan.refresh_from_db()
    assert (plan.changed_by, plan.version) == (hill.ben, 2)
    assert plan.events.last().pgh_context.metadata["what"] == "Changed the unit's details"


def test_the_classes_of_a_plan_have_their_history_too(plan, hill):
    change_head(plan=plan, version=1, values={"classes": [hill.class_group]}, by=hill.ben, now=NOW)
    change_head(plan=plan, version=2, values={"classes": []}, by=hill.ada, now=NOW)
    history = ClassOfPlan.pgh_event_model.objects.filter(unitplan=plan, classgroup=hill.class_group)
    written = history.order_by("pgh_id").values_list("pgh_label", "pgh_context__metadata__member")
    assert list(written) == [("insert", "Ben Okafor"), ("delete", "Ada Marlow")]


def test_an_answer_that_only_moves_the_plan_up_writes_no_history_of_the_plan(plan, hill):
    before = plan.events.count()
    save_answer(plan=plan, prompt="task", text="Find out", version=0, by=hill.ben, now=NOW + timedelta(hours=1))
    plan.refresh_from_db()
    assert (plan.changed_by, plan.events.count()) == (hill.ben, before)


# --- Dates in the words of a school -----------------------------------------------------------------------------


def test_dates_are_written_with_the_term_and_its_weeks():
    term = Term(name="Term 3", year="2026", starts_on=date(2026, 7, 20), ends_on=date(2026, 9, 25))
    first, last = date(2026, 8, 10), date(2026, 9, 11)
    assert weeks(term, first, last) == "Term 3, weeks 4–8"
    assert weeks(term, first, first) == "Term 3, week 4"
    assert weeks(term, first, None) == "Term 3, week 4"
    assert weeks(term, None, last) == "Term 3, week 8"
    assert weeks(term, first, date(2026, 10, 20)) == "Term 3, from week 4"
    assert weeks(term, None, None) == "Term 3, 2026"
    assert weeks(None, first, last) == "10 Aug – 11 Sep 2026"
    assert weeks(None, None, None) == ""
    assert dates(date(2026, 12, 1), date(2027, 2, 1)) == "1 Dec 2026 – 1 Feb 2027"
    assert dates(None, last) == "11 Sep 2026"


def test_moments_are_written_in_the_schools_time():
    with timezone.override("Australia/Sydney"):
        assert clock(NOW, NOW) == "12:30"
        assert clock(NOW - timedelta(days=1), NOW) == "17 Nov, 12:30"
        assert clock(NOW - timedelta(days=365), NOW) == "18 Nov 2025"


def test_starting_a_plan_takes_the_head_along(hill):
    plan = start_plan(
        school=hill.school,
        title="Rivers",
        partner=None,
        term=hill.term,
        by=hill.ada,
        now=NOW,
        classes=[hill.class_group],
        students=27,
    )
    assert (list(plan.classes.all()), plan.students) == ([hill.class_group], 27)


# --- What somebody removes from the school's settings meanwhile ------------------------------------------------


def test_a_plan_is_not_started_in_a_term_that_is_gone(hill):
    gone = hill.terms[0]
    Term.objects.filter(pk=gone.pk).delete()
    with pytest.raises(PlanningError, match="Somebody removed “Term 1, 2026” in the meantime") as refused:
        start_plan(school=hill.school, title="Rivers", partner=hill.ben, term=gone, by=hill.ada, now=NOW)
    assert refused.value.field == "term"
    assert not UnitPlan.objects.exists()


@pytest.mark.parametrize("field", ["term", "subject", "department", "year_levels", "classes"])
def test_the_head_names_nothing_that_is_gone(plan, hill, field):
    made = {
        "term": lambda: hill.terms[0],
        "subject": lambda: Subject.objects.create(school=hill.school, name="Dance"),
        "department": lambda: Department.objects.create(school=hill.school, name="Arts"),
        "year_levels": lambda: YearLevel.objects.create(school=hill.school, name="Year 1", position=1),
        "classes": lambda: ClassGroup.objects.create(school=hill.school, name="1A", year_level=hill.year_level),
    }
    gone = made[field]()
    type(gone).objects.filter(pk=gone.pk).delete()
    value = [gone] if field in ("year_levels", "classes") else gone
    with pytest.raises(PlanningError, match=f"Somebody removed “{gone}”"):
        change_head(plan=plan, version=1, values={"title": "Other", field: value}, by=hill.ada, now=NOW)
    assert UnitPlan.objects.get().title == "Volcanoes"


def while_a_term_is_removed(term, act):
    """What `act` returns, while somebody else removes the term and is done as soon as `act` waits for them."""
    is_removed = threading.Event()

    def remove():
        with transaction.atomic():
            Term.objects.filter(pk=term.pk).delete()
            is_removed.set()
            until_somebody_waits()
        connection.close()

    thread = threading.Thread(target=remove)
    thread.start()
    is_removed.wait(timeout=10)
    answered = act()
    thread.join()
    return answered


def until_somebody_waits():
    """Returns once another connection to this database waits for a lock; after ten seconds in any case."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone():
                return
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_whoever_starts_a_plan_in_a_term_that_is_being_removed_keeps_what_they_typed(as_ada, hill):
    response = while_a_term_is_removed(hill.terms[3], lambda: start(as_ada, title="Rivers", term=hill.terms[3].pk))
    html = response.content.decode()
    assert response.status_code == 409
    assert "Somebody removed “Term 4, 2026” in the meantime. Choose again." in html
    assert 'value="Rivers"' in html
    assert not UnitPlan.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_moves_a_plan_to_a_term_that_is_being_removed_keeps_what_they_typed(as_ada, hill, plan):
    typed = head_data(plan, hill.ada, title="Rivers", term=hill.terms[0].pk)
    response = while_a_term_is_removed(hill.terms[0], lambda: as_ada.post(url("plan_head", plan), typed))
    html = response.content.decode()
    assert response.status_code == 409
    assert "Somebody removed “Term 1, 2026” in the meantime. Choose again." in html
    assert 'value="Rivers"' in html
    assert UnitPlan.objects.get().title == "Volcanoes"


def test_what_was_removed_before_the_form_was_sent_is_told_at_its_field(as_ada, plan, hill):
    typed = head_data(plan, hill.ada, term=hill.terms[0].pk)
    hill.terms[0].delete()
    for response in (as_ada.post(url("plan_head", plan), typed), start(as_ada, term=typed["term"])):
        assert response.status_code == 422
        assert response.context["form"].errors == {"term": ["This is not there any more. Choose again."]}
