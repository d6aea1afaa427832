"""What passes on when somebody leaves: the questions that they have not answered. Answers stay under their name."""

from collab.people.handover import SHOWN, Holding
from resources.advice.queries import advice_seen_by, open_advice
from resources.models import Advice


class AdviceHandover:
    """Advice that the member is asked for, on what is not decided yet."""

    def holdings(self, member, *, seen_by):
        waiting = open_advice(member)
        count = waiting.count()
        if count:
            found = waiting.select_related("purchase__school", "weeding__school", "weeding__resource")[:SHOWN]
            open_to = set(advice_seen_by(seen_by).filter(asked_of=member).values_list("pk", flat=True))
            items = tuple((str(one.about), one.about.get_absolute_url() if one.pk in open_to else "") for one in found)
            yield Holding("Advice not given yet", count, items, "The new owner is asked in their place.")

    def hand_over(self, *, member, to, by, now):
        for advice in open_advice(member).select_for_update(of=["self"]):
            others = Advice.objects.filter(purchase=advice.purchase_id, weeding=advice.weeding_id)
            if others.filter(asked_of=to).exists() or to.pk == advice.about.created_by_id:
                advice.delete()  # They have their say already.
            else:
                Advice.objects.filter(pk=advice.pk).update(asked_of=to, asked_by=by, asked_at=now)
