"""From one state to the next: what may follow what is a table, and each move is written down with who and when."""

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from collab.writing import stamp


def move(thing, to, *, table, by, now, why="", noted=None, **values):
    """Moves a thing from the state that it was read in to another, together with further `values` of its row.

    `noted`: further values of the move itself. `table`: state → the states that may follow it. The thing has a
    `state`, a reverse relation `moves`, and is `Versioned`. Raises `AlreadyDone` where it is there already, and
    `Refused` where the way is not in the table, or somebody moved it since it was read.
    """
    states = type(thing).State
    ways = table.get(thing.state, ())
    if to == thing.state and to not in ways:
        raise AlreadyDone(f"It is “{states(to).label.lower()}” already.")
    if to not in ways:
        raise Refused(f"From “{thing.get_state_display().lower()}” it cannot become “{states(to).label.lower()}”.")
    with transaction.atomic():
        mine = type(thing)._base_manager.filter(pk=thing.pk, state=thing.state)
        if not mine.update(state=to, **values, **stamp(by=by, now=now)):
            raise _somebody_was_first(thing, to)
        write_down(thing, was=thing.state, became=to, by=by, now=now, why=why, **(noted or {}))
    thing.refresh_from_db()


@transaction.atomic
def move_all(things, to, *, was, table, by, now):
    """Moves all of a queryset that are in one state to another, in three queries. Returns how many there were."""
    if to not in table[was]:
        raise Refused(f"What is “{was}” cannot become “{to}”.")
    keys = list(things.filter(state=was).order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    things.model._base_manager.filter(pk__in=keys).update(state=to, **stamp(by=by, now=now))
    moves = things.model._meta.get_field("moves").related_model
    moves.objects.bulk_create(moves(of_id=key, was=was, became=to, at=now, by=by) for key in keys)
    return len(keys)


def write_down(thing, *, became, by, now, was="", why="", **noted):
    """Keeps a move; the first one, by which a thing comes to be, has no state before it."""
    thing.moves.create(was=was, became=became, at=now, by=by, why=why, **noted)


def is_kept(why, thing):
    """Whether a reason stands among those of the moves of a thing; one that is empty needs no place."""
    return not why.strip() or any(move.why == why.strip() for move in thing.moves.all())


def _somebody_was_first(thing, to):
    current = type(thing)._base_manager.filter(pk=thing.pk).first()
    if current is None:
        return Refused("Somebody removed it in the meantime.")
    if current.state == to:
        return AlreadyDone(f"Somebody did that a moment ago: it is “{current.get_state_display().lower()}”.")
    return Refused(f"Somebody was quicker: it is “{current.get_state_display().lower()}” now. Look again.")
