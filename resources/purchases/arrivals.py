"""How much of an order is there, as its moves tell: an order comes at once or in parts, and a mistake is taken back."""

from resources.corrections import RIGHT_AFTER
from resources.purchases.states import State


def arrived(purchase):
    """How many copies are there, of a suggestion whose moves are loaded."""
    return sum(move.copies for move in purchase.moves.all())


def left_to_come(purchase):
    """How many copies are still to come."""
    return max(0, purchase.quantity - arrived(purchase))


def in_words(purchase):
    """“3 of 5 are there”, where a part of an order is; else an empty text."""
    number = arrived(purchase)
    is_part = number and purchase.state != State.AVAILABLE
    return f"{number} of {purchase.quantity} {'is' if number == 1 else 'are'} there" if is_part else ""


def last_arrival(purchase):
    """The last move by which something came and that nobody took back, of a suggestion with its moves; or None."""
    standing = []
    for move in sorted(purchase.moves.all(), key=lambda move: (move.at, move.pk)):
        if _is_correction(move):
            standing = standing[:-1]
        elif _is_arrival(move):
            standing.append(move)
    return standing[-1] if standing and purchase.state in (State.ORDERED, State.AVAILABLE) else None


def may_be_undone(purchase, now):
    """Whether what came last came lately enough to be taken back."""
    last = last_arrival(purchase)
    return last is not None and now - last.at <= RIGHT_AFTER


def _is_arrival(move):
    return move.became == State.AVAILABLE or (move.was == move.became == State.ORDERED and move.copies > 0)


def _is_correction(move):
    return move.was == State.AVAILABLE or (move.was == move.became == State.ORDERED and move.copies < 0)
