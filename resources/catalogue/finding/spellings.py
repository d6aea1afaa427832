"""How a title may be spelt that somebody typed: its case and its accents, as catalogues write them.

Titles are looked up in their index, which knows one spelling at a time; so each likely one is asked for.
"""

from itertools import islice, product

MOST_ACCENTED = 3


def spellings_of(text, meaning):
    """The likely spellings of a typed title, each once, as it was typed first; `meaning` is that of its words."""
    typed = " ".join(text.split())
    texts = dict.fromkeys([typed.lower(), *_accented(typed, meaning)])
    return list(dict.fromkeys([typed, *(cased for text in texts for cased in _cases(text, meaning.telling))]))


def _accented(typed, meaning):
    """The words with the accents that they have in the catalogue, without punctuation: a few of the ways to combine."""
    return map(" ".join, islice(product(*meaning.written.values()), MOST_ACCENTED))


def _cases(text, telling):
    """A text in small letters as it is; with a capital at its start; at each word but “of”, or each; in capitals."""
    words = text.split(" ")
    yield text
    yield _capital(text)
    yield " ".join([_capital(words[0]), *(_capital(word) if word in telling else word for word in words[1:])])
    yield " ".join(map(_capital, words))
    yield text.upper()


def _capital(text):
    return text[:1].upper() + text[1:]
