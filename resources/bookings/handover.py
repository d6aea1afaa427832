"""What passes on when somebody leaves: loans that are coming, asked for, or out. What came back stays as it was."""

from collab.people.handover import SHOWN, Holding
from collab.writing import stamp
from resources.bookings.words import days_in_words
from resources.models import BoxBooking
from resources.moves import write_down


class BookingsHandover:
    """Loans that hold a box for the member."""

    def holdings(self, member, *, seen_by):
        bookings = _held_by(member).select_related("box", "school")
        count = bookings.count()
        if count:
            items = tuple((_in_words(one), one.get_absolute_url()) for one in bookings[:SHOWN])
            yield Holding("Loans of boxes", count, items, "The new owner becomes the borrower, for the same days.")

    def hand_over(self, *, member, to, by, now):
        bookings = list(_held_by(member).select_for_update(no_key=True))
        BoxBooking.objects.filter(pk__in=[one.pk for one in bookings]).update(borrower=to, **stamp(by=by, now=now))
        for one in bookings:
            why = f"From {member.name} to {to.name}"[:500]
            write_down(one, was=one.state, became=one.state, by=by, now=now, why=why)


def _held_by(member):
    return BoxBooking.objects.filter(school_id=member.school_id, borrower=member).holding().order_by("starts_on", "pk")


def _in_words(booking):
    return f"{booking.box}, {days_in_words(booking.starts_on, booking.ends_on, [])}"
