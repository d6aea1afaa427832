"""Who is made curator or owner of a list hears it on the desk, for two weeks."""

from datetime import timedelta

import pytest

from collab.people.actions import deactivate_person
from outreach.desk import library
from outreach.desk.items import in_order
from resources.lists.actions import add_list, copy_list
from resources.lists.curating.actions import add_curator, give_list, remove_curator
from resources.waiting.facts import facts
from tests.cast import NOW, TODAY

ON = "on Wednesday 18 November"


def told(member, on=TODAY):
    """(text, detail, path below the school) of each item, in the order of the desk."""
    found = facts(members=[member], on=on)[member.pk]
    items = in_order(library.items_of(school_slug="hill", facts=found, on=on))
    return [(item.text, item.detail, item.url.removeprefix("/hill/")) for item in items]


@pytest.fixture
def volcanoes(hill):
    return add_list(values={"title": "Volcanoes"}, by=hill.ben, now=NOW)


def path(one):
    return f"library/lists/{one.pk}/"


def test_who_is_made_a_curator_is_told_for_two_weeks(volcanoes, hill):
    add_curator(resource_list=volcanoes, member=hill.cleo, by=hill.ben, now=NOW)
    detail = f"Ben Okafor made you a curator {ON}: you change what is on it."
    expected = [("You keep “Volcanoes” too", detail, path(volcanoes))]
    assert told(hill.cleo) == expected
    assert told(hill.cleo, on=TODAY + timedelta(days=13)) == expected
    assert told(hill.cleo, on=TODAY + timedelta(days=15)) == []
    assert (told(hill.ben), told(hill.hugo)) == ([], [])
    remove_curator(resource_list=volcanoes, member=hill.cleo, by=hill.ben, now=NOW)
    assert told(hill.cleo) == []


def test_who_is_given_a_list_is_told_and_so_is_who_owned_it(volcanoes, hill):
    give_list(resource_list=volcanoes, to=hill.cleo, by=hill.ada, now=NOW)
    yours = ("“Volcanoes” is your list now", f"Ada Marlow gave it to you {ON}.", path(volcanoes))
    theirs = f"Ada Marlow gave it to them {ON}. You still change what is on it, as a curator."
    assert told(hill.cleo) == [yours]
    assert told(hill.cleo, on=TODAY + timedelta(days=15)) == []
    assert told(hill.ben) == [("“Volcanoes” is Cleo Tanaka's list now", theirs, path(volcanoes))]


def test_nobody_is_told_of_a_list_what_they_did_themselves(volcanoes, hill):
    give_list(resource_list=volcanoes, to=hill.ada, by=hill.ada, now=NOW)
    add_curator(resource_list=volcanoes, member=hill.cleo, by=hill.ada, now=NOW)
    remove_curator(resource_list=volcanoes, member=hill.cleo, by=hill.ada, now=NOW)
    give_list(resource_list=volcanoes, to=hill.ben, by=hill.ada, now=NOW)
    assert told(hill.ada) == []


def test_who_takes_over_the_lists_of_somebody_who_leaves_is_told_of_each(volcanoes, hill):
    rivers = add_list(values={"title": "Rivers"}, by=hill.hugo, now=NOW)
    add_curator(resource_list=rivers, member=hill.ben, by=hill.hugo, now=NOW)
    deactivate_person(person=hill.ben, to=hill.cleo, by=hill.omar, now=NOW)
    assert told(hill.cleo) == [
        (
            "You keep “Rivers” too",
            f"Omar Haddad made you a curator {ON}: you change what is on it.",
            path(rivers),
        ),
        ("“Volcanoes” is your list now", f"Omar Haddad gave it to you {ON}.", path(volcanoes)),
    ]


def test_a_copy_is_news_to_nobody(volcanoes, hill):
    give_list(resource_list=volcanoes, to=hill.cleo, by=hill.ben, now=NOW - timedelta(days=30))
    copy_list(resource_list=volcanoes, by=hill.ada, now=NOW)
    assert (told(hill.cleo), told(hill.ben), told(hill.ada)) == ([], [], [])


def test_the_desk_leads_to_the_list(volcanoes, hill, as_cleo):
    add_curator(resource_list=volcanoes, member=hill.cleo, by=hill.ben, now=NOW)
    [(_, _, url)] = told(hill.cleo)
    assert "is a curator" not in (page := as_cleo.get(f"/hill/{url}").content.decode())
    assert "Leave it" in page
