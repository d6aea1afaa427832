"""What is known of an ISBN before anybody types: from Open Library, where the school has switched that on."""

from dataclasses import dataclass, field

from django.conf import settings

from resources.catalogue import isbn, open_library


@dataclass(frozen=True)
class LookedUp:
    """`values` are for the form; `number` is the ISBN that was asked for, `sentence` what came of it.

    `is_offered`: whether there is anybody to ask.
    """

    is_offered: bool
    number: str = ""
    values: dict = field(default_factory=dict)
    sentence: str = ""
    is_found: bool = False


def from_isbn(text):
    """What a typed or scanned ISBN is known to be. Nothing that goes wrong keeps anybody from typing it in."""
    offered = settings.OPEN_LIBRARY
    if not text.strip():
        return LookedUp(offered)
    number, typed = isbn.read(text[: isbn.LONGEST_KEPT])
    if number is None:
        sentence = f"“{typed}” is not an ISBN: look at it again, or fill in the form without."
        return LookedUp(offered, values={"isbns": [typed]}, sentence=sentence)
    if not offered:
        return LookedUp(offered, number, {"isbns": [number]})
    try:
        found = open_library.look_up(number)
    except open_library.NoAnswer:
        found, sentence = {}, "Open Library does not answer. Fill in the form yourself, or try again later."
    else:
        sentence = "From Open Library. Look it over." if found else f"Open Library does not know {number}."
    return LookedUp(offered, number, found | {"isbns": [number]}, sentence, bool(found))
