"""What can be wrong with a file that is handed in; each error's text is a sentence for people."""


class Unreadable(Exception):
    """The file, or what was pasted, is nothing that can be read here."""
