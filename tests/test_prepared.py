"""Questions whose SQL is put together once."""

from typing import NamedTuple

from collab.models import Member
from collab.prepared import Prepared


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
