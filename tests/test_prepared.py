"""Questions whose SQL is put together once, and instances made from their answers."""

from typing import NamedTuple

import pghistory
import pytest
from django.db import connection
from django.forms import model_to_dict

from collab.models import Member
from collab.prepared import Joined, Prepared, remember
from planning.models import Duty, Partner, UnitPlan
from planning.rows import actions as rows
from tests.cast import NOW


class Person(NamedTuple):
    name: str
    email: str


def test_a_prepared_question_is_made_once_and_answers_for_every_key(hill, django_assert_num_queries):
    asked = []

    def ask(school):
        asked.append(school)
        return Member.objects.filter(school=school, email__startswith="ada").values_list("name", "email")

    ada = Person(hill.ada.name, hill.ada.email)
    people_called_ada = Prepared(Person, ask)
    for key, expected in ((hill.school.pk, [ada]), (0, []), (hill.school.pk, [ada])):
        with django_assert_num_queries(1):
            assert people_called_ada(key) == expected
    assert len(asked) == 1


def test_a_prepared_question_may_have_several_keys(hill, vale):
    named = Prepared(
        lambda name: name, lambda member, school: Member.objects.filter(pk=member, school=school).values_list("name")
    )
    assert named(hill.ada.pk, hill.school.pk) == [hill.ada.name]
    assert named(hill.ada.pk, vale.school.pk) == []
    assert named(vale.nils.pk, vale.school.pk) == [vale.nils.name]


def named_like(beginning):
    """The names of people of a school whose address begins so."""
    return Prepared(
        lambda name: name,
        lambda school: Member.objects.filter(school=school, email__startswith=beginning).values_list("name"),
    )


def test_each_connection_has_a_question_prepared_once(hill):
    named = named_like("ada")
    for _ in range(2):
        assert named(hill.school.pk) == [hill.ada.name]
        assert prepared_here(named) == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_has_it_prepared_anew():
    named = named_like("ada")
    assert named(1) == []
    connection.close()
    assert named(1) == []
    assert prepared_here(named) == 1


def prepared_here(question):
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()].count(question.sql % {"school": "$1"})


def test_nothing_is_prepared_on_a_connection_that_is_not_kept(hill, monkeypatch):
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    for beginning, expected in (("ada", [hill.ada.name]), ("ada%", [])):
        named = named_like(beginning)
        assert named(hill.school.pk) == expected
        assert prepared_here(named) == 0


def test_a_question_can_be_asked_while_history_is_written(hill):
    named = named_like("ada")
    with pghistory.context(member_id=hill.ada.pk, what="Looked", why="50 %"):
        assert named(hill.school.pk) == [hill.ada.name]


def test_no_row_has_a_key_that_is_too_large(hill):
    assert named_like("ada")(10**30) == []


@pytest.fixture
def duties(plan, hill):
    """A duty of a partner's, and one of nobody's."""
    first = plan.partners.first()
    return [
        rows.add_row(model=Duty, plan=plan, values=values, by=hill.ada, now=NOW)
        for values in ({"what": "Book the room", "owner": first}, {"what": "Print the maps"})
    ]


def test_joined_makes_what_select_related_loads(duties, plan, django_assert_num_queries):
    joined = Joined(Duty, "owner", "owner__member", "done_by")
    made = Prepared(joined, lambda plan: Duty.objects.filter(plan=plan).values_list(*joined.columns))
    loaded = list(Duty.objects.filter(plan=plan).select_related("owner__member", "done_by"))
    with django_assert_num_queries(1):
        found = made(plan.pk)
        assert [str(duty.owner) for duty in found] == [str(duty.owner) for duty in loaded] == ["Ada Marlow", "None"]
        assert [duty.done_by for duty in found] == [None, None]
    assert found == loaded
    assert [model_to_dict(duty) for duty in found] == [model_to_dict(duty) for duty in loaded]
    assert model_to_dict(found[0].owner.member) == model_to_dict(loaded[0].owner.member)


def test_joined_defers_the_fields_that_are_left_out(plan, django_assert_num_queries):
    joined = Joined(UnitPlan, "term", without=["search"])
    [found] = Prepared(joined, lambda plan: UnitPlan.objects.filter(pk=plan).values_list(*joined.columns))(plan.pk)
    assert found.get_deferred_fields() == {"search"}
    known = plan.title, plan.term
    with django_assert_num_queries(0):
        assert (found.title, found.term) == known


def test_rows_that_are_remembered_are_not_asked_for_again(plan, django_assert_num_queries):
    known = list(Partner.objects.filter(plan=plan))
    remember(plan, "partners", known)
    with django_assert_num_queries(0):
        assert list(plan.partners.all()) == known
    with django_assert_num_queries(1):
        assert plan.partners.filter(kind="outside").first() is None
