"""Boxes lent for dates, and how they came back."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from collab.models import Member
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned
from resources.models.boxes import BoxItem, BoxVersion, ResourceBox
from resources.models.moves import Move
from resources.models.topics import TopicRequest


class BoxBookingQuerySet(OfSchool):
    def holding(self):
        """Those that keep a box from others."""
        return self.filter(state__in=BoxBooking.HOLDING)


class BoxBooking(Versioned):
    """A box lent to somebody for dates."""

    class State(models.TextChoices):
        REQUESTED = "requested", "Requested"
        CONFIRMED = "confirmed", "Confirmed"
        OUT = "out", "Out"
        RETURNED = "returned", "Returned"
        CANCELLED = "cancelled", "Cancelled"

    HOLDING = ("requested", "confirmed", "out")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="bookings")
    box = models.ForeignKey(ResourceBox, on_delete=models.PROTECT, related_name="bookings")
    borrower = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="bookings")
    request = models.ForeignKey(TopicRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="bookings")
    starts_on = models.DateField(help_text="First day in the borrower's hands.")
    ends_on = models.DateField(help_text="Last day there.")
    kept_from = models.DateField(editable=False, help_text="From here on it is got ready: no other loan reaches in.")
    kept_until = models.DateField(editable=False, help_text="Until here it is put in order again.")
    place = models.CharField(max_length=100, blank=True, help_text="Where it is needed: a room.")
    note = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, editable=False)
    contents = models.ForeignKey(
        BoxVersion, on_delete=models.PROTECT, null=True, editable=False, related_name="bookings"
    )
    out_at = models.DateTimeField(null=True, editable=False)
    returned_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = BoxBookingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [
            models.Index(fields=["school", "starts_on"], name="booking_by_start"),
            models.Index(fields=["school", "borrower", "-starts_on"], name="booking_by_borrower"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_from__lte=F("starts_on"), starts_on__lte=F("ends_on"), ends_on__lte=F("kept_until")),
                name="booking_has_its_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("requested", "confirmed", "cancelled"))
                | Q(state__in=("out", "returned"), contents__isnull=False, out_at__isnull=False),
                name="box_that_is_out_has_its_contents_on_record",
            ),
            models.UniqueConstraint(fields=["box"], condition=Q(state="out"), name="box_is_out_with_one_borrower"),
            ExclusionConstraint(
                name="bookings_of_a_box_do_not_overlap",
                expressions=[
                    (Func(F("box"), F("box"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            F("kept_from"),
                            F("kept_until"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=("requested", "confirmed", "out")),
            ),
        ]

    def __str__(self):
        return f"{self.box} for {self.borrower}"

    def get_absolute_url(self):
        return reverse("booking", kwargs={"school_slug": self.school.slug, "booking_id": self.pk})


class BookingMove(Move):
    of = models.ForeignKey(BoxBooking, on_delete=models.CASCADE, related_name="moves")


class LoanLine(models.Model):
    """One thing of a box on one loan: how many went out, and how they came back."""

    booking = models.ForeignKey(BoxBooking, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(BoxItem, on_delete=models.PROTECT, related_name="loans")
    handed_out = models.PositiveSmallIntegerField()
    missing = models.PositiveSmallIntegerField(default=0)
    damaged = models.PositiveSmallIntegerField(default=0)
    scanned = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text="The barcodes of all that went out, where each was scanned.",
    )
    was_used = models.BooleanField(null=True, help_text="None while nobody has said.")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "item"], name="item_is_lent_once_in_a_booking"),
            models.CheckConstraint(
                condition=Q(handed_out__gte=F("missing") + F("damaged")), name="no_more_is_lost_than_went_out"
            ),
        ]

    def __str__(self):
        return str(self.item)


class FollowUp(models.Model):
    """What came back missing or damaged, until somebody has settled it."""

    class Outcome(models.TextChoices):
        FOUND = "found", "Found"
        REPAIRED = "repaired", "Repaired"
        REPLACED = "replaced", "Replaced"
        WRITTEN_OFF = "written_off", "Written off"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="follow_ups")
    line = models.ForeignKey(LoanLine, on_delete=models.PROTECT, related_name="follow_ups")
    is_missing = models.BooleanField(help_text="Missing; else damaged.")
    quantity = models.PositiveSmallIntegerField()
    barcodes = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="Of those missing, where they are known."
    )
    created_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "is_missing"], name="line_is_followed_up_once"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="follow_up_is_settled_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.line} {'missing' if self.is_missing else 'damaged'}"
