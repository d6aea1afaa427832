"""What a text is about: its parts (“volcanoes”, “earthquakes”), and the words of each as the catalogue has them.

Words come from PostgreSQL, with the dictionary of the school's language, so that they are cut as those of titles are.
"""

import re

from collab.prepared import ask

BETWEEN = re.compile(r"[,;:.!?/|&+()\[\]“”„\"…]|\s[-–—]\s")
# “Volcanoes and earthquakes” are two things, “French Revolution” is one.
AND_AND_OR = {
    "danish": ("og", "eller"),
    "dutch": ("en", "of"),
    "english": ("and", "or", "versus", "vs"),
    "finnish": ("ja", "tai"),
    "french": ("et", "ou"),
    "german": ("und", "oder"),
    "italian": ("e", "ed", "o"),
    "norwegian": ("og", "eller"),
    "portuguese": ("e", "ou"),
    "spanish": ("y", "e", "o", "u"),
    "swedish": ("och", "eller"),
}
SMALL_NUMBER = re.compile(r"\d{1,3}")
LEXEMES = """
    SELECT typed.part, tsvector_to_array(to_tsvector(%(dictionary)s::regconfig, typed.part))
    FROM unnest(%(parts)s::text[]) AS typed(part)
"""


def parts_of(text, dictionary):
    """The parts of a text in small letters, each once and in order."""
    pieces = BETWEEN.split(text.lower())
    if words := AND_AND_OR.get(dictionary):
        between = re.compile(rf"\b(?:{'|'.join(words)})\b")
        pieces = [one for piece in pieces for one in between.split(piece)]
    return list(dict.fromkeys(filter(None, (" ".join(piece.split()) for piece in pieces))))


class Words:
    """The parts of texts, and their words, each asked for once. `beside`: texts whose words say nothing: “Year 6”.

    `parts`: text → its parts, of those that were learnt.
    """

    def __init__(self, dictionary, beside=()):
        self.dictionary = dictionary
        self.parts = {}
        self.known = {}
        self._learn({text.lower() for text in beside})
        self.beside = frozenset().union(*self.known.values())
        self.known = {}

    def learn(self, texts):
        """Asks for the words of all parts of some texts that are not known yet: one query at most."""
        new = {text: parts_of(text, self.dictionary) for text in set(texts) - self.parts.keys()}
        self.parts |= new
        self._learn({part for parts in new.values() for part in parts})

    def of(self, part):
        """The words of a part that was learnt: a set. “Year 6 volcanoes” are about volcanoes."""
        words = self.known[part]
        telling = {word for word in words - self.beside if not SMALL_NUMBER.fullmatch(word)}
        return telling or words

    def _learn(self, parts):
        if new := sorted(parts - self.known.keys()):
            found = ask(LEXEMES, {"dictionary": f"pg_catalog.{self.dictionary}", "parts": new})
            self.known |= {part: frozenset(words) for part, words in found}
