"""Questions to the database whose SQL is put together once.

The ORM turns a queryset into SQL anew for every request; with a few joins and subqueries that takes longer than
PostgreSQL takes to answer. On the pages that are opened most, the ORM still says what is asked, but only once.
"""

from functools import cached_property
from inspect import signature
from itertools import islice, starmap

from django.db import DEFAULT_DB_ALIAS, connection

FIRST_STAND_IN = 7_046_029_254_386_353_131  # No key gets that far.


class Prepared:
    """A queryset of `values_list` that `ask` makes from keys; called with such keys, it answers with a list.

    `row` makes what the list holds from the values of one row: a NamedTuple, a `Joined`, or any class that takes them
    in order.
    """

    def __init__(self, row, ask):
        self.row = row
        self.ask = ask

    @cached_property
    def sql(self):
        """The statement, its parameters, and for those that are keys: (place among them, which key)."""
        stand_ins = [FIRST_STAND_IN + number for number in range(len(signature(self.ask).parameters))]
        statement, parameters = self.ask(*stand_ins).query.sql_with_params()
        places = [(place, stand_ins.index(one)) for place, one in enumerate(parameters) if one in stand_ins]
        return statement, parameters, places

    def __call__(self, *keys):
        statement, parameters, places = self.sql
        parameters = list(parameters)
        for place, number in places:
            parameters[place] = keys[number]
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(starmap(self.row, cursor.fetchall()))


class Joined:
    """Instances of a model and of those that it points to, as `select_related` would load them along `paths`.

    A path of two steps, such as `owner__member`, comes after its first. `columns` are for `values_list`; called with
    the values of one row, it returns the instance. Fields in `without` are deferred.
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
        return made[""]


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
