"""What waits for each of many people, out of all rooms: what the desk shows, and what notices tell."""

from outreach.desk import library, queries
from outreach.desk.items import DUTIES_AHEAD, in_order, items_of
from resources.waiting.facts import facts


def waiting_for(*, members, school_slug, on, terms):
    """What waits on a day for members of one school: member's pk → DeskItems in order, and member's pk → OpenPlans.

    `terms`: the school's Terms around the day. Three queries, however many the members are.
    """
    plans = queries.open_plans(members=members)
    duties = queries.open_duties(members=members, until=on + DUTIES_AHEAD)
    of_library = facts(members=members, on=on, terms=terms)
    items = {
        member.pk: in_order(
            items_of(school_slug=school_slug, plans=plans[member.pk], duties=duties[member.pk], on=on)
            + library.items_of(school_slug=school_slug, facts=of_library[member.pk], on=on)
        )
        for member in members
    }
    return items, plans
