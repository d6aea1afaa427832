"""One page of a list that is found: its rows, and what lies around it."""

from dataclasses import dataclass

COUNTED_UP_TO = 1000


@dataclass(frozen=True)
class Found:
    """One page of a list. `total` counts up to `COUNTED_UP_TO`; one more means “and more”.

    `one` and `many` name what is listed: “plan”, “plans”.
    """

    rows: list
    number: int
    total: int
    has_next: bool
    one: str
    many: str

    @property
    def has_previous(self):
        return self.number > 1

    @property
    def previous_page_number(self):
        return self.number - 1

    @property
    def next_page_number(self):
        return self.number + 1

    @property
    def counted(self):
        """The number of things in words: “1 plan”, “37 plans”, “1,000+ plans”."""
        if self.total > COUNTED_UP_TO:
            return f"{COUNTED_UP_TO:,}+ {self.many}"
        return f"1 {self.one}" if self.total == 1 else f"{self.total:,} {self.many}"
