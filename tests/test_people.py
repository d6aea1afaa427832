"""The directory, a person's page, who may change whom, and what happens when somebody leaves."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from collab.downloads import csv_response, xlsx_response
from collab.errors import AlreadyDone, Refused, RowChanged
from collab.models import Department, Invitation, Member, Role
from collab.people import actions
from collab.people.errors import LastAdministrator, NotYours
from collab.people.handover import holdings
from planning.models import Duty, Partner, UnitPlan
from planning.unit_plan.actions import close_plan, start_plan
from tests.cast import NOW, make_member
from tests.forms import forms_of

NASTY = ["x" * 5000, "😀" * 60, "مرحبا \u202eabc", "a\x00b", "\ud800", "<script>alert(1)</script>", "=1+1", " "]


def url(name, **kwargs):
    return reverse(name, kwargs={"school_slug": "hill", **kwargs})


def names(page):
    return [row.name for row in page.context["rows"]]


def values(person, **changes):
    """The clean values of a person's form, with some changed."""
    fields = ("name", "email", "staff_id", "roles", "contact_by", "phone", "expertise")
    return {field: getattr(person, field) for field in fields} | changes


def typed(person, **changes):
    """What a browser posts from the form of a person."""
    return values(person, version=person.version) | {"departments": [d.pk for d in person.departments.all()]} | changes


def fresh(member):
    return Member.objects.get(pk=member.pk)


# --- The directory ------------------------------------------------------------------------------------------


def test_everybody_of_the_school_is_in_the_directory_and_nobody_else(as_ben, vale):
    expected = ["Ada Marlow", "Ben Okafor", "Cleo Tanaka", "Hugo Lindqvist", "Lena Voss", "Omar Haddad"]
    assert names(as_ben.get(url("people"))) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "OKA ben"}, ["Ben Okafor"]),
        ({"q": "cleo@hill"}, ["Cleo Tanaka"]),
        ({"q": "T-77"}, ["Ben Okafor"]),
        ({"q": "volcano"}, ["Cleo Tanaka"]),
        ({"q": "100%"}, []),
        ({"role": "librarian"}, ["Ada Marlow"]),
        ({"role": "astronaut", "state": "dead", "sort": "shoe", "page": "-3"}, None),
        ({"state": "without-login"}, ["Cleo Tanaka"]),
        ({"state": "left"}, ["Hugo Lindqvist"]),
        ({"sort": "surname", "role": "teacher"}, ["Ben Okafor", "Cleo Tanaka"]),
        ({"q": "\x00\ud800 x' OR 1=1 --"}, []),
    ],
)
def test_the_directory_is_searched_narrowed_and_sorted(as_ada, hill, asked, expected):
    Member.objects.filter(pk=hill.ben.pk).update(staff_id="T-77")
    Member.objects.filter(pk=hill.cleo.pk).update(expertise="Volcanoes, ash", user=None)
    Member.objects.filter(pk=hill.hugo.pk).update(deactivated_at=NOW)
    everybody = ["Ada Marlow", "Ben Okafor", "Cleo Tanaka", "Lena Voss", "Omar Haddad"]
    page = as_ada.get(url("people"), {key: value.encode("utf-8", "replace") for key, value in asked.items()})
    assert names(page) == (everybody if expected is None else expected)


def test_the_directory_is_narrowed_by_department_of_the_own_school_only(as_ada, hill, vale):
    other = Department.objects.create(school=vale.school, name="Vale only")
    assert names(as_ada.get(url("people"), {"department": hill.humanities.pk})) == ["Ben Okafor", "Hugo Lindqvist"]
    assert len(names(as_ada.get(url("people"), {"department": other.pk}))) == 6


@pytest.mark.parametrize("people", [1, 3])
def test_the_directory_runs_a_fixed_number_of_queries(as_ada, hill, django_assert_num_queries, people):
    for number in range(people):
        member = make_member(hill.school, f"p{number}", f"Person {number}", [Role.TEACHER])
        member.departments.set([hill.humanities, hill.science])
    with django_assert_num_queries(6):
        as_ada.get(url("people"))


def test_fifty_people_stand_on_a_page(as_ada, hill):
    Member.objects.bulk_create(
        Member(school=hill.school, name=f"Person {number:02}", created_at=NOW, roles=["teacher"])
        for number in range(60)
    )
    assert len(names(as_ada.get(url("people")))) == 50
    assert len(names(as_ada.get(url("people"), {"page": 2}))) == 16


def test_only_the_part_below_the_filters_is_sent_when_asked_for(as_ada):
    part = as_ada.get(url("people"), headers={"HX-Request": "true", "HX-Target": "found"}).content.decode()
    assert part.startswith('<div id="found">')
    assert "<html" not in part


def test_the_download_is_what_is_on_screen_with_formulas_neutralised(as_ben, hill):
    Member.objects.filter(pk=hill.cleo.pk).update(expertise="=cmd()", phone="+61 2", staff_id="@7")
    answer = as_ben.get(url("people_download"), {"q": "cleo"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    expected = [
        "Cleo Tanaka",
        "cleo@hill.example",
        "'@7",
        "Teacher",
        "Science",
        "'+61 2",
        "E-mail",
        "'=cmd()",
        "Can sign in",
    ]
    assert list(csv.reader(io.StringIO(text)))[1:] == [expected]
    book = load_workbook(io.BytesIO(as_ben.get(url("people_download"), {"q": "cleo", "format": "xlsx"}).content))
    assert [cell.value for cell in list(book.active.rows)[1]] == expected


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_no_cell_of_a_download_begins_as_a_formula(start):
    cell = f"{start}1"
    (text,) = list(csv.reader(io.StringIO(b"".join(csv_response("x", [], [[cell]])).decode("utf-8-sig"), newline="")))[
        1
    ]
    assert text == f"'{cell}"
    sheet = load_workbook(io.BytesIO(xlsx_response("x", ["a"], [[cell]]).content)).active
    assert (sheet["A2"].data_type, sheet["A2"].value[0]) == ("s", "'")


def test_numbers_and_empty_cells_of_a_download_stay_what_they_are():
    assert b"".join(csv_response("x", ["a"], [[-5, None, 1.5]])) == b"\xef\xbb\xbfa\r\n-5,,1.5\r\n"
    sheet = load_workbook(io.BytesIO(xlsx_response("x", ["a"], [[-5, None, NOW]]).content)).active
    assert (sheet["A2"].value, sheet["B2"].value) == (-5, None)


# --- A person -----------------------------------------------------------------------------------------------


def test_everybody_sees_a_persons_page_and_only_keepers_its_buttons(as_ada, as_ben, as_nils, hill):
    Member.objects.filter(pk=hill.cleo.pk).update(user=None)
    address = url("person", member_id=hill.cleo.pk)
    seen_by_ada, seen_by_ben = as_ada.get(address).content.decode(), as_ben.get(address).content.decode()
    for name in ("person_change", "person_deactivate", "invitation_send", "invitation_link"):
        assert url(name, member_id=hill.cleo.pk) in seen_by_ada
        assert url(name, member_id=hill.cleo.pk) not in seen_by_ben
    assert as_nils.get(address).status_code == 404
    assert as_nils.get(reverse("person", args=["vale", hill.cleo.pk])).status_code == 404


def test_a_person_page_runs_a_fixed_number_of_queries(as_ada, hill, django_assert_num_queries):
    with django_assert_num_queries(8):  # One of them for the conversations with him.
        as_ada.get(url("person", member_id=hill.ben.pk))


def test_ada_adds_a_person_without_a_login(as_ada, hill):
    posted = {
        "name": "Rosa Lind",
        "email": "Rosa@Hill.example",
        "staff_id": "T-9",
        "roles": ["teacher", "leader"],
        "departments": [hill.science.pk],
        "contact_by": "phone",
        "phone": "x 12",
        "expertise": "Maps",
    }
    answer = as_ada.post(url("person_add"), posted)
    rosa = Member.objects.get(name="Rosa Lind")
    assert answer.url == url("person", member_id=rosa.pk)
    assert (rosa.email, rosa.roles, rosa.user, rosa.role_names) == (
        "rosa@hill.example",
        ["teacher", "leader"],
        None,
        "Teacher, leader",
    )
    assert list(rosa.departments.all()) == [hill.science]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("email", "ben@hill.example", "This is Ben Okafor’s. Everybody has their own."),
        ("email", "BEN@hill.example", "This is Ben Okafor’s. Everybody has their own."),
        ("staff_id", "T-1", "This is Ben Okafor’s. Everybody has their own."),
        ("roles", [], "Choose at least one role."),
        ("roles", ["administrator"], "Select a valid choice. administrator is not one of the available choices."),
        ("departments", ["999999"], "Select a valid choice. 999999 is not one of the available choices."),
    ],
)
def test_the_form_of_a_person_says_what_is_wrong(as_ada, hill, field, value, sentence):
    Member.objects.filter(pk=hill.ben.pk).update(staff_id="T-1")
    answer = as_ada.post(
        url("person_add"), {"name": "Rosa", "roles": ["teacher"], "contact_by": "email"} | {field: value}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("field", ["name", "email", "staff_id", "phone", "expertise", "contact_by", "roles", "version"])
def test_whatever_is_typed_about_a_person_is_saved_or_refused_in_words(as_ada, hill, field, text):
    posted = typed(hill.cleo) | {field: text.encode("utf-8", "replace").decode() if text == "\ud800" else text}
    answer = as_ada.post(url("person_change", member_id=hill.cleo.pk), posted)
    assert answer.status_code in (302, 422)
    assert "<script>alert" not in as_ada.get(url("person", member_id=hill.cleo.pk)).content.decode()


def test_two_people_in_one_form_lose_nothing(as_ada, hill):
    before = typed(hill.cleo)
    actions.change_person(
        person=hill.cleo, version=1, values={"phone": "x 1", "roles": ["teacher"]}, by=hill.omar, now=NOW
    )
    answer = as_ada.post(url("person_change", member_id=hill.cleo.pk), before | {"phone": "x 2"})
    assert answer.status_code == 409
    change = answer.context["change"]
    assert change.title == "Omar Haddad changed this on 18 Nov, 12:30, while you were typing."
    assert change.stands == [("Phone", "x 1")]
    assert 'value="x 2"' in answer.content.decode()
    assert fresh(hill.cleo).phone == "x 1"
    sent = next(form for form in forms_of(answer.content.decode(), "/") if "phone" in form.typed)
    assert ("version", "hidden", "2") in sent.fields
    again = before | {"phone": "x 2", "version": "2"}
    assert as_ada.post(url("person_change", member_id=hill.cleo.pk), again).status_code == 302
    cleo = fresh(hill.cleo)
    assert (cleo.phone, cleo.changed_by, [d.name for d in cleo.departments.all()]) == ("x 2", hill.ada, ["Science"])


def test_of_roles_and_departments_too_what_the_other_saved_is_shown(as_ada, hill):
    before = typed(hill.cleo, roles=["teacher", "librarian"])
    saved = {"roles": ["leader", "teacher"], "departments": [hill.humanities, hill.science], "contact_by": "chat"}
    actions.change_person(person=hill.cleo, version=1, values=saved, by=hill.omar, now=NOW)
    answer = as_ada.post(url("person_change", member_id=hill.cleo.pk), before)
    assert answer.context["change"].stands == [
        ("Prefers to be contacted by", "Chat message"),
        ("Roles", "Teacher, Leader"),
        ("Departments", "Humanities, Science"),
    ]
    assert actions.change_person(person=hill.cleo, version=1, values=saved, by=hill.omar, now=NOW).version == 2


def test_a_department_that_was_just_removed_is_refused_at_its_field(hill):
    gone = Department.objects.create(school=hill.school, name="Arts")
    Department.objects.filter(pk=gone.pk).delete()
    person = {"name": "Rosa", "roles": ["teacher"], "departments": [gone]}
    for write in (
        lambda: actions.add_person(school=hill.school, values=person, by=hill.ada, now=NOW),
        lambda: actions.change_person(person=hill.cleo, version=1, values=person, by=hill.ada, now=NOW),
    ):
        with pytest.raises(Refused, match="Somebody removed “Arts” in the meantime") as refused:
            write()
        assert refused.value.field == "departments"
    assert [d.name for d in hill.cleo.departments.all()] == ["Science"]


def test_an_old_version_is_refused_by_the_action(hill):
    actions.change_person(person=hill.ben, version=1, values={"phone": "1"}, by=hill.ada, now=NOW)
    with pytest.raises(RowChanged) as lost:
        actions.change_person(person=hill.ben, version=1, values={"phone": "2"}, by=hill.ada, now=NOW)
    assert lost.value.current.phone == "1"


def test_ben_changes_how_he_is_reached_and_nothing_else(as_ben, hill):
    posted = {"version": 1, "contact_by": "chat", "phone": "x 3", "expertise": "Chess", "roles": ["administrator"]}
    assert as_ben.post(url("person_change", member_id=hill.ben.pk), posted | {"name": "King Ben"}).status_code == 302
    ben = fresh(hill.ben)
    assert (ben.contact_by, ben.phone, ben.expertise) == ("chat", "x 3", "Chess")
    assert (ben.name, ben.roles) == ("Ben Okafor", ["teacher"])
    assert as_ben.get(url("person_change", member_id=hill.cleo.pk)).status_code == 403
    with pytest.raises(NotYours):
        actions.change_own_details(person=hill.cleo, version=1, values=values(hill.cleo), by=hill.ben, now=NOW)


def test_only_administrators_make_and_change_administrators(as_ada, as_omar, hill):
    assert as_ada.get(url("person_change", member_id=hill.omar.pk)).status_code == 403
    assert as_ada.get(url("person_deactivate", member_id=hill.omar.pk)).status_code == 403
    for roles in (["administrator"], ["administrator", "teacher"]):
        with pytest.raises(NotYours):
            actions.change_person(person=hill.ben, version=1, values={"roles": roles}, by=hill.ada, now=NOW)
        with pytest.raises(NotYours):
            actions.add_person(school=hill.school, values=values(hill.ben, roles=roles, email=""), by=hill.ada, now=NOW)
    with pytest.raises(NotYours):
        actions.change_person(person=hill.omar, version=1, values={"email": "ada2@hill.example"}, by=hill.ada, now=NOW)
    as_omar.post(url("person_change", member_id=hill.ben.pk), typed(hill.ben, roles=["teacher", "administrator"]))
    assert fresh(hill.ben).roles == ["teacher", "administrator"]


def test_the_last_administrator_stays(as_omar, hill):
    answer = as_omar.post(url("person_change", member_id=hill.omar.pk), typed(hill.omar, roles=["teacher"]))
    assert answer.context["form"].non_field_errors() == [
        "Omar Haddad is the last administrator of the school who can sign in. Give somebody else the role first."
    ]
    make_member(hill.school, "olga", "Olga Without Login", [Role.ADMINISTRATOR], with_login=False)
    with pytest.raises(LastAdministrator):
        actions.change_person(person=hill.omar, version=1, values={"roles": ["teacher"]}, by=hill.omar, now=NOW)
    second = make_member(hill.school, "otto", "Otto Second", [Role.ADMINISTRATOR])
    actions.change_person(person=hill.omar, version=1, values={"roles": ["teacher"]}, by=hill.omar, now=NOW)
    with pytest.raises(LastAdministrator):
        actions.change_person(person=second, version=1, values={"roles": ["leader"]}, by=second, now=NOW)


def test_a_new_address_ends_the_invitation_that_went_to_the_old_one(hill):
    Member.objects.filter(pk=hill.cleo.pk).update(user=None)
    sent = Invitation.objects.create(
        member=hill.cleo, token_hash="x", sent_to="old@x.example", created_at=NOW, expires_at=NOW + timedelta(days=9)
    )
    actions.change_person(person=hill.cleo, version=1, values={"email": "new@hill.example"}, by=hill.ada, now=NOW)
    sent.refresh_from_db()
    assert sent.revoked_at == NOW


def test_a_lost_race_for_an_address_is_a_sentence(hill):
    with pytest.raises(Refused, match="Somebody in the school has this e-mail address already"):
        actions.change_person(person=hill.cleo, version=1, values={"email": "ben@hill.example"}, by=hill.ada, now=NOW)


# --- Leaving ------------------------------------------------------------------------------------------------


@pytest.fixture
def leaving(hill, plan):
    """Ben's things: an open plan with Ada, one with Cleo, a closed one, two duties, a department to head."""
    with_cleo = start_plan(school=hill.school, title="Rivers", partner=hill.cleo, by=hill.ben, now=NOW)
    closed = start_plan(school=hill.school, title="Old maps", partner=hill.ben, by=hill.ada, now=NOW)
    row = dict.fromkeys(("created_by", "changed_by"), hill.ben) | dict.fromkeys(("created_at", "changed_at"), NOW)
    for done in (None, NOW):
        Duty.objects.create(
            plan=with_cleo,
            what="Book the hall",
            owner=with_cleo.partners.get(member=hill.ben),
            done_at=done,
            done_by=hill.ben if done else None,
            **row,
        )
    with_cleo.partners.filter(member=hill.ben).update(will="Bring the maps")
    with_cleo.partners.filter(member=hill.cleo).update(will="Bring the boats")
    close_plan(plan=closed, by=hill.ada, now=NOW)
    Department.objects.filter(pk=hill.science.pk).update(champion=hill.ben)
    return {"plan": plan, "with_cleo": with_cleo, "closed": closed}


def test_the_page_of_leaving_lists_what_the_person_holds(as_ada, hill, leaving):
    page = as_ada.get(url("person_deactivate", member_id=hill.ben.pk))
    assert [(holding.title, holding.count, holding.items) for holding in page.context["holdings"]] == [
        (
            "Open plans",
            2,
            (
                ("Rivers", leaving["with_cleo"].get_absolute_url()),
                ("Volcanoes", leaving["plan"].get_absolute_url()),
            ),
        ),
        ("Duties not done yet", 1, (("Book the hall", ""),)),
        ("Library champion", 1, (("Science", ""),)),
    ]
    assert [member.name for member in page.context["form"].fields["to"].queryset] == [
        "Ada Marlow",
        "Cleo Tanaka",
        "Hugo Lindqvist",
    ]


def test_whoever_leaves_hands_over_in_the_same_step(as_ada, as_ben, hill, leaving):
    answer = as_ada.post(url("person_deactivate", member_id=hill.ben.pk), {"to": hill.cleo.pk}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Ben Okafor has left the school. Cleo Tanaka has taken over."
    ]
    partners = {plan.title: sorted(str(partner) for partner in plan.partners.all()) for plan in UnitPlan.objects.all()}
    assert partners == {
        "Volcanoes": ["Ada Marlow", "Cleo Tanaka"],
        "Rivers": ["Cleo Tanaka"],
        "Old maps": ["Ada Marlow", "Ben Okafor"],
    }
    cleo = Partner.objects.get(plan=leaving["with_cleo"], member=hill.cleo)
    assert cleo.will == "Bring the boats\n\nFrom Ben Okafor: Bring the maps"
    assert list(Duty.objects.values_list("owner", "done_by").order_by("pk")) == [
        (cleo.pk, None),
        (cleo.pk, hill.ben.pk),
    ]
    hill.science.refresh_from_db()
    assert hill.science.champion == hill.cleo
    ben = fresh(hill.ben)
    assert (ben.is_active, ben.deactivated_by) == (False, hill.ada)
    assert holdings(ben, seen_by=hill.omar) == []
    assert as_ben.get(url("people")).status_code == 404


def test_the_hand_over_is_in_the_history_of_the_plan(hill, leaving):
    actions.deactivate_person(person=hill.ben, to=hill.hugo, by=hill.ada, now=NOW)
    event = Partner.pgh_event_models["update"].objects.filter(pgh_obj__plan=leaving["plan"]).latest("pgh_id")
    assert event.pgh_context.metadata["what"] == "Ben Okafor left; Hugo Lindqvist took over"
    assert event.pgh_context.metadata["member"] == "Ada Marlow"


def test_nothing_is_left_without_an_owner(as_ada, hill, leaving, vale):
    answer = as_ada.post(url("person_deactivate", member_id=hill.ben.pk))
    assert answer.context["form"].errors == {"to": ["Choose who takes over."]}
    with pytest.raises(Refused, match="Choose who takes over from Ben Okafor"):
        actions.deactivate_person(person=hill.ben, to=None, by=hill.ada, now=NOW)
    Member.objects.filter(pk=hill.hugo.pk).update(deactivated_at=NOW)
    for wrong in (hill.ben, hill.lena, hill.hugo, vale.nils):
        with pytest.raises(Refused):
            actions.deactivate_person(person=hill.ben, to=wrong, by=hill.ada, now=NOW)
    assert fresh(hill.ben).is_active
    assert leaving["plan"].partners.filter(member=hill.ben).exists()


def test_whoever_holds_nothing_leaves_without_an_owner_and_can_come_back(as_ada, hill):
    answers = [as_ada.post(url("person_deactivate", member_id=hill.lena.pk)) for _ in range(2)]
    assert [answer.url for answer in answers] == [url("person", member_id=hill.lena.pk)] * 2
    assert not fresh(hill.lena).is_active
    with pytest.raises(AlreadyDone):
        actions.deactivate_person(person=hill.lena, to=None, by=hill.ada, now=NOW)
    assert as_ada.get(url("person_change", member_id=hill.lena.pk)).status_code == 403
    as_ada.post(url("person_reactivate", member_id=hill.lena.pk))
    assert fresh(hill.lena).is_active
    with pytest.raises(AlreadyDone):
        actions.reactivate_person(person=hill.lena, by=hill.ada, now=NOW)


def test_nobody_ends_their_own_membership(as_ada, as_omar, hill):
    for client in (as_ada, as_omar):
        assert client.get(url("person_deactivate", member_id=client.member.pk)).status_code == 403
    with pytest.raises(NotYours):
        actions.deactivate_person(person=hill.ada, to=None, by=hill.ada, now=NOW)
    with pytest.raises(NotYours):
        actions.deactivate_person(person=hill.omar, to=None, by=hill.ada, now=NOW)


@pytest.mark.parametrize("name", ["person", "person_change", "person_deactivate"])
def test_strangers_and_wrong_numbers_find_nothing(as_ada, as_nils, hill, vale, name):
    assert as_nils.get(url(name, member_id=hill.ben.pk)).status_code == 404
    assert as_ada.get(url(name, member_id=vale.nils.pk)).status_code == 404
    assert as_ada.get(url(name, member_id=10**30)).status_code == 404
