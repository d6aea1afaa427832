"""What somebody has typed in the set-up so far, kept in their session until the last step.

Nothing of it is in the product's tables, and no password is kept at all.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

KEY = "set_up"
LONGEST = 300  # Of a longer text the rest is dropped; every field that it can be for is shorter.


class Typed:
    """The raw text of each step: `school` and `you` as field → text or list, `rows` of the terms or None."""

    def __init__(self, session):
        self.session = session

    @property
    def has_begun(self):
        return KEY in self.session

    def get(self, step, default=None):
        return self.session.get(KEY, {}).get(step, default)

    def keep(self, step, what):
        self.session[KEY] = self.session.get(KEY, {}) | {step: what}

    def keep_fields(self, step, form, names):
        """Keeps what was sent for these fields of a form."""
        self.keep(step, {name: _shortened(form[name].value()) for name in names})

    def forget(self):
        self.session.pop(KEY, None)


def needs_code():
    """Whether the set-up asks for a code: wherever one is set, and always in production."""
    return bool(settings.SETUP_CODE) or not settings.DEVELOPMENT


def is_code(code):
    """Whether this is the set-up code of the installation."""
    return bool(settings.SETUP_CODE) and constant_time_compare(code, settings.SETUP_CODE)


def let_in(typed):
    """Remembers that the code was given; another code in the environment asks again."""
    typed.keep("let_in", _proof())


def is_let_in(typed):
    """Whether this person may set up the installation."""
    if not needs_code():
        return True
    return bool(settings.SETUP_CODE) and constant_time_compare(typed.get("let_in", ""), _proof())


def _shortened(value):
    return [text[:LONGEST] for text in value[:20]] if isinstance(value, list) else (value or "")[:LONGEST]


def _proof():
    return salted_hmac("collab.setup", settings.SETUP_CODE).hexdigest()
