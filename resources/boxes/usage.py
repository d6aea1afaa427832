"""How often the things of a box were used on its loans: a hint for whoever fills it the next time."""

from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.db.models.functions import Lower

from resources.boxes.same import Same
from resources.models import BoxBooking, LoanLine


class Usage(NamedTuple):
    """Of one thing: on how many loans it was used, of how many somebody said so, and how many never came back."""

    used: int
    said: int
    missing: int

    @property
    def words(self):
        """“used 2 of 3 times, 1 never came back”, or nothing where nobody has said."""
        loans = "once" if self.said == 1 else f"{self.said} times"
        often = f"used {self.used} of {loans}" if self.said > 1 else "used" if self.used else "not used"
        lost = f"{self.missing} missing" if self.missing else ""
        return ", ".join(filter(None, (often if self.said else "", lost)))

    @property
    def is_idle(self):
        """Whether it went out at least twice and was never used: it may stay at home."""
        return self.said > 1 and not self.used


def usage_of(box):
    """What the loans that came back say of each thing in whatever version of a box: Same → Usage. One query."""
    returned = LoanLine.objects.filter(item__contents__box=box, booking__state=BoxBooking.State.RETURNED).order_by()
    counted = returned.values_list("item__resource", "item__copy", Lower("item__name")).annotate(
        used=Count("pk", filter=Q(was_used=True)),
        said=Count("pk", filter=Q(was_used__isnull=False)),
        lost=Sum("missing"),
    )
    return {Same(*what): Usage(used, said, lost) for *what, used, said, lost in counted}
