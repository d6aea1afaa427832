"""What can go wrong with a write; each error's text is a sentence for people."""

from collab.errors import AlreadyDone, Refused, RowChanged, RowGone

__all__ = ["AlreadyDone", "PlanIsClosed", "PlanIsGone", "PlanningError", "RowChanged", "RowGone"]

PlanningError = Refused  # A page of planning answers whatever was refused, also by the room below.


class PlanIsClosed(PlanningError):
    """The plan is read-only until it is opened again."""

    def __init__(self):
        super().__init__("This plan is closed. Reopen it to change something.")


class PlanIsGone(PlanningError):
    """Somebody removed the plan a moment ago, when nothing was written in it."""

    def __init__(self):
        super().__init__("Somebody removed this plan while you were typing. Copy your text, or start the plan again.")
