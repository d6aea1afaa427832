"""What can go wrong with a setting besides what can with any write; each error's text is a sentence for people."""

from collab.errors import Refused


class StillInUse(Refused):
    """It cannot be removed while something else rests on it."""
