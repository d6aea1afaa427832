"""Where the rest is, of whatever a desk takes only the first from: a long list is read best where it is kept."""

from collab.addresses import address
from outreach.desk.items import Kind
from outreach.desk.queries import DUTIES_EACH, PLANS_EACH
from resources.waiting.facts import EACH

QUERIES = {"plans": "?mine=1"}
# Which kinds come from one place, how many of it are taken at most, and the list that has all: its name, its view.
PLACES = (
    (
        {Kind.LOAN_ASKED, Kind.HAND_OUT, Kind.LOAN_OVERDUE, Kind.BRING_BACK, Kind.LOAN_ANSWERED},
        EACH,
        "Loans",
        "bookings",
    ),
    ({Kind.WITHDRAWN}, EACH, "The board of topics", "topic_board"),
    ({Kind.PREPARED, Kind.DECLINED, Kind.SEEN}, EACH, "My topics", "topics"),
    ({Kind.ANSWERED}, EACH, "Purchases", "purchases"),
    ({Kind.LIST}, EACH, "Lists", "resource_lists"),
    ({Kind.DUTY, Kind.OVERDUE}, DUTIES_EACH, "My plans", "plans"),
)


def places_with_more(items, *, plans, school_slug):
    """The lists in which there may be more than stands on the desk: [(name, address)], each once."""
    kinds = [item.kind for item in items]
    full = {name: view for of, most, name, view in PLACES if sum(kind in of for kind in kinds) >= most}
    if len(plans) >= PLANS_EACH:
        full["My plans"] = "plans"
    return [(name, address(view, school_slug=school_slug) + QUERIES.get(view, "")) for name, view in full.items()]
