"""Who may see a plan and who may write in it, held against what the pages do, over the whole cast."""

import pytest
from django.urls import reverse

from collab.models import Role
from planning.models import UnitPlan
from planning.permissions import may_edit_plan, may_remove_plan, may_see_plan, may_start_plan, may_work_on_plan
from planning.unit_plan.actions import close_plan, share_plan
from tests.cast import NOW
from tests.conftest import signed_in

CAST = ("ada", "ben", "cleo", "lena", "hugo", "omar", "nils")

POSTS = {
    "plan": {},
    "plan_head": {},
    "plan_level": {},
    "plan_share": {},
    "plan_close": {},
    "plan_reopen": {},
    "plan_remove": {},
    "stage": {"number": 1},
    "stage_complete": {"number": 1},
    "stage_reopen": {"number": 1},
    "answer_save": {"prompt": "task"},
    "answer_settle": {"prompt": "task"},
    "presence": {},
}


def person(name, hill, vale):
    return vale.nils if name == "nils" else getattr(hill, name)


def loaded(plan):
    return UnitPlan.objects.prefetch_related("partners").get(pk=plan.pk)


def url(name, plan, **more):
    return reverse(name, kwargs={"school_slug": "hill", "plan_id": plan.pk, **more})


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("is_shared", [False, True])
@pytest.mark.parametrize("is_closed", [False, True])
def test_who_may_see_a_plan_is_who_finds_it(plan, hill, vale, who, is_shared, is_closed):
    if is_shared:
        share_plan(plan=plan, is_shared=True, by=hill.ada, now=NOW)
    if is_closed:
        close_plan(plan=plan, by=hill.ada, now=NOW)
    member = person(who, hill, vale)
    assert may_see_plan(member, loaded(plan)) == UnitPlan.objects.visible_to(member).filter(pk=plan.pk).exists()


def seen_by(plan, hill, vale):
    return {who for who in CAST if may_see_plan(person(who, hill, vale), loaded(plan))}


def written_by(plan, hill, vale):
    return {who for who in CAST if may_edit_plan(person(who, hill, vale), loaded(plan))}


def test_a_plan_is_seen_by_its_partners_librarians_and_leaders_until_it_is_shared(plan, hill, vale):
    assert seen_by(plan, hill, vale) == {"ada", "ben", "lena"}
    share_plan(plan=plan, is_shared=True, by=hill.ada, now=NOW)
    assert seen_by(plan, hill, vale) == {"ada", "ben", "cleo", "lena", "hugo", "omar"}


def test_librarians_and_partners_write_until_the_plan_is_closed(plan, hill, vale):
    assert written_by(plan, hill, vale) == {"ada", "ben"}
    share_plan(plan=plan, is_shared=True, by=hill.ada, now=NOW)
    assert written_by(plan, hill, vale) == {"ada", "ben"}
    close_plan(plan=plan, by=hill.ada, now=NOW)
    assert written_by(plan, hill, vale) == set()


def test_librarians_and_who_started_it_remove_a_plan_until_it_is_closed(plan, hill, vale):
    assert removed_by(plan, hill, vale) == {"ada"}
    UnitPlan.objects.filter(pk=plan.pk).update(created_by=hill.ben)
    assert removed_by(plan, hill, vale) == {"ada", "ben"}
    plan.partners.filter(member=hill.ben).delete()
    assert removed_by(plan, hill, vale) == {"ada"}
    close_plan(plan=plan, by=hill.ada, now=NOW)
    assert removed_by(plan, hill, vale) == set()


def removed_by(plan, hill, vale):
    return {who for who in CAST if may_remove_plan(person(who, hill, vale), loaded(plan))}


def test_librarians_and_teachers_start_plans(hill, vale):
    assert {who for who in CAST if may_start_plan(person(who, hill, vale))} == {"ada", "ben", "cleo", "hugo", "nils"}


def test_a_leader_writes_only_as_a_teacher_who_is_a_partner(plan, hill):
    partner = plan.partners.get(member=hill.ben)
    partner.member = hill.lena
    partner.save()
    assert not may_work_on_plan(hill.lena, loaded(plan))
    hill.lena.roles = [Role.LEADER, Role.TEACHER]
    assert may_work_on_plan(hill.lena, loaded(plan))


# --- The pages say the same -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("is_shared", [False, True])
def test_pages_of_a_plan_open_for_whom_it_exists(plan, hill, vale, who, is_shared):
    if is_shared:
        share_plan(plan=plan, is_shared=True, by=hill.ada, now=NOW)
    member = person(who, hill, vale)
    client = signed_in(member)
    expected = 200 if may_see_plan(member, loaded(plan)) else 404
    for address in (url("plan", plan), url("plan", plan) + "?view=stages", url("stage", plan, number=2)):
        response = client.get(address)
        assert response.status_code == expected
        if expected == 200:
            assert ("<textarea" in response.content.decode()) == (
                may_edit_plan(member, loaded(plan)) and "view" not in address
            )


@pytest.mark.parametrize("name", POSTS)
def test_colleagues_without_the_right_are_told_why_and_strangers_learn_nothing(plan, hill, vale, name):
    share_plan(plan=plan, is_shared=True, by=hill.ada, now=NOW)
    for who in ("cleo", "lena", "omar"):
        response = signed_in(person(who, hill, vale)).post(url(name, plan, **POSTS[name]), {"text": "x", "version": 0})
        assert response.status_code == 403
        assert "Only the partners of this plan and the librarians change it." in response.content.decode()
    assert signed_in(vale.nils).post(url(name, plan, **POSTS[name])).status_code == 404
    share_plan(plan=plan, is_shared=False, by=hill.ada, now=NOW)
    assert signed_in(hill.cleo).post(url(name, plan, **POSTS[name])).status_code == 404


def test_a_reader_finds_no_button_that_would_refuse_them(plan, hill):
    share_plan(plan=plan, is_shared=True, by=hill.ada, now=NOW)
    for member in (hill.cleo, hill.lena):
        for address in (url("plan", plan), url("stage", plan, number=1)):
            html = signed_in(member).get(address).content.decode()
            main = html[html.index("<main") : html.index("</main>")]
            assert "<form" not in main
            assert "Change the details" not in main
            assert "answers.js" not in html


def test_who_may_start_a_plan_finds_the_page(hill, vale):
    start = reverse("plan_start", kwargs={"school_slug": "hill"})
    codes = {who: signed_in(person(who, hill, vale)).get(start).status_code for who in CAST}
    assert codes == {"ada": 200, "ben": 200, "cleo": 200, "hugo": 200, "lena": 403, "omar": 403, "nils": 404}
