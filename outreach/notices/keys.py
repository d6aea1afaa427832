"""The key of a notice: whose it is, and of which day. There is one a day for each person, under this key."""

import re
from datetime import date

ALL = "notice:"
KEY = re.compile(rf"{ALL}([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}):[0-9]+")


def key_of(member, *, on):
    """The key of the notice to a member on a day."""
    return f"{all_of(on)}{member.pk}"


def all_of(day):
    """How the keys of all notices of a day begin."""
    return f"{ALL}{day:%Y-%m-%d}:"


def day_of(key):
    """The day of the notice with this key; None where it is the key of something else."""
    found = KEY.fullmatch(key)
    return found and date.fromisoformat(found[1])
