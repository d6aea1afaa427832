"""Whether something of each kind stands behind a topic request, or nothing yet that should, for board and map."""

from functools import cache, reduce
from operator import or_

from django.db.models import Exists, OuterRef

from resources.behind.kinds import KINDS
from resources.models import TopicRequest

NAMES = tuple(dict.fromkeys(kind.mark for kind in KINDS))
MARKS = tuple(next(kind for kind in KINDS if kind.mark == name) for name in NAMES)  # A loan leaves that of its box.
# Help is wanted, it is not there yet, and nothing has been begun: SQL over the columns of `marked`, `state` and
# `help_wanted` among them. A lesson or a display leaves no mark: what the library calls ready has been helped.
UNHELPED = (TopicRequest.State.ASKED, TopicRequest.State.SEEN, TopicRequest.State.PREPARING)
IS_BARE = f"""
    state IN ({", ".join(f"'{state.value}'" for state in UNHELPED)}) AND help_wanted <> '{{}}'
    AND NOT ({" OR ".join(NAMES)})
"""
MARKED = "SELECT * FROM ({every}) AS every ({names}) WHERE pk IN ({wanted})"


def with_marks(requests):
    """Adds to each request whether something of each kind stands behind it, as `has_box` … `has_plan`."""
    here = OuterRef("pk")
    return requests.annotate(
        **{
            name: reduce(
                or_, (Exists(kind.standing(None).filter(**{kind.request: here})) for kind in KINDS if kind.mark == name)
            )
            for name in NAMES
        }
    )


def marked(requests, **columns):
    """SQL for a queryset of requests with their marks, and its parameters; its columns are `pk`, `columns` and `NAMES`.

    `columns`: name → path in the ORM. Their SQL, and that of the marks, is always the same: the ORM would take longer
    to put it together than the database takes to answer, and so it does it once in a process.
    """
    every, parameters = _every_request(tuple(columns.items()))
    wanted, of_wanted = requests.order_by().values("pk").query.sql_with_params()
    names = ", ".join(("pk", *columns, *NAMES))
    return MARKED.format(every=every, names=names, wanted=wanted), (*parameters, *of_wanted)


@cache
def _every_request(columns):
    requests = with_marks(TopicRequest.objects.order_by())
    return requests.values_list("pk", *(path for _, path in columns), *NAMES).query.sql_with_params()
