"""Rows that were counted are kept exactly as long as nothing was written since."""

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from collab.models import School
from outreach.reports.kept import kept_rows
from tests import databases
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)
HOW_MANY = "SELECT count(*) FROM collab_school WHERE slug <> %(but)s"
ALL = {"but": ""}
KEPT, COUNTED = 1, 2  # Statements: the snapshot alone, or the counting as well.


@pytest.fixture(autouse=True)
def nothing_is_kept():
    cache.clear()


def ask(params=ALL):
    """How many schools there are, and how many statements it took to know."""
    with CaptureQueriesContext(connection) as statements:
        [(number,)] = kept_rows(HOW_MANY, params)
    return number, len(statements)


def at_one_moment(*questions):
    """The answers to questions that see the same, whatever other tests write meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return [ask(question) for question in questions]


def add_school(slug="hill"):
    return School.objects.create(name="School", slug=slug, time_zone="UTC", created_at=NOW)


def test_what_was_counted_is_not_counted_again_for_the_same_question():
    add_school()
    assert at_one_moment(ALL, ALL, {"but": "hill"}, ALL) == [(1, COUNTED), (1, KEPT), (0, COUNTED), (1, KEPT)]


def test_it_is_counted_again_after_anything_was_written():
    assert at_one_moment(ALL, ALL) == [(0, COUNTED), (0, KEPT)]
    school = add_school()
    assert at_one_moment(ALL, ALL) == [(1, COUNTED), (1, KEPT)]
    school.delete()
    assert at_one_moment(ALL, ALL) == [(0, COUNTED), (0, KEPT)]


def test_what_was_being_written_while_it_was_counted_is_seen_as_soon_as_it_is_there():
    with psycopg.connect(databases.address(connection.settings_dict["NAME"])) as elsewhere:
        add_school()
        elsewhere.execute("UPDATE collab_school SET slug = 'renamed'")
        assert at_one_moment({"but": "hill"}) == [(0, COUNTED)]
        add_school("vale")
        assert at_one_moment({"but": "hill"}) == [(1, COUNTED)]
        elsewhere.commit()
        assert at_one_moment({"but": "hill"}) == [(2, COUNTED)]


def test_who_has_written_sees_what_it_wrote_and_keeps_nothing():
    with transaction.atomic():
        add_school()
        assert [ask(), ask()] == [(1, COUNTED), (1, COUNTED)]
        add_school("vale")
        assert ask() == (2, COUNTED)
        transaction.set_rollback(True)
    assert at_one_moment(ALL) == [(0, COUNTED)]
