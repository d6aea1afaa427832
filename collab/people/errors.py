"""What can go wrong with a change to people besides what can with any write; each error's text is a sentence."""

from collab.errors import Refused


class NotYours(Refused):
    """The one who asks may not do this."""


class LastAdministrator(Refused):
    """The school would be left without anybody who can administer it."""

    def __init__(self, person):
        super().__init__(
            f"{person.name} is the last administrator of the school who can sign in. Give somebody else the role first."
        )
