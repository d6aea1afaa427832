"""What somebody asks the curriculum map for: read from the address, forgiving."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from collab import asked

LONGEST_YEAR = 9


class Down(StrEnum):
    """What stands down the side of the map."""

    DEPARTMENTS = "departments"
    YEAR_LEVELS = "years"


@dataclass(frozen=True)
class Asked:
    """What goes down, the first and the last school year, and the one row that is wanted (0: what belongs to none)."""

    down: Down = Down.DEPARTMENTS
    first: str = ""
    last: str = ""
    row: int | None = None

    @classmethod
    def read(cls, query):
        """From the parameters of an address (a QueryDict)."""
        return cls(
            down=asked.one_of(Down, query.get("down"), Down.DEPARTMENTS),
            first=asked.words(query.get("first"))[:LONGEST_YEAR],
            last=asked.words(query.get("last"))[:LONGEST_YEAR],
            row=asked.key(query.get("row")),
        )

    def address(self, **changes):
        """The query string of this map with some parameters changed. Starts with “?”."""
        wanted = {"down": self.down, "first": self.first, "last": self.last, "row": self.row, **changes}
        usual = {"down": Down.DEPARTMENTS, "first": "", "last": "", "row": None}
        return f"?{urlencode({name: value for name, value in wanted.items() if value != usual[name]})}"
