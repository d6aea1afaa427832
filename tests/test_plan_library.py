"""A plan starts from a topic request, and works with what the library has: boxes, lists, titles, purchases."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from planning.errors import AlreadyDone, PlanningError
from planning.library import actions, queries
from planning.models import Contribution, PlanResource, UnitPlan
from planning.unit_plan.actions import close_plan
from planning.unit_plan.removal import SomethingIsWritten, remove_plan
from resources.models import PurchaseSuggestion, Resource, ResourceBox, ResourceList, TopicRequest
from tests.cast import NOW, TODAY


def url(name, **parts):
    return reverse(name, kwargs={"school_slug": "hill", **parts})


@pytest.fixture
def request_of_ben(hill):
    """Volcanoes, for 6B in weeks 3 to 5 of Term 4."""
    made = TopicRequest.objects.create(
        school=hill.school,
        term=hill.term,
        teacher=hill.ben,
        topic="Volcanoes",
        subject=hill.subject,
        department=hill.humanities,
        first_week=3,
        last_week=5,
        students=27,
        created_at=NOW,
        created_by=hill.ben,
    )
    made.classes.add(hill.class_group)
    made.year_levels.add(hill.year_level)
    return made


@pytest.fixture
def things(hill):
    """One of each kind, about volcanoes."""
    made = {"created_at": NOW, "created_by": hill.ada}
    return {
        "box": ResourceBox.objects.create(school=hill.school, name="Volcano box", place="Bay 3", **made),
        "list": ResourceList.objects.create(school=hill.school, title="Volcano links", owner=hill.ada, **made),
        "resource": Resource.objects.create(
            school=hill.school, title="Volcano!", call_number="551.21", added_on=TODAY, **made
        ),
        "purchase": PurchaseSuggestion.objects.create(school=hill.school, title="Volcano atlas", **made),
    }


def add_all(plan, things, by):
    for kind, thing in things.items():
        actions.add_thing(plan=plan, kind=kind, thing=thing, by=by, now=NOW)


# --- Starting from a request ----------------------------------------------------------------------------------


def test_the_form_begins_with_what_the_teacher_said(as_ada, request_of_ben):
    html = as_ada.get(f"{url('plan_start')}?request={request_of_ben.pk}").text
    assert "Ben Okafor said “Volcanoes” for Term 4, 2026." in html
    assert 'value="Volcanoes"' in html
    assert 'value="Ben Okafor"' in html


def test_a_plan_from_a_request_has_its_topic_partner_classes_and_weeks(as_ada, hill, request_of_ben):
    sent = {"title": "Volcanoes", "partner": "Ben Okafor", "term": hill.term.pk, "request": request_of_ben.pk}
    assert as_ada.post(url("plan_start"), sent).status_code == 302
    plan = UnitPlan.objects.get()
    assert (plan.title, plan.term, plan.topic_request) == ("Volcanoes", hill.term, request_of_ben)
    assert (plan.starts_on, plan.ends_on) == (date(2026, 10, 26), date(2026, 11, 13))
    assert (plan.subject, plan.department, plan.students) == (hill.subject, hill.humanities, 27)
    assert (list(plan.classes.all()), list(plan.year_levels.all())) == ([hill.class_group], [hill.year_level])
    assert [str(partner) for partner in plan.partners.all()] == ["Ada Marlow", "Ben Okafor"]
    assert list(request_of_ben.plans.all()) == [plan]


def test_weeks_are_left_out_where_the_plan_goes_to_another_term(as_ada, hill, request_of_ben):
    sent = {"title": "Volcanoes", "partner": "", "term": "", "request": request_of_ben.pk}
    as_ada.post(url("plan_start"), sent)
    plan = UnitPlan.objects.get()
    assert (plan.term, plan.starts_on, plan.ends_on, plan.topic_request) == (None, None, None, request_of_ben)


def test_a_request_of_a_term_that_is_over_can_still_be_planned(as_ada, hill, request_of_ben):
    TopicRequest.objects.update(term=hill.terms[0])
    sent = {"title": "Volcanoes", "partner": "", "term": hill.terms[0].pk, "request": request_of_ben.pk}
    assert as_ada.post(url("plan_start"), sent).status_code == 302
    assert UnitPlan.objects.get().starts_on == date(2026, 2, 9)


def test_a_teacher_who_starts_from_their_own_request_plans_with_the_librarian(as_ben, request_of_ben):
    html = as_ben.get(f"{url('plan_start')}?request={request_of_ben.pk}").text
    assert 'value="Ada Marlow"' in html


@pytest.mark.parametrize("named", ["0", "99999999999999999999", "x", ""])
def test_a_request_that_is_not_there_is_simply_left_out(as_ada, hill, named):
    assert as_ada.get(f"{url('plan_start')}?request={named}").status_code == 200


def test_a_request_of_another_school_is_not_there(as_nils, request_of_ben):
    page = as_nils.get(reverse("plan_start", kwargs={"school_slug": "vale"}) + f"?request={request_of_ben.pk}")
    assert (page.status_code, "Ben Okafor" in page.text) == (200, False)


def test_the_plan_names_the_request_that_it_started_from(as_ada, hill, plan, request_of_ben):
    UnitPlan.objects.update(topic_request=request_of_ben)
    assert url("topic_request", request_id=request_of_ben.pk) in as_ada.get(url("plan", plan_id=plan.pk)).text


# --- What it works with ---------------------------------------------------------------------------------------


def test_a_plan_works_with_boxes_lists_titles_and_purchases(plan, hill, things, as_ada):
    for kind, thing in things.items():
        sent = as_ada.post(url("plan_library_add", plan_id=plan.pk, kind=kind, thing_id=thing.pk), {"q": "volcano"})
        assert (sent.status_code, sent.url) == (302, url("plan_library", plan_id=plan.pk) + "?q=volcano")
    found = queries.in_plan(plan, reader=hill.ada)
    assert [(thing.kind, thing.name, thing.note) for thing in found] == [
        ("box", "Volcano box", "Bay 3"),
        ("list", "Volcano links", ""),
        ("resource", "Volcano!", "551.21"),
        ("purchase", "Volcano atlas", "Asked"),
    ]
    stage = as_ada.get(url("stage", plan_id=plan.pk, number=2)).text
    assert [thing.name in stage for thing in found] == [True] * 4


def test_adding_counts_as_a_part_in_the_plan_of_action(plan, hill, things):
    actions.add_thing(plan=plan, kind="box", thing=things["box"], by=hill.ben, now=NOW)
    assert set(Contribution.objects.filter(member=hill.ben).values_list("stage", flat=True)) == {2}


def test_nothing_is_added_twice(plan, hill, things):
    add_all(plan, things, hill.ada)
    for kind, thing in things.items():
        with pytest.raises(PlanningError, match="The plan has this already"):
            actions.add_thing(plan=plan, kind=kind, thing=thing, by=hill.ben, now=NOW)
    assert PlanResource.objects.count() == 4


def test_words_find_what_can_be_added(plan, hill, things):
    found = queries.offered(reader=hill.ada, plan=plan, words="volc")
    assert [thing.kind for thing in found] == ["box", "list", "resource", "purchase"]
    actions.add_thing(plan=plan, kind="box", thing=things["box"], by=hill.ada, now=NOW)
    assert [one.kind for one in queries.offered(reader=hill.ada, plan=plan, words="volc")] == [
        "list",
        "resource",
        "purchase",
    ]
    assert queries.offered(reader=hill.ada, plan=plan, words="!!") == []


def test_what_is_retired_withdrawn_or_declined_is_not_offered(plan, hill, things):
    ResourceBox.objects.update(retired_at=NOW, retired_by=hill.ada)
    Resource.objects.update(withdrawn_at=NOW, withdrawn_by=hill.ada)
    PurchaseSuggestion.objects.update(state="declined")
    assert [thing.kind for thing in queries.offered(reader=hill.ada, plan=plan, words="volcano")] == ["list"]


def test_what_was_retired_since_the_page_was_opened_is_not_added(plan, hill, things, as_ada):
    ResourceBox.objects.update(retired_at=NOW, retired_by=hill.ada)
    sent = as_ada.post(url("plan_library_add", plan_id=plan.pk, kind="box", thing_id=things["box"].pk), follow=True)
    assert "“Volcano box” is not there to be added any more." in sent.content.decode()
    assert PlanResource.objects.count() == 0


def test_without_words_what_is_ready_for_the_topic_is_offered(plan, hill, things, request_of_ben):
    assert queries.offered(reader=hill.ada, plan=plan, words="") == []
    things["box"].requests.add(request_of_ben)
    things["list"].requests.add(request_of_ben)
    PurchaseSuggestion.objects.update(request=request_of_ben)
    UnitPlan.objects.update(topic_request=request_of_ben)
    plan.refresh_from_db()
    found = queries.offered(reader=hill.ada, plan=plan, words="")
    assert [thing.kind for thing in found] == ["box", "list", "purchase"]


def test_a_partner_reads_the_name_of_a_purchase_that_they_may_not_open(plan, hill, things):
    add_all(plan, {"purchase": things["purchase"]}, hill.ada)
    [for_ada] = queries.in_plan(plan, reader=hill.ada)
    [for_ben] = queries.in_plan(plan, reader=hill.ben)
    assert (for_ada.url, for_ben.url) == (url("purchase", purchase_id=things["purchase"].pk), "")
    assert for_ben.name == "Volcano atlas"


def test_what_is_taken_out_stays_in_the_library(plan, hill, things, as_ben):
    add_all(plan, things, hill.ada)
    row = PlanResource.objects.get(box=things["box"])
    sent = as_ben.post(url("plan_library_remove", plan_id=plan.pk, row_id=row.pk))
    assert (sent.status_code, PlanResource.objects.count(), ResourceBox.objects.count()) == (302, 3, 1)
    with pytest.raises(AlreadyDone, match="Somebody took it out"):
        actions.remove_thing(plan=plan, row=row, by=hill.ada, now=NOW)


def test_the_history_says_who_added_what(plan, hill, things):
    actions.add_thing(plan=plan, kind="box", thing=things["box"], by=hill.ben, now=NOW)
    event = PlanResource.pgh_event_model.objects.get()
    assert (event.pgh_label, event.pgh_context.metadata["what"], event.pgh_context.metadata["member"]) == (
        "insert",
        "Added the box “Volcano box”",
        "Ben Okafor",
    )


def test_a_closed_plan_takes_nothing_in(plan, hill, things, as_ada):
    close_plan(plan=plan, by=hill.ada, now=NOW)
    assert as_ada.get(url("plan_library", plan_id=plan.pk)).status_code == 403
    sent = as_ada.post(url("plan_library_add", plan_id=plan.pk, kind="box", thing_id=things["box"].pk), follow=True)
    assert (sent.status_code, PlanResource.objects.count()) == (403, 0)


def test_only_who_works_on_the_plan_adds_to_it(plan, hill, things, as_cleo, as_lena):
    there = url("plan_library_add", plan_id=plan.pk, kind="box", thing_id=things["box"].pk)
    assert (as_cleo.post(there).status_code, as_lena.post(there).status_code) == (404, 403)


@pytest.mark.parametrize("kind", ["plan", "boxes", "member"])
def test_a_kind_that_there_is_not_is_not_found(plan, as_ada, kind):
    assert as_ada.post(url("plan_library_add", plan_id=plan.pk, kind=kind, thing_id=1)).status_code == 404


def test_a_thing_of_another_school_cannot_be_added(plan, vale, as_ada):
    box = ResourceBox.objects.create(school=vale.school, name="Rivers", created_at=NOW, created_by=vale.nils)
    sent = as_ada.post(url("plan_library_add", plan_id=plan.pk, kind="box", thing_id=box.pk))
    assert (sent.status_code, PlanResource.objects.count()) == (404, 0)


def test_a_plan_with_a_box_is_not_removed(plan, hill, things):
    add_all(plan, {"box": things["box"]}, hill.ada)
    with pytest.raises(SomethingIsWritten, match="1 thing from the library"):
        remove_plan(plan=plan, by=hill.ada, now=NOW)


def test_the_page_costs_the_same_with_one_thing_and_with_three(plan, hill, things, as_ada, django_assert_num_queries):
    there = url("plan_library", plan_id=plan.pk) + "?q=volcano"
    add_all(plan, {"resource": things["resource"]}, hill.ada)
    as_ada.get(there)
    with django_assert_num_queries(9):
        as_ada.get(there)
    for number in range(3):
        box = ResourceBox.objects.create(
            school=hill.school, name=f"Volcano {number}", created_at=NOW + timedelta(hours=1), created_by=hill.ada
        )
        actions.add_thing(plan=plan, kind="box", thing=box, by=hill.ada, now=NOW)
    with django_assert_num_queries(9):
        as_ada.get(there)


def test_the_pdf_names_what_the_plan_works_with(plan, hill, things, as_ada, tmp_path):
    add_all(plan, things, hill.ada)
    (tmp_path / "plan.pdf").write_bytes(as_ada.get(url("plan_pdf", plan_id=plan.pk)).content)
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "plan.pdf").pages)
    assert [name in text for name in ("From the library", "Volcano box", "Volcano atlas")] == [True] * 3
