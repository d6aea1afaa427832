"""From a list of people and from a person's page a librarian writes, notes a talk, or begins a unit with them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from outreach.inductions.page import row_of
from outreach.inductions.queries import new_people
from outreach.models import ContactLog
from tests.cast import NOW, TODAY


def url(name, **parts):
    return reverse(name, kwargs={"school_slug": "hill"} | parts)


def talk(hill, about, on=TODAY):
    made = {"school": hill.school, "with_member": hill.cleo, "created_by": hill.ada, "created_at": NOW}
    return ContactLog.objects.create(about=about, on=on, **made)


def test_in_touch_speaks_of_being_in_touch_and_leads_to_a_unit(hill, as_ada, as_lena):
    page, plan = as_ada.get(url("in_touch")).text, f"{url('plan_start')}?with={hill.cleo.pk}"
    assert "With whom are we not in touch yet this year?" in page
    assert ("not reached" in page, "Who have we" in page) == (False, False)
    assert (f'href="{plan}"' in page, plan in as_lena.get(url("in_touch")).text) == (True, False)


def test_a_unit_that_begins_from_a_person_has_them_as_partner(hill, as_ada):
    form = as_ada.get(url("plan_start"), {"with": hill.cleo.pk}).context["form"]
    assert form.people[form.initial["partner"]] == hill.cleo


def test_a_new_colleagues_first_unit_begins_from_their_list(hill):
    hill.school.created_at = NOW - timedelta(days=400)
    type(hill.cleo).objects.filter(pk=hill.cleo.pk).update(created_at=NOW)
    [cleo] = [person for person in new_people(school=hill.school, now=NOW) if person == hill.cleo]
    first_unit = row_of(cleo).steps[-1]
    assert (first_unit.label, first_unit.url) == ("First unit", f"{url('plan_start')}?with={hill.cleo.pk}")
    assert first_unit.is_done is False


@pytest.mark.parametrize("key", ["", "x", "0", "999999999999999999999"])
def test_a_link_with_nobody_begins_a_unit_with_nobody(as_ada, key):
    page = as_ada.get(url("plan_start"), {"with": key})
    assert (page.status_code, "partner" in page.context["form"].initial) == (200, False)


def test_a_stranger_is_no_partner_by_a_link(vale, hill, as_ada):
    assert "partner" not in as_ada.get(url("plan_start"), {"with": vale.nils.pk}).context["form"].initial


def test_on_a_persons_page_a_librarian_writes_notes_and_plans(hill, as_ada):
    page = as_ada.get(url("person", member_id=hill.cleo.pk)).text
    for address in ("mailto:cleo@hill.example", f"{url('contact_add')}?with={hill.cleo.pk}"):
        assert f'href="{address}"' in page
    assert f'href="{url("plan_start")}?with={hill.cleo.pk}"' in page
    assert ("Plan a unit with Cleo" in page, "No conversation is noted yet." in page) == (True, True)


def test_the_last_conversations_stand_on_a_persons_page_with_their_links(hill, as_ada):
    noted = [talk(hill, f"Line {number}") for number in range(4)]
    page = as_ada.get(url("person", member_id=hill.cleo.pk)).text
    assert [one.get_absolute_url() in page for one in noted] == [False, True, True, True]
    assert f'href="{url("contacts")}?person={hill.cleo.pk}">All conversations with Cleo</a>' in page
    assert "Line" not in as_ada.get(url("person", member_id=hill.ben.pk)).text


def test_nobody_but_librarians_reads_of_conversations_there(hill, as_ada, as_ben, as_lena, as_omar):
    talk(hill, "A secret line")
    pages = [client.get(url("person", member_id=hill.cleo.pk)).text for client in (as_ada, as_ben, as_lena, as_omar)]
    assert ["A secret line" in page for page in pages] == [True, False, False, False]
    assert ["Librarians alone see this card." in page for page in pages] == [True, False, False, False]


def test_a_person_page_takes_the_same_queries_for_one_conversation_and_for_three(
    hill, as_ada, django_assert_num_queries
):
    for _ in range(2):
        talk(hill, "Line")
        with django_assert_num_queries(8):
            as_ada.get(url("person", member_id=hill.cleo.pk))
        talk(hill, "Line")


def test_oneself_and_who_has_left_have_no_such_card(hill, as_ada):
    type(hill.cleo).objects.filter(pk=hill.cleo.pk).update(deactivated_at=NOW)
    pages = [as_ada.get(url("person", member_id=one.pk)).text for one in (hill.ada, hill.cleo)]
    assert ["Note a talk" in page for page in pages] == [False, False]
