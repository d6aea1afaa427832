"""Who may do what with a purchase suggestion; who may see it, `resources.advice.permissions` says."""

from resources.advice.permissions import may_decide
from resources.purchases.states import State


def may_change_purchase(member, purchase):
    """Librarians; and who suggested it, until somebody has begun to weigh it."""
    is_own = purchase.created_by_id == member.pk and purchase.state == State.ASKED
    return may_decide(member, purchase) or is_own
