"""What passes on when somebody leaves: the lists that they own, and those that they work on."""

from collab.people.handover import SHOWN, Holding
from resources.lists.curating.actions import leave_list
from resources.models import ResourceList

KINDS = (
    ("Lists", "owner", "The new owner keeps them, with everything on them and their public addresses."),
    ("Lists of colleagues", "curatorships__member", "The new owner works on them in their place."),
)


class ListsHandover:
    """Lists that the member owns or is a curator of. What they put on them stays, under their name."""

    def holdings(self, member, *, seen_by):
        may_look = member.school_id == seen_by.school_id
        for title, field, then in KINDS:
            lists = ResourceList.objects.visible_to(member).filter(**{field: member}).order_by("title", "pk")
            count = lists.count()
            if count:
                first = lists.select_related("school").defer("search")[:SHOWN]
                items = tuple((one.title, one.get_absolute_url() if may_look else "") for one in first)
                yield Holding(title, count, items, then)

    def hand_over(self, *, member, to, by, now):
        for resource_list in ResourceList.objects.visible_to(member).curated_by(member).order_by("pk"):
            leave_list(resource_list=resource_list, member=member, to=to, by=by, now=now)
