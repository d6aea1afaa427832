"""What is said of taking an import back, on its page and before it is done."""

from collab.when import clock
from resources.catalogue_import.actions import State
from resources.catalogue_import.taking_back.actions import in_time


def taking_back(catalogue_import, *, now):
    """Whether it is offered, is under way or was done, and what is left of what the import added."""
    kept = catalogue_import
    how_far = {"percent": min(99, kept.taken_back_to * 100 // max(kept.records, 1))}
    return {
        "can_be_taken_back": in_time(kept, now=now) and bool(kept.added or kept.changed),
        "is_taken_back": kept.state in (State.TAKING_BACK, State.TAKEN_BACK),
        "taken_back_when": kept.taken_back_at and clock(kept.taken_back_at, now),
        "titles_that_stay": kept.added - kept.titles_taken_back,
        **(how_far if kept.state == State.TAKING_BACK else {}),
    }
