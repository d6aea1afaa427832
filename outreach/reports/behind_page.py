"""The page of what is behind a number."""

from urllib.parse import urlencode

from collab.found import Found
from outreach.reports.asking import ask_one, behind
from outreach.reports.bar import around
from outreach.reports.shape import Measure
from outreach.reports.showing import url_of
from outreach.reports.things import KINDS
from outreach.reports.words import counted

PAGE_SIZE = 100


def behind_page(asked, figure, *, part, across, page, member):
    """The things behind a number that the member may see, in pages, and how many there are besides."""
    amounts = dict(behind(asked.scope, figure, part, across))
    kind = KINDS[figure.of]
    visible = kind.find(member).filter(pk__in=list(amounts))
    total = visible.count()
    start, end = (page - 1) * PAGE_SIZE, page * PAGE_SIZE
    things = [kind.show(thing, asked.scope.school.slug, member) for thing in visible[start:end]]
    is_said = _is_said(figure, amounts, part, across)
    return around(asked) | {
        "figure": figure,
        "figure_url": url_of(figure, asked),
        "of": _said_of(ask_one(asked.scope, figure), part, across),
        "rows": [(thing, _amount(amounts[thing.key], figure) if is_said else "") for thing in things],
        "found": Found(things, page, total, total > end, one=kind.one, many=kind.many),
        "hidden": _hidden(len(amounts) - total, kind),
        "kept_here": _with(asked.kept, part=part, across=across),
    }


def _said_of(answer, part, across):
    """The names of what a number stands for: “Reached, Humanities”; empty for the whole."""
    named = next((each for each in answer.parts if each.part == part and across in (None, each.across)), None)
    return ", ".join(filter(None, (named.label, named.across_label if across else ""))) if named else ""


def _hidden(number, kind):
    """How many things are counted that the reader may not open; empty for none."""
    return (
        f"{counted(number, kind.many)} {'is' if number == 1 else 'are'} counted that you may not open" if number else ""
    )


def _is_said(figure, amounts, part, across):
    """Whether what each thing adds to the number is worth saying; levels are those of one cell, and never a sum."""
    if figure.measure == Measure.DEEPEST:
        return part is not None and (across is not None or not figure.across_by)
    return figure.measure != Measure.SUM or any(amount != 1 for amount in amounts.values())


def _amount(amount, figure):
    """What one thing adds to a number: “2 classes”; where it is a level, which one."""
    number = int(amount) if amount == int(amount) else round(float(amount), 1)
    if figure.names:
        return figure.say(number)
    return counted(number, figure.unit) if figure.measure != Measure.DEEPEST else f"{figure.unit} {number}"


def _with(kept, **more):
    query = urlencode({name: value for name, value in more.items() if value})
    return "&".join(filter(None, (kept, query)))
