"""What passes on when somebody leaves: their part in open plans, and the duties there. Closed plans stay."""

from django.db.models import F

from collab.people.handover import SHOWN, Holding
from planning.models import Duty, Partner, UnitPlan
from planning.recording import next_version, recorded
from planning.unit_plan.actions import kind_of_partner


class PlansHandover:
    """Open plans on which the member is a partner. Answers keep their author, duties done keep who did them."""

    def holdings(self, member, *, seen_by):
        plans = UnitPlan.objects.visible_to(member).mine(member).open().select_related("school").order_by("title")
        count = plans.count()
        if count:
            open_to = set(plans.visible_to(seen_by).values_list("pk", flat=True))
            items = tuple((plan.title, plan.get_absolute_url() if plan.pk in open_to else "") for plan in plans[:SHOWN])
            yield Holding("Open plans", count, items, "The new owner becomes partner in their place.")
        duties = _open_duties(member).order_by("due_on", "pk")
        count = duties.count()
        if count:
            items = tuple((duty.what, "") for duty in duties[:SHOWN])
            yield Holding("Duties not done yet", count, items, "The new owner takes them on, with their due dates.")

    def hand_over(self, *, member, to, by, now):
        plans = UnitPlan.objects.filter(school_id=member.school_id).mine(member).open().order_by("pk")
        for plan in plans.select_for_update(no_key=True):
            what = f"{member.name} left; {to.name} took over"
            with recorded(plan=plan, what=what, by=by, now=now, why="Left the school"):
                self._replace(plan, member, to, by, now)

    def _replace(self, plan, member, to, by, now):
        """The leaver's row becomes the new owner's; where there are two, their duties and words are joined in one."""
        leaver = plan.partners.get(member=member)
        known = plan.partners.filter(member=to).first()
        if known is None:
            plan.partners.filter(pk=leaver.pk).update(
                member=to,
                kind=kind_of_partner(to),
                expertise=to.expertise,
                version=next_version(),
                changed_at=now,
                changed_by=by,
            )
            return
        Duty.objects.filter(owner=leaver).update(owner=known, version=F("version") + 1, changed_at=now, changed_by=by)
        if leaver.will.strip():
            taken_on = f"{known.will}\n\nFrom {member.name}: {leaver.will}".strip()
            Partner.objects.filter(pk=known.pk).update(
                will=taken_on, version=next_version(), changed_at=now, changed_by=by
            )
        leaver.delete()


def _open_duties(member):
    return Duty.objects.filter(owner__member=member, done_at__isnull=True, plan__closed_at__isnull=True)
