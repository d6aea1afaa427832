"""Who may do what with loans. They come here loaded; nothing here asks the database."""

from collab.models import Role
from resources.bookings.moves import STILL_AHEAD
from resources.models import BoxBooking

State = BoxBooking.State


def may_see_booking(member, booking):
    """The rule of `BoxBooking.objects.visible_to`, for one loaded loan: the whole school reads it."""
    return member.school_id == booking.school_id


def may_book(member):
    """Librarians book boxes, teachers ask for them."""
    return member.has_role(Role.LIBRARIAN, Role.TEACHER)


def may_book_for(member, borrower):
    """Whether the member may book in the name of this colleague: librarians for anybody, teachers for themselves."""
    if member.school_id != borrower.school_id or not borrower.is_active:
        return False
    return member.has_role(Role.LIBRARIAN) or (member.has_role(Role.TEACHER) and member.pk == borrower.pk)


def may_keep_loans(member, booking):
    """Whether the member may hand this loan out and take it back: the librarians."""
    return may_see_booking(member, booking) and member.has_role(Role.LIBRARIAN)


def may_confirm(member, booking):
    """Librarians confirm what was asked for."""
    return may_keep_loans(member, booking) and booking.state == State.REQUESTED


def may_decline(member, booking):
    """Librarians say no to what somebody else asked for."""
    return may_confirm(member, booking) and member.pk != booking.borrower_id


def may_cancel(member, booking):
    """Until the box is out, librarians may cancel a loan, and the borrower their own."""
    return is_theirs(member, booking) and booking.state in STILL_AHEAD


def may_extend(member, booking):
    """As long as a loan holds its box, librarians may extend it, and the borrower their own."""
    return is_theirs(member, booking) and booking.state in BoxBooking.HOLDING


def may_hand_out(member, booking):
    """Librarians hand out what is confirmed."""
    return may_keep_loans(member, booking) and booking.state == State.CONFIRMED


def may_take_back(member, booking):
    """Librarians take back what is out."""
    return may_keep_loans(member, booking) and booking.state == State.OUT


def is_theirs(member, booking):
    """Whether the loan is the member's to act on, wherever it stands: librarians, and the teacher who borrows."""
    if not may_see_booking(member, booking):
        return False
    if member.has_role(Role.LIBRARIAN):
        return True
    return member.has_role(Role.TEACHER) and member.pk == booking.borrower_id
