"""For those who mistype: the word of the catalogue that is nearest to a typed one."""

from difflib import SequenceMatcher

from collab.prepared import ask
from resources.catalogue.words import LONGEST, SHORTEST, one_left_out, without_accents

LONGEST_LOOKED_FOR = 24
SHORT_WORD = 5  # In a shorter word two slips make another word.
# Words of the catalogue that share a spelling with one letter left out with the typed word, less up to two letters; and
# whether the typed word begins a word of the catalogue.
NEAR = """
    SELECT typed.word, ARRAY(
        SELECT kept.word FROM resources_catalogueword AS kept
        WHERE kept.school_id = %(school)s AND kept.near && string_to_array(typed.near, ' ')::varchar[]
    ), EXISTS (
        SELECT FROM resources_catalogueword AS kept
        WHERE kept.school_id = %(school)s AND kept.word >= typed.word AND kept.word < typed.word || chr(1114109)
    )
    FROM unnest(%(words)s::text[], %(near)s::text[]) AS typed(word, near)
"""


def corrected(words, *, school_id):
    """The words, each that begins no word of the catalogue replaced by the nearest one; None where none is near.

    Runs one query.
    """
    candidates = [word for word in words if SHORTEST <= len(word) <= LONGEST_LOOKED_FOR]
    letters = [" ".join(_less_letters(word)) for word in candidates]
    found = ask(NEAR, {"school": school_id, "words": candidates, "near": letters})
    near = {word: nearest(word, kept) for word, kept, is_known in found if not is_known}
    return [near.get(word) or word for word in words] if any(near.values()) else None


def _less_letters(word):
    """The word without accents, and with one or two letters left out."""
    plain = without_accents(word)
    once = one_left_out(plain)
    twice = {shorter for one in once for shorter in one_left_out(one)} if len(plain) >= SHORT_WORD else set()
    return sorted(one for one in {plain} | once | twice if 1 < len(one) <= LONGEST)


def nearest(word, candidates):
    """Of some words the one that somebody meant who typed another; None where all are too far."""
    plain = without_accents(word)
    most = 2 if len(plain) >= SHORT_WORD else 1
    ranked = sorted((_distance(plain, without_accents(other)), _unlike(plain, other), other) for other in candidates)
    return ranked[0][2] if ranked and ranked[0][0] <= most else None


def _unlike(plain, other):
    """Of words that are equally far: a slip is seldom in the first letter, and the rest should look alike."""
    bare = without_accents(other)
    return bare[:1] != plain[:1], -SequenceMatcher(None, plain, bare).ratio()


def _distance(one, other):
    """How many slips are between two words: a letter more, less or another, or two that changed places."""
    before, row = [], list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        two_before, before = before, row
        row = [place]
        for column, across in enumerate(other, start=1):
            best = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != across))
            if place > 1 < column and letter == other[column - 2] and across == one[place - 2]:
                best = min(best, two_before[column - 2] + 1)
            row.append(best)
    return row[-1]
