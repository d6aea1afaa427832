"""The people of a plan: colleagues of this school alone, outside partners, and what happens when one goes."""

import pytest
from django.urls import reverse

from collab.models import Role
from planning.errors import AlreadyDone
from planning.models import Duty, Partner, UnitPlan
from planning.rows import queries
from planning.rows.forms import ColleagueForm
from planning.unit_plan.actions import close_plan, share_plan, start_plan
from tests.cast import NOW, make_member
from tests.test_rows import HTMX, add, loaded, url


def choices(plan, member):
    return set(ColleagueForm(plan=plan, member=member).fields["member"].queryset.values_list("name", flat=True))


def remove_url(plan, member):
    return url("row_remove", plan, kind="partners", row_id=Partner.objects.get(plan=plan, member=member).pk)


def test_active_colleagues_of_this_school_can_become_partners(plan, hill, vale):
    hill.hugo.deactivated_at = NOW
    hill.hugo.save()
    assert choices(plan, hill.ada) == {"Cleo Tanaka", "Lena Voss", "Omar Haddad"}


def test_a_member_of_another_school_is_refused(plan, hill, vale, as_ada):
    answer = as_ada.post(url("row_add", plan, kind="partners"), {"member": vale.nils.pk})
    assert answer.status_code == 422
    assert Partner.objects.filter(plan=plan).count() == 2


def test_a_colleague_joins_with_the_part_of_their_role_and_what_they_bring(plan, hill, as_ben):
    hill.cleo.expertise = "Knows every rock"
    hill.cleo.save()
    as_ben.post(url("row_add", plan, kind="partners"), {"member": hill.cleo.pk})
    cleo = Partner.objects.get(plan=plan, member=hill.cleo)
    assert (cleo.kind, cleo.expertise, cleo.created_by) == ("teacher", "Knows every rock", hill.ben)
    assert UnitPlan.objects.visible_to(hill.cleo).filter(pk=plan.pk).exists()


def test_a_leader_joins_as_a_colleague_and_no_teacher_is_missed_when_they_go(plan, hill, as_ben):
    as_ben.post(url("row_add", plan, kind="partners"), {"member": hill.lena.pk})
    partner = Partner.objects.get(plan=plan, member=hill.lena)
    assert partner.kind == "colleague"
    question = as_ben.get(url("row_remove", plan, kind="partners", row_id=partner.pk)).content.decode()
    assert "will be left on this plan" not in question


def test_a_teacher_can_take_the_part_of_the_librarian(plan, hill, as_ben):
    as_ben.post(url("row_add", plan, kind="partners"), {"member": hill.cleo.pk, "kind": "librarian"})
    assert Partner.objects.get(plan=plan, member=hill.cleo).kind == "librarian"


def test_somebody_who_was_added_meanwhile_is_not_added_twice(plan, hill):
    add(Partner, plan, hill.ada, member=hill.cleo, kind="teacher")
    with pytest.raises(AlreadyDone, match="Cleo Tanaka is a partner of this plan already"):
        add(Partner, plan, hill.ben, member=hill.cleo, kind="teacher")


def test_an_outside_partner_has_a_name_and_no_login(plan, hill, as_ben):
    address = url("row_add", plan, kind="outside-partners")
    assert as_ben.post(address, {"name": " "}).status_code == 422
    as_ben.post(address, {"name": "Mai", "organisation": "City Museum", "will": "Bring fossils"})
    museum = Partner.objects.get(plan=plan, kind="outside")
    assert (str(museum), museum.member, museum.organisation) == ("Mai", None, "City Museum")
    form = as_ben.get(url("row_change", plan, kind="outside-partners", row_id=museum.pk))
    assert "City Museum" in form.content.decode()
    assert as_ben.get(url("row_change", plan, kind="partners", row_id=museum.pk)).status_code == 404


def test_what_a_partner_will_do_is_changed_but_not_who_it_is(plan, hill, as_ben):
    ben = Partner.objects.get(plan=plan, member=hill.ben)
    address = url("row_change", plan, kind="partners", row_id=ben.pk)
    sent = {"kind": "teacher", "will": "Brief the class", "member": hill.cleo.pk, "version": "1"}
    assert as_ben.post(address, sent).status_code == 302
    ben.refresh_from_db()
    assert (ben.member, ben.will) == (hill.ben, "Brief the class")


def test_the_duties_of_a_partner_who_goes_fall_to_all(plan, hill, as_ada):
    ben = Partner.objects.get(plan=plan, member=hill.ben)
    for what in ("Brief the class", "Book the bus"):
        add(Duty, plan, hill.ada, what=what, owner=ben)
    question = as_ada.get(remove_url(plan, hill.ben)).content.decode()
    assert "2 duties will fall to all of you: “Brief the class”, “Book the bus”." in question
    assert "No teacher will be left on this plan." in question
    answer = as_ada.post(remove_url(plan, hill.ben), {"version": "1"}, headers=HTMX)
    assert "Ben Okafor is no longer a partner of this plan. 2 duties now fall to all of you." in answer.content.decode()
    assert set(Duty.objects.values_list("owner", "version")) == {(None, 2)}


def test_ben_is_warned_before_he_takes_himself_off_a_plan_that_is_not_shared(plan, hill, as_ben):
    question = as_ben.get(remove_url(plan, hill.ben)).content.decode()
    assert "This is you. You will not be able to open this plan any more" in question
    answer = as_ben.post(remove_url(plan, hill.ben), {"version": "1"}, headers=HTMX)
    assert answer["HX-Redirect"] == reverse("plans", kwargs={"school_slug": "hill"})
    assert not UnitPlan.objects.visible_to(hill.ben).exists()


def test_ben_still_sees_a_shared_plan_that_he_has_left(plan, hill, as_ben):
    share_plan(plan=plan, is_shared=True, by=hill.ada, now=NOW)
    assert "You will still see this plan, but not change it" in as_ben.get(remove_url(plan, hill.ben)).content.decode()
    assert as_ben.post(remove_url(plan, hill.ben), {"version": "1"}).url == url("plan", plan)


def test_ada_stays_able_to_change_a_plan_that_nobody_is_left_on(plan, hill, as_ada):
    as_ada.post(remove_url(plan, hill.ben), {"version": "1"})
    question = as_ada.get(remove_url(plan, hill.ada)).content.decode()
    assert "Nobody will be left on this plan" in question
    assert "As a librarian you can still change this plan." in question
    assert as_ada.post(remove_url(plan, hill.ada), {"version": "1"}).url == url("plan", plan)
    assert as_ada.get(url("row_add", plan, kind="partners")).status_code == 200


def test_nobody_is_removed_from_a_closed_plan(plan, hill, as_ada):
    close_plan(plan=plan, by=hill.ada, now=NOW)
    assert as_ada.post(remove_url(plan, hill.ben), {"version": "1"}).status_code == 409
    assert Partner.objects.filter(plan=plan).count() == 2


def test_a_partner_without_a_login_is_marked_and_librarians_can_invite_them(hill, as_ada, as_ben):
    dora = make_member(hill.school, "dora", "Dora Paine", [Role.TEACHER], with_login=False)
    plan = start_plan(school=hill.school, title="Rivers", partner=dora, by=hill.ben, now=NOW)
    row = queries.partners(loaded(plan)).rows[1]
    assert ("No login yet", "plain") in row.badges
    address = url("rows", plan, kind="partners")
    assert row.invite_url in as_ada.get(address, headers=HTMX).content.decode()
    assert row.invite_url not in as_ben.get(address, headers=HTMX).content.decode()


@pytest.mark.parametrize("times", [1, 3])
def test_partners_cost_one_query_with_one_and_with_three(times, plan, hill, django_assert_num_queries):
    for number in range(times):
        person = make_member(hill.school, f"t{number}", f"Teacher {number}", [Role.TEACHER], with_login=False)
        add(Partner, plan, hill.ada, member=person, kind="teacher")
    plan = loaded(plan)
    with django_assert_num_queries(1):
        assert len(queries.partners(plan).rows) == 2 + times
