"""What can go wrong with a write; each error's text is a sentence for people."""


class PlanningError(Exception):
    """A write that was refused; nothing was changed."""


class AlreadyDone(PlanningError):
    """Somebody did it first, or it was done before."""


class PlanIsClosed(PlanningError):
    """The plan is read-only until it is opened again."""

    def __init__(self):
        super().__init__("This plan is closed. Reopen it to change something.")


class RowChanged(PlanningError):
    """The row was changed by somebody else since it was read. `current` is the row as it stands."""

    def __init__(self, current):
        self.current = current
        super().__init__("Somebody changed this while you were typing.")


class RowGone(PlanningError):
    """The row was removed by somebody else since it was read."""

    def __init__(self):
        super().__init__("Somebody removed this while you were typing. Your text is still here: add it again.")
