"""From the token in an address to the place in a call that it stands for, and who holds it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from collab import asked
from collab.models import Member
from collab.when import dates
from outreach.letters import links
from outreach.models import CallInvitation
from resources.topics.permissions import may_ask_for

LINK = "answer"  # The mark in letters, and the name of the page.


@dataclass(frozen=True)
class Place:
    """One teacher's answer for one term, as it lies before whoever holds a link to it: the teacher or a colleague."""

    invitation: CallInvitation
    by: Member
    today: date
    token: str = field(repr=False)

    @property
    def teacher(self):
        return self.invitation.teacher

    @property
    def term(self):
        return self.invitation.call.term

    @property
    def school(self):
        return self.invitation.call.school

    @property
    def is_own(self):
        """Whether the teacher answers, and nobody in their place."""
        return self.by.pk == self.teacher.pk

    @property
    def has_begun(self):
        """Whether the term has begun, and the library is asked in person from now on."""
        return self.today >= self.term.starts_on

    @property
    def may_hand_on(self):
        """Whether the teacher may let a colleague answer: as long as letters of the call go out."""
        return self.is_own and self.invitation.call.finished_at is None

    @property
    def until(self):
        """The last day on which the answer can be given and changed, in words."""
        return dates(self.term.starts_on - timedelta(days=1), None)

    @property
    def dates(self):
        """When the term is, in words."""
        return dates(self.term.starts_on, self.term.ends_on)


def place_behind(token, *, now):
    """The Place that a token opens; None where it opens none, or none any more. One query.

    A link works until the term ends, for a teacher and a colleague who are still there; another nonce, and revoking,
    end it before.
    """
    key, _, nonce = (links.read(LINK, token) or "").partition("-")
    pk = asked.key(key)
    if not pk or not nonce:
        return None
    about = ("call__term", "call__school", "teacher", "handed_to")
    found = CallInvitation.objects.select_related(*about).filter(pk=pk, revoked_at=None).first()
    by = _holder(found, nonce) if found else None
    if by is None or not by.is_active or not may_ask_for(found.teacher, found.teacher):
        return None
    today = found.call.school.day_of(now)
    return None if today > found.call.term.ends_on else Place(found, by, today, token)


def _holder(invitation, nonce):
    """Whose link has this nonce; None where it is nobody's any more."""
    if nonce == invitation.nonce:
        return invitation.teacher
    return invitation.handed_to if nonce == invitation.handed_nonce else None
