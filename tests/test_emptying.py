"""What a test without a transaction of its own leaves behind is gone before the next one begins."""

from django.db import connection

from tests import emptying


def filled_tables():
    """The tables that have rows, whether Django knows of them or not."""
    tables = set(connection.introspection.table_names()) - {"django_migrations"}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables))  # noqa: S608
        return {name for (name,) in cursor.fetchall()}


def test_all_that_was_written_goes_and_what_migrate_fills_stays(plan, vale):
    assert filled_tables() > {"collab_school", "collab_member", "planning_unitplan"} | emptying.FILLED_BY_MIGRATE
    emptying.empty(connection)
    assert filled_tables() == emptying.FILLED_BY_MIGRATE
