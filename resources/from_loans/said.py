"""What loans said of things, counted in the database: what was lost, how often each was used, who asked meanwhile."""

from datetime import timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum
from django.db.models.functions import Lower

from resources.boxes.same import Same
from resources.from_loans.things import Tally, Thing
from resources.models import BoxBooking, FollowUp, LoanLine

LOOKED_BACK = timedelta(days=2 * 365)  # Most topics are taught once a year: two years show a box twice.
NOT_REPLACED = ("", FollowUp.Outcome.WRITTEN_OFF)
SEVERAL = 2  # loans, before “every time” says something


def lost(member, *, since):
    """What went missing or was damaged and was not replaced: (Thing → Tally, Thing → name as it was written)."""
    follow_ups = FollowUp.objects.visible_to(member).filter(created_at__gte=since, outcome__in=NOT_REPLACED)
    of_a_title = follow_ups.filter(line__item__resource__withdrawn_at__isnull=True).order_by()
    counted = of_a_title.values_list("line__item__resource", "line__booking__box", Lower("line__item__name")).annotate(
        missing=Sum("quantity", filter=Q(is_missing=True), default=0),
        damaged=Sum("quantity", filter=Q(is_missing=False), default=0),
        first=Min("created_at"),
        last=Max("created_at"),
        follow_up=Min("pk", filter=Q(outcome="")),
        name=Max("line__item__name"),
    )
    tallies, names = {}, {}
    for resource, box, called, missing, damaged, first, last, follow_up, name in counted:
        thing = Thing.of(resource, box, called)
        names[thing] = name
        tally = tallies.setdefault(thing, Tally([], first, last))
        tally.add(box, first, last, missing=missing, damaged=damaged)
        tally.follow_up = tally.follow_up or follow_up
    return tallies, names


def use_of_titles(member, *, since):
    """How often each title of the catalogue was used, in whatever box: Thing → Tally. Two queries."""
    asked = _asked_while_out(member, since=since)
    titles = _came_back(member, since=since).filter(item__resource__withdrawn_at__isnull=True)
    counted = titles.values_list("item__resource", "booking__box").annotate(
        used=Count("booking", distinct=True, filter=Q(was_used=True)),
        unused=Count("pk", filter=Q(was_used=False)),
        first=Min("booking__out_at"),
        last=Max("booking__out_at"),
    )
    tallies = {}
    for resource, box, used, unused, first, last in counted.filter(item__resource__isnull=False):
        tally = tallies.setdefault(Thing(resource, None, ""), Tally([], first, last))
        tally.add(box, first, last, used=used, unused=unused, asked=asked.get(box, 0))
    return tallies


def unused_in_boxes(member, *, since):
    """What came back unused from every loan of a box that said so, and from several: (box, Same) → how many loans."""
    counted = (
        _came_back(member, since=since)
        .values_list("booking__box", "item__resource", "item__copy", Lower("item__name"))
        .annotate(used=Count("pk", filter=Q(was_used=True)), unused=Count("pk", filter=Q(was_used=False)))
        .filter(used=0, unused__gte=SEVERAL)
    )
    return {(box, Same(*same)): unused for box, *same, _, unused in counted}


def _came_back(member, *, since):
    """The lines of the loans that were taken back."""
    loans = {"booking__school": member.school_id, "booking__state": BoxBooking.State.RETURNED}
    return LoanLine.objects.filter(**loans, booking__returned_at__gte=since).order_by()


def _asked_while_out(member, *, since):
    """How often somebody else booked or asked for a box while it was out: key of the box → how often."""
    bookings = BoxBooking.objects.visible_to(member)
    out = bookings.filter(box=OuterRef("box"), out_at__gte=since, out_at__lte=OuterRef("created_at"))
    out = out.filter(Q(returned_at__isnull=True) | Q(returned_at__gt=OuterRef("created_at")))
    asked = bookings.filter(Exists(out.exclude(borrower=OuterRef("borrower")))).order_by()
    return dict(asked.values_list("box").annotate(often=Count("pk")))
