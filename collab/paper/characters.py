"""Which characters the fonts of the PDF have. PDF/UA allows no missing one, so each that is missing gets a stand-in."""

import re
import unicodedata
from functools import cache

from collab.paper.typst import can_set

MISSING = "□"
ZERO_WIDTH_SPACE = "\u200b"
LONGEST_WORD = 40
LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
# Join and select between emoji, or mark languages; without the emoji they stand for nothing.
INVISIBLE = re.compile(r"[\u200d\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]")
SURELY_SET = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\n äöüßéèêëàâçñøåæœāēīōūĀĒĪŌŪ–—‘’“”…·•½×")
PROBED_AT_ONCE = 400
FIRST_FLAG_LETTER, LAST_FLAG_LETTER = "\U0001f1e6", "\U0001f1ff"
_known = dict.fromkeys(SURELY_SET, True)


def settable(value):
    """The same structure with every text made fit: missing characters replaced, very long words breakable."""
    _learn({character for text in _texts(value) for character in text} - _known.keys())
    return _fitted(value)


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _fitted(value):
    if isinstance(value, str):
        return _fit(value)
    if isinstance(value, dict):
        return {key: _fitted(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_fitted(one) for one in value]
    return value


def _fit(text):
    text = INVISIBLE.sub("", text)
    if not _known.keys() >= set(text) or not all(_known[character] for character in set(text)):
        text = "".join(character if _known.get(character) else stand_in(character) for character in text)
    return LONG_WORD.sub(_breakable, text)


def _breakable(match):
    """A word as pieces between which a line may end."""
    word = match.group()
    return ZERO_WIDTH_SPACE.join(word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD))


@cache
def stand_in(character):
    """What is set for a character without a glyph: the name of a symbol, nothing for a control, else a box."""
    if FIRST_FLAG_LETTER <= character <= LAST_FLAG_LETTER:
        return chr(ord(character) - ord(FIRST_FLAG_LETTER) + ord("A"))
    category = unicodedata.category(character)
    if category == "So":
        return f"[{unicodedata.name(character, 'symbol').lower()}]"
    return "" if category in ("Cc", "Cf", "Cs", "Mn", "Me", "Sk") else MISSING


def _learn(characters):
    """Asks the typesetter about characters that it has not been asked about yet; few texts have any.

    A text with hundreds of them is in a script that the fonts do not have; the rest of it is not asked about.
    """
    visible = sorted(one for one in characters if not INVISIBLE.match(one))[:PROBED_AT_ONCE]
    if visible:
        _known.update(can_set(visible))
