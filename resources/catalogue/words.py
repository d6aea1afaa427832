"""The words of a catalogue, kept for those who type another one: with a slip, or without its accents."""

import re
import unicodedata

from django.db import connection

SHORTEST, LONGEST = 3, 60
LETTERS_AND_FIGURES = re.compile(r"[^\W_]+")
# None of these signs (Latin letters, Greek ones with accents, dashes, quotation marks) is a mark on another letter.
WITHOUT_MARKS = re.compile("[\x00-\u02ff\u1e00-\u20cf]*")
ACCENTS = range(0x0300, 0x0370)  # Those of Latin, Greek and Cyrillic; in other scripts a mark is a vowel.
# Letters that are written without their strokes as well, and do not come apart into a letter and an accent.
STROKES = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
ADD = """
    INSERT INTO resources_catalogueword (school_id, word, near)
    SELECT %s, word, string_to_array(near, ' ') FROM unnest(%s::text[], %s::text[]) AS typed(word, near)
    ON CONFLICT (school_id, word) DO NOTHING
"""


def words_in(text):
    """The words of a text in small letters, in order; whatever is neither letter, digit nor mark parts them."""
    plain = unicodedata.normalize("NFC", text.lower())
    if WITHOUT_MARKS.fullmatch(plain):  # Most texts, and these take a twentieth of the time.
        return LETTERS_AND_FIGURES.findall(plain)
    return "".join(character if _belongs_to_a_word(character) else " " for character in plain).split()


def _belongs_to_a_word(character):
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")


def words_of(*, title, subtitle="", creators=(), subjects=()):
    """The words of one record that are worth keeping: a set."""
    return worth_keeping(words_in(" ".join((title, subtitle, *creators, *subjects))))


def worth_keeping(words):
    """Of some words those that are kept for people who mistype: a set. Numbers and the shortest words are not."""
    return {word for word in words if _is_worth_keeping(word)}


def _is_worth_keeping(word):
    return SHORTEST <= len(word) <= LONGEST >= len(without_accents(word)) and not word.isdecimal()


def without_accents(word):
    """A word in small letters as it is typed on a keyboard that has no accents: “müller” becomes “muller”."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word.translate(STROKES))
    return unicodedata.normalize("NFC", "".join(part for part in parts if ord(part) not in ACCENTS))


def one_left_out(word):
    """The spellings of a word with one letter left out: a set."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def neighbours(word):
    """What stands in `near` for a word: itself and its spellings with one letter left out, all without accents."""
    plain = without_accents(word)
    return [plain, *sorted(one_left_out(plain))]


def add_words(school_id, words):
    """Keeps words of a school's catalogue; those that are kept already stay as they are. Runs one statement."""
    words = sorted(words)  # In one order for all, so that two imports at once wait for each other and do not lock up.
    if words:
        with connection.cursor() as cursor:
            cursor.execute(ADD, [school_id, words, [" ".join(neighbours(word)) for word in words]])
