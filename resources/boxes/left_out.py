"""What could not be put into a box: it stays on its page, with the session, until it is put in or dismissed."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from resources.boxes.finding import is_code
from resources.catalogue import isbn

KEY = "left_out_of_boxes"
MOST, MOST_BOXES = 100, 20  # A session is read with every page.


@dataclass(frozen=True)
class LeftOut:
    """What was scanned or typed, and why it is not in the box. `is_unknown`: the catalogue has no such title."""

    typed: str
    why: str
    is_unknown: bool = True

    @property
    def is_code(self):
        return is_code(self.typed)

    @cached_property
    def isbn(self):
        return isbn.read(self.typed)[0] or ""

    @property
    def for_the_catalogue(self):
        """The query string under which the form of a new title is filled in with it."""
        field = "isbn" if self.isbn else "barcode" if self.is_code else "title"
        return f"?{urlencode({field: self.isbn or self.typed})}"

    @property
    def for_its_name(self):
        """The query string under which the form of what is in no catalogue is filled in with it."""
        return f"?{urlencode({'name': self.typed})}"

    @property
    def as_named(self):
        """What that form says at first: words are its name, a code goes into the note."""
        return {"note": f"{'ISBN' if self.isbn else 'Barcode'} {self.typed}"} if self.is_code else {"name": self.typed}

    def is_same(self, typed):
        """Whether another scan meant the same: an ISBN may be written in several ways."""
        return self.typed.casefold() == typed.casefold() or (self.isbn != "" and self.isbn == isbn.read(typed)[0])


def left_out_of(session, box):
    """What could not be put into a box, the latest first: a list of `LeftOut`."""
    return [LeftOut(*one) for one in reversed(session.get(KEY, {}).get(str(box.pk), []))]


def leave_out(session, box, one):
    """Keeps a `LeftOut`; what was left out before for the same scan gives way to it."""
    others = [other for other in left_out_of(session, box) if not other.is_same(one.typed)]
    _keep(session, box, [one, *others][:MOST])


def let_go(session, box, typed):
    """Keeps it no longer: it is in the box, or was dismissed. Nothing happens where it was not left out."""
    all_of_them = left_out_of(session, box)
    others = [one for one in all_of_them if not one.is_same(typed)]
    if len(others) < len(all_of_them):
        _keep(session, box, others)


def _keep(session, box, latest_first):
    """The box with the latest scan stands last; of very many boxes the first is forgotten."""
    boxes = session.get(KEY, {})
    boxes.pop(str(box.pk), None)
    if latest_first:
        boxes[str(box.pk)] = [[one.typed, one.why, one.is_unknown] for one in reversed(latest_first)]
    session[KEY] = dict(list(boxes.items())[-MOST_BOXES:])
