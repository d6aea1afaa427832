"""What can go wrong with an invitation, as sentences for the person who tried."""


class InvitationError(Exception):
    """Something about an invitation cannot be done; str() says why."""

    sentence = "This cannot be done."

    def __str__(self):
        return super().__str__() or self.sentence


class InvitationClosed(InvitationError):
    """It was used, revoked, has run out, or its member needs none any more."""

    sentence = "This invitation can no longer be used."


class InvitedJustNow(InvitationError):
    """A letter to the same address went out a moment ago: most likely a second click."""


class AddressTaken(InvitationError):
    """A login with this address exists."""

    sentence = "There is a login with this address already. Sign in with it."
