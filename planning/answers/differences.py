"""Two texts side by side: which words only one of them has, and what both together could be."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_PAIRS = 1_000_000  # Comparing is quadratic at worst: passages with more pairs are taken as a whole.


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and whether the other text lacks it."""

    text: str
    is_only_here: bool


@dataclass(frozen=True)
class Merge:
    """Both texts together. `is_clean`: no two changes touched the same lines, so that nothing is said twice."""

    text: str
    is_clean: bool


def compare(first, second):
    """Two tuples of `Piece`: the first text and the second, with what each has alone."""
    left, right = [], []
    lines = re.findall(r"[^\n]*\n|[^\n]+", first), re.findall(r"[^\n]*\n|[^\n]+", second)
    for tag, i1, i2, j1, j2 in _matched(*lines):
        ours, theirs = "".join(lines[0][i1:i2]), "".join(lines[1][j1:j2])
        if tag == "equal":
            left.append(Piece(ours, False))
            right.append(Piece(theirs, False))
        else:
            _compare_words(ours, theirs, left, right)
    return _joined(left), _joined(right)


def _compare_words(ours, theirs, left, right):
    words = _words(ours), _words(theirs)
    for tag, i1, i2, j1, j2 in _matched(*words):
        ours, theirs = "".join(words[0][i1:i2]), "".join(words[1][j1:j2])
        is_changed = tag != "equal" or ours.isspace()  # A space between two changes belongs to them.
        left.append(Piece(ours, is_changed))
        right.append(Piece(theirs, is_changed))


def _joined(pieces):
    """Neighbours of one kind as one piece, without empty ones."""
    joined = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].is_only_here == piece.is_only_here:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.is_only_here)
        else:
            joined.append(piece)
    return tuple(joined)


def merge(base, first, second):
    """Both changes of `base` together as a `Merge`: line by line, and within a line word by word.

    Where both changed the same words, the lines of the first stand before those of the second, for a person to
    put right. Without a base that is known (None), only what the texts share at start and end stands once.
    """
    if base is None:
        return Merge(_both_with_shared_ends(first, second), is_clean=False)
    base, first, second = (text.split("\n") for text in (base, first, second))
    merged, is_clean, at = [], True, 0
    for start, end, ours, theirs in _regions(base, first, second):
        merged += base[at:start]
        at = end
        if ours == theirs or theirs == base[start:end]:
            merged += ours
        elif ours == base[start:end]:
            merged += theirs
        else:
            both = _put_together("\n".join(base[start:end]), "\n".join(ours), "\n".join(theirs))
            is_clean = is_clean and both is not None
            merged += ours + theirs if both is None else both.split("\n")
    return Merge("\n".join(merged + base[at:]), is_clean)


def _put_together(base, ours, theirs):
    """One text for a stretch that both changed: the longer one where it goes on where the other ends, or both
    changes word by word; None where both changed the same words."""
    for shorter, longer in ((ours, theirs), (theirs, ours)):
        if shorter.strip() and longer.startswith(shorter):
            return longer
    base, ours, theirs = _words(base), _words(ours), _words(theirs)
    merged, at = [], 0
    for start, end, first, second in _regions(base, ours, theirs):
        if base[start:end] not in (first, second) and first != second:
            return None
        merged += base[at:start] + (first if second == base[start:end] else second)
        at = end
    return "".join(merged + base[at:])


def _words(text):
    """The words of a text and the spaces between them."""
    return re.findall(r"\S+|\s+", text)


def _regions(base, first, second):
    """The stretches of base lines that either text changed: (start, end, lines of first, lines of second).

    Changes that overlap or touch are one region, for which both texts give their own lines.
    """
    changes = sorted(
        (change[1], change[2], which, change[3], change[4])
        for which, lines in enumerate((first, second))
        for change in _matched(base, lines)
        if change[0] != "equal"
    )
    groups = []
    for change in changes:
        if groups and change[0] <= groups[-1][1]:
            groups[-1][1] = max(groups[-1][1], change[1])
            groups[-1][2].append(change)
        else:
            groups.append([change[0], change[1], [change]])
    for start, end, members in groups:
        ours, theirs = (
            _lines_for(base, start, end, lines, [one for one in members if one[2] == which])
            for which, lines in enumerate((first, second))
        )
        yield start, end, ours, theirs


def _lines_for(base, start, end, lines, changes):
    """What one text has in place of base[start:end]."""
    result, at = [], start
    for i1, i2, _, j1, j2 in changes:
        result += base[at:i1] + lines[j1:j2]
        at = i2
    return result + base[at:end]


def _both_with_shared_ends(first, second):
    first, second = first.split("\n"), second.split("\n")
    head, tail = _shared_ends(first, second)
    ours, theirs = first[head : len(first) - tail], second[head : len(second) - tail]
    return "\n".join(first[:head] + ours + theirs + first[len(first) - tail :])


def _shared_ends(first, second):
    """How many items two lists share at their start, and how many more at their end."""
    shortest = min(len(first), len(second))
    head = next((at for at in range(shortest) if first[at] != second[at]), shortest)
    rest = shortest - head
    tail = next((at for at in range(rest) if first[-1 - at] != second[-1 - at]), rest)
    return head, tail


def _matched(first, second):
    """Opcodes as of difflib, in bounded time: what is too long to compare counts as replaced."""
    head, tail = _shared_ends(first, second)
    i2, j2 = len(first) - tail, len(second) - tail
    if (i2 - head) * (j2 - head) > MOST_PAIRS:
        middle = [("replace", head, i2, head, j2)]
    else:
        matcher = SequenceMatcher(None, first[head:i2], second[head:j2])
        middle = [(tag, *(at + head for at in places)) for tag, *places in matcher.get_opcodes()]
    start = [("equal", 0, head, 0, head)] if head else []
    end = [("equal", i2, len(first), j2, len(second))] if tail else []
    return start + middle + end
