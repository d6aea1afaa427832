"""Which term the board shows when none is chosen."""

from resources.topics.terms import term_to_ask_for


def term_at_hand(terms, today):
    """The term that teachers are asked about now, or the last one where all are over; None where there are none."""
    not_over = [term for term in terms if term.ends_on >= today]
    return term_to_ask_for(not_over, today) or (terms[-1] if terms else None)
