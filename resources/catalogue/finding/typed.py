"""What somebody typed, as questions to the database's full-text search.

Titles are kept with the words of the school's dictionary and as they are written; names as they are written, the rest
with those of the dictionary. So every word that is typed is looked for in both forms.
"""

from dataclasses import dataclass

from collab.prepared import ask
from resources.catalogue import isbn
from resources.catalogue.words import without_accents, words_in

MOST_WORDS = 12
LONGEST_CODE = 60
MOST_THAT_TELL_NOTHING = 2
# For each word and for those of the catalogue that are written like it but for their accents: the form that the
# dictionary gives it, which is empty for a word that it leaves out (“the”).
KNOWN = """
    SELECT typed.word, found.word, tsvector_to_array(to_tsvector(%(dictionary)s::regconfig, found.word))
    FROM unnest(%(words)s::text[], %(plain)s::text[]) AS typed(word, plain)
    CROSS JOIN LATERAL (
        SELECT typed.word
        UNION SELECT kept.word FROM resources_catalogueword AS kept
        WHERE kept.school_id = %(school)s AND kept.near @> ARRAY[typed.plain::varchar]
    ) AS found(word)
"""


@dataclass(frozen=True)
class Meaning:
    """The words that are looked for, each with the forms in which the catalogue may have it.

    `forms`: word → set of forms. Words and forms are letters, figures and marks, as `words_in` leaves them. `written`:
    each word that was typed → the ways in which it is written, which differ in accents; `telling`: those of all these
    that the dictionary does not leave out.
    """

    forms: dict
    written: dict
    telling: set

    def query(self, *, is_prefix):
        """The text of a tsquery: all of the words, of which the last may be the beginning of one."""
        last = list(self.forms)[-1]
        parts = []
        for word, forms in self.forms.items():
            ending = ":*" if is_prefix and word == last and tells_enough(word) else ""
            parts.append(" | ".join(f"'{form}'{ending}" for form in sorted(forms)))
        return " & ".join(f"({part})" for part in parts)


def meaning_of(words, *, school_id, dictionary):
    """What typed words (of `words_in`, at least one) mean as a `Meaning`. Runs one query.

    Those that the dictionary leaves out are left out, unless there are no others.
    """
    plain = {word: without_accents(word) for word in words}
    values = {"dictionary": f"pg_catalog.{dictionary}", "school": school_id}
    known = ask(KNOWN, values | {"words": list(plain), "plain": list(plain.values())})
    forms, written, telling = {word: {word} for word in plain}, {word: [word] for word in plain}, set()
    for word, found, lexemes in known:
        if lexemes:
            telling.add(found)
        if without_accents(found) == plain[word]:
            forms[word] |= {found, *lexemes}
            if found != word:
                written[word].append(found)
    is_telling = telling.intersection(plain)
    return Meaning({word: forms[word] for word in forms if word in telling or not is_telling}, written, telling)


def tells_enough(word):
    """Whether a beginning is worth a search: with two letters of our alphabet begins a tenth of all words."""
    return len(word) > MOST_THAT_TELL_NOTHING or not word.isascii()


def words_typed(text):
    """The words of a text that are looked for, each once and in order."""
    return list(dict.fromkeys(words_in(text)))[:MOST_WORDS]


def subject_query(text):
    """The words of a subject as text of a query for `to_tsquery`: side by side among the subjects of a record."""
    return " <-> ".join(f"'{word}':C" for word in words_in(text)[:MOST_WORDS])


def code_of(text):
    """What may be a barcode, an ISBN or a call number, or an empty text: it has a figure in it."""
    return text if any(map(str.isdigit, text)) and len(text) <= LONGEST_CODE else ""


def isbn_of(text):
    return isbn.read(text)[0]
