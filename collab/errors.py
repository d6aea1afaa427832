"""What can go wrong with a write, whoever's room it is in; each error's text is a sentence for people."""


class Refused(Exception):
    """A write that was refused; nothing was changed. `field` names the form's field at which to say so, if any."""

    def __init__(self, sentence, field=None):
        self.field = field
        super().__init__(sentence)


class AlreadyDone(Refused):
    """Somebody did it first, or it was done before."""


class RowChanged(Refused):
    """The row was changed by somebody else since it was read. `current` is the row as it stands."""

    def __init__(self, current):
        self.current = current
        super().__init__("Somebody changed this while you were typing.")


class RowGone(Refused):
    """The row was removed by somebody else since it was read."""

    def __init__(self):
        super().__init__("Somebody removed this while you were typing. Your text is still here: add it again.")
