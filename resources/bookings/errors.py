"""What can go wrong with a loan beyond what can go wrong with every write."""

from collab.errors import AlreadyDone, Refused


class BoxIsTaken(Refused):
    """Another loan keeps the box on some of the days."""


class AskedTwice(AlreadyDone):
    """The borrower has the box for just these days: a form that was sent twice. `booking` is the loan that stands."""

    def __init__(self, booking):
        self.booking = booking
        super().__init__("This loan is booked already.")
