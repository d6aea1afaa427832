"""Choices of filters and other HTML that repeats, made in Python: for fifty rows a template takes ten times as long."""

from dataclasses import dataclass
from html import escape

from django.utils.safestring import mark_safe


@dataclass(frozen=True)
class Choice:
    """A filter as a select; `options` are its HTML, after the one for “any”."""

    name: str
    label: str
    options: str
    any: str = "All"


def options(choices, chosen):
    """The <option>s of a select as HTML; `choices` are (value, label)."""
    return joined(
        f'<option value="{escape(str(value))}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in choices
    )


def joined(parts):
    """Pieces of HTML as one that templates print as it is; whatever people typed in them is escaped already."""
    return mark_safe("".join(parts))


def within(before, text, after):
    """A text between two tags, or nothing at all where there is no text."""
    return f"{before}{text}{after}" if text else ""
