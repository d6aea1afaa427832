"""What can go wrong with an import; each error's text is a sentence for people."""

from collab.errors import Refused


class ImportRefused(Refused):
    """Nothing was begun, or changed."""
