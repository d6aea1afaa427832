"""Questions to the database whose SQL is put together once, and understood once.

The ORM turns a queryset into SQL anew for every request, and PostgreSQL looks every time for the best way to answer it;
with a few joins and subqueries either takes longer than the answer. On the pages that are opened most, the ORM still
says what is asked, but only once, and psycopg has each connection prepare the question (`prepare_threshold` in
settings).
"""

from functools import cached_property
from inspect import signature
from itertools import islice, starmap

from django.db import DEFAULT_DB_ALIAS, connection
from psycopg import ClientCursor, Cursor
from psycopg.types.numeric import Int8

FIRST_STAND_IN = 7_046_029_254_386_353_131  # No key gets that far.
LARGEST_KEY = 2**63 - 1


class Prepared:
    """A queryset of `values_list` that `ask` makes from keys (whole numbers); called with them, it answers with a list.

    In place of a queryset `ask` may return SQL and its parameters.

    `row` makes what the list holds from the values of one row: a NamedTuple, a `Joined`, or any class that takes them
    in order.
    """

    def __init__(self, row, ask):
        self.row = row
        self.ask = ask
        self.keys = list(signature(ask).parameters)

    def __call__(self, *keys):
        if max(keys) > LARGEST_KEY:
            return []
        return list(starmap(self.row, ask(self.sql, dict(zip(self.keys, map(Int8, keys), strict=True)))))

    @cached_property
    def sql(self):
        """The statement, complete but for the keys, which have their names in it."""
        stand_ins = {FIRST_STAND_IN + number: key for number, key in enumerate(self.keys)}
        asked = self.ask(*stand_ins)
        statement, parameters = asked if isinstance(asked, tuple) else asked.query.sql_with_params()
        connection.ensure_connection()
        statement = ClientCursor(connection.connection).mogrify(statement, parameters).replace("%", "%%")
        for stand_in, key in stand_ins.items():
            statement = statement.replace(str(stand_in), f"%({key})s")
        return statement


def ask(sql, values):
    """The rows that a statement answers with; `values` has what stands in it by name, which the server fills in."""
    with connection.cursor() as cursor:
        # Django's own fills values in by itself; this one of psycopg has the server prepare what it asks.
        cursor.cursor = Cursor(connection.connection)
        cursor.execute(sql, values)
        return cursor.fetchall()


class Joined:
    """Instances of a model and of those that it points to, as `select_related` would load them along `paths`.

    A path of two steps, such as `owner__member`, comes after its first. `columns` are for `values_list`; called with
    the values of one row, it returns the instance, or None where its key is null. Fields in `without` are deferred.
    """

    def __init__(self, model, *paths, without=()):
        self.parts = {"": _Part(model, without)}
        for path in paths:
            before, _, name = path.rpartition("__")
            joined = self.parts[before].model._meta.get_field(name).related_model
            self.parts[path] = _Part(joined, without, before, name)
        self.columns = [f"{path}__{name}" if path else name for path, part in self.parts.items() for name in part.names]

    def __call__(self, *values):
        made = {}
        rest = iter(values)
        for path, part in self.parts.items():
            own = list(islice(rest, len(part.names)))
            if own[part.key] is None:
                continue
            made[path] = part.model.from_db(DEFAULT_DB_ALIAS, part.names, own)
            if path:
                setattr(made[part.before], part.name, made[path])
        return made.get("")


class _Part:
    """One model of a join: its columns, which of them is its key, and what points to it by which name."""

    def __init__(self, model, without, before="", name=""):
        self.model = model
        self.names = [field.attname for field in model._meta.concrete_fields if field.name not in without]
        self.key = self.names.index(model._meta.pk.attname)
        self.before = before
        self.name = name


def remember(instance, name, rows):
    """Leaves the rows of a reverse relation on an instance, as `prefetch_related` does."""
    found = getattr(instance, name).all()
    found._result_cache = rows
    instance._prefetched_objects_cache = {**getattr(instance, "_prefetched_objects_cache", {}), name: found}
