"""Texts that people type: one kind of line end, and a short mark to tell whether a text was touched."""

import hashlib


def normal(text):
    """The text with line feeds alone: browsers send CR LF. Nothing else is changed, not even spaces at the end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def digest(text):
    """A mark of a text: a form that sends it back with the same text was not touched there."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
