"""A letter to many people is rendered once, with marks where it is personal; the marks are filled in for each person.

Rendering a template takes a hundred times as long as filling it in. What is personal are texts and lists of texts, and
a template may ask whether there is one and go through a list, but not look into a text: a filter would see the mark.
So people who have the same of these (three topics each, say) share one rendering, whatever their topics are called.
"""

import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape

# Signs for private use, which no template has; a number of this process besides, which nobody can type into a text.
OPENS, CLOSES = f"\ue000{secrets.token_hex(8)}:", "\ue001"
MARK = re.compile(f"{OPENS}([0-9]+){CLOSES}")


@dataclass(frozen=True)
class Letter:
    """What a letter says, as it is sent: its subject on one line, its text, its HTML."""

    subject: str
    text: str
    html: str


class Mould:
    """Makes the letters of `templates/mail/<name>.subject.txt`, `.txt` and `.html` to many people.

    `shared` is what all of them say, of any type that a template takes.
    """

    def __init__(self, name, **shared):
        self.name, self.shared = name, {"site_url": settings.SITE_URL, **shared}
        self.shapes = {}

    def letter(self, **personal):
        """The Letter to one person. `personal`: name → a text, a bool, or a list of texts or of dicts of texts."""
        shape = _shape(personal)
        if shape not in self.shapes:
            self.shapes[shape] = self._render(personal)
        subject, text, html = self.shapes[shape]
        values = list(_texts(personal))
        return Letter(
            " ".join(_fill(subject, values).split()),
            _fill(text, values),
            _fill(html, [escape(value) for value in values]),
        )

    def _render(self, personal):
        """Subject, text and HTML in pieces: between two of them comes the number of the personal text there."""
        context = self.shared | _with_marks(personal, iter(range(10_000)))
        rendered = (
            render_to_string(f"mail/{self.name}.subject.txt", context),
            render_to_string(f"mail/{self.name}.txt", context).strip() + "\n",
            render_to_string(f"mail/{self.name}.html", context),
        )
        return [MARK.split(part) for part in rendered]


def letter(name, *, personal, **shared):
    """One Letter, made as those to many are."""
    return Mould(name, **shared).letter(**personal)


def _shape(value):
    """What a template can tell of a personal value without reading it."""
    if isinstance(value, dict):
        return tuple((name, _shape(one)) for name, one in value.items())
    if isinstance(value, list):
        return tuple(map(_shape, value))
    return value if isinstance(value, bool) else bool(value)


def _with_marks(value, numbers):
    """The same with a mark in place of each text; a text that is empty has a number too, and stays empty."""
    if isinstance(value, dict):
        return {name: _with_marks(one, numbers) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_marks(one, numbers) for one in value]
    if isinstance(value, bool):
        return value
    number = next(numbers)
    return f"{OPENS}{number}{CLOSES}" if value else ""


def _texts(value):
    """The texts in the order in which they are numbered."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        if not isinstance(value, bool):
            yield str(value)
        return
    for one in value:
        yield from _texts(one)


def _fill(pieces, values):
    filled = list(pieces)
    filled[1::2] = [values[int(number)] for number in pieces[1::2]]
    return "".join(filled)
