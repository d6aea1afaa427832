"""What can go wrong with a change to people; each error's text is a sentence for them."""


class PeopleError(Exception):
    """A change that was refused; nothing was written."""


class NotYours(PeopleError):
    """The one who asks may not do this."""


class AlreadyDone(PeopleError):
    """Somebody did it first."""


class LastAdministrator(PeopleError):
    """The school would be left without anybody who can administer it."""

    def __init__(self, person):
        super().__init__(
            f"{person.name} is the last administrator of the school who can sign in. Give somebody else the role first."
        )


class PersonChanged(PeopleError):
    """The person was changed by somebody else since they were read. `current` is the Member as it stands."""

    def __init__(self, current):
        self.current = current
        super().__init__(f"Somebody else changed {current.name} while you were typing.")
