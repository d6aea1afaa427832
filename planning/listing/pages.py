"""What the templates of the list print: contexts of the table, the board and the filters."""

from dataclasses import dataclass

from collab.choices import Choice, joined, options
from planning.listing import queries
from planning.listing.filters import NO_TERM, Face, Openness, Sort
from planning.listing.rows import Shown
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.permissions import may_start_plan
from planning.stages import NUMBERS, STAGES


@dataclass(frozen=True)
class Column:
    """One column of the board; `more` is the number of plans beyond those shown, in words, or empty."""

    name: str
    icon: str
    number: int
    count: str
    cards: str
    more: str
    url: str


def table(*, member, asked, today):
    """The table: a page of rows and what stands around it."""
    found = queries.page_of_plans(member=member, asked=asked)
    with_levels = queries.reads_levels(member)
    shown = Shown(member.school, today, with_levels=with_levels)
    return _around(member, asked, is_empty=not found.rows) | {
        "found": found,
        "rows": joined(map(shown.table_row, found.rows)),
        "with_levels": with_levels,
        "sorts": {sort.value: asked.address(sort=sort.value) for sort in Sort},
        "sorted_by": asked.sort.value,
        "kept": asked.address().removeprefix("?"),
    }


def board(*, member, asked, today):
    """The board: a column for each stage, and below it what is complete or closed."""
    found = queries.board_of_plans(member=member, asked=asked)
    shown = Shown(member.school, today)
    columns = {number: _column(number, *column, asked, shown) for number, column in found.items()}
    return _around(member, asked, is_empty=not any(rows for rows, _ in found.values())) | {
        "is_board": True,
        "total": sum(count for _, count in found.values()),
        "columns": [columns[number] for number in NUMBERS],
        "last_columns": [columns[ALL_STAGES_COMPLETE], columns[queries.CLOSED]],
    }


def _around(member, asked, is_empty):
    faces = ((Face.TABLE, "Table"), (Face.BOARD, "Board"))
    return {
        "asked": asked,
        "is_empty": is_empty,
        "faces": [(label, asked.address(**{"as": face}), asked.face == face) for face, label in faces],
        "download": asked.address(**{"as": None}).removeprefix("?"),
        "may_start": may_start_plan(member),
    }


def _column(number, rows, count, asked, shown):
    words = {ALL_STAGES_COMPLETE: ("All five complete", "check2-all"), queries.CLOSED: ("Closed", "archive")}
    name, icon = words.get(number) or (STAGES[number - 1].short, STAGES[number - 1].icon)
    closed = number == queries.CLOSED
    narrower = {"state": "closed"} if closed else {"state": "open", "stage": number}
    return Column(
        name=name,
        icon=icon,
        number=number,
        count=f"{count:,}",
        cards=joined(map(shown.card, rows)),
        more=f"{count - len(rows):,}" if count > len(rows) else "",
        url=asked.address(**narrower, **{"as": None}),
    )


def filters(*, member, asked):
    """The filters with their options; the rarer ones are folded away unless one of them is set."""
    offered = queries.filter_options(member=member)
    offered["partner"] = offered.pop("teacher")
    offered["term"].append((NO_TERM, "No term yet"))
    offered["stage"] = [(stage.number, f"{stage.number} {stage.short}") for stage in STAGES]
    offered["stage"].append((ALL_STAGES_COMPLETE, "All five complete"))
    offered["state"] = [(Openness.OPEN, "Open"), (Openness.CLOSED, "Closed")]

    def choice(name, label, every="All"):
        return Choice(name, label, options(offered[name], getattr(asked, name)), every)

    rarer = [
        choice("department", "Department"),
        choice("year", "Year level"),
        choice("librarian", "Librarian"),
        choice("partner", "Teacher"),
        choice("state", "Open or closed", "Both"),
    ]
    return {
        "first_choices": [choice("term", "Term"), choice("stage", "Stage")],
        "rarer_choices": rarer,
        "rarer_set": sum(one.name in asked.filters for one in rarer),
    }
