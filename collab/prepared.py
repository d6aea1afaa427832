"""Questions to the database whose SQL is put together once.

The ORM turns a queryset into SQL anew for every request; with a few joins and subqueries that takes longer than
PostgreSQL takes to answer. On the pages that are opened most, the ORM still says what is asked, but only once.
"""

from functools import cached_property
from itertools import starmap

from django.db import connection

STAND_IN = 7_046_029_254_386_353_131  # No key gets that far.


class Prepared:
    """A queryset of `values_list` that `ask` makes from a key; called with a key, it answers with a list.

    `row` makes what the list holds from the values of one row: a NamedTuple, or any class that takes them in order.
    """

    def __init__(self, row, ask):
        self.row = row
        self.ask = ask

    @cached_property
    def sql(self):
        """The statement and its parameters, with `STAND_IN` for the key."""
        return self.ask(STAND_IN).query.sql_with_params()

    def __call__(self, key):
        statement, parameters = self.sql
        with connection.cursor() as cursor:
            cursor.execute(statement, [key if value == STAND_IN else value for value in parameters])
            return list(starmap(self.row, cursor.fetchall()))
