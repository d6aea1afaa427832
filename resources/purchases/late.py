"""Orders that somebody should ask the shop about: they were given long ago, and nothing has come."""

from datetime import datetime, time, timedelta

from resources.purchases.states import State

LATE_AFTER = timedelta(days=30)


def late_on(purchases, *, school, today):
    """Those of a queryset that are late on a day. The desk asks the same in `resources.waiting.suggestions`."""
    moment = datetime.combine(today - LATE_AFTER, time.min, tzinfo=school.zone)
    return purchases.with_order().filter(state=State.ORDERED, ordered_at__lt=moment)


def is_order(move):
    """Whether it was ordered by a move; what came of an order in part, or was taken back, orders nothing."""
    return move.became == State.ORDERED and move.was not in (State.ORDERED, State.AVAILABLE)


def late_since(purchase, *, today):
    """The day on which a suggestion, whose moves are loaded, was ordered, if it is late; None where it is not."""
    if purchase.state != State.ORDERED:
        return None
    ordered_at = max(one.at for one in purchase.moves.all() if is_order(one))
    ordered_on = purchase.school.day_of(ordered_at)
    return ordered_on if ordered_on < today - LATE_AFTER else None
