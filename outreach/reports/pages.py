"""What the pages of reports show: the leaders' page, all figures, one figure."""

from dataclasses import dataclass
from operator import attrgetter

from outreach.reports.asking import ask, ask_one
from outreach.reports.bar import around
from outreach.reports.charts.choosing import MOST_ROWS
from outreach.reports.charts.rows import said
from outreach.reports.seen import by_section, drawn_first, figures_for
from outreach.reports.shape import Measure
from outreach.reports.showing import shown, url_of
from outreach.reports.summary import ASKED, sentences
from outreach.reports.words import counted, in_parts

ROWS_ON_THE_FIRST_PAGE = 9
NO_DEPARTMENT = "0"
FEW = 3  # Parts that a line of the list says one by one.


@dataclass(frozen=True)
class Told:
    """A figure as one line of all: what it says in short, for the period and the one before."""

    title: str
    url: str
    now: str
    before: str


def leaders_page(asked):
    """The first page: what happened in words, six charts at most, and the way to everything else."""
    figures = figures_for(asked.offers.sight)
    first = drawn_first(asked.offers.sight, figures)
    spoken = [figure for figure in figures if figure.key in ASKED and not figure.unknown_filters(asked.scope)]
    answers = ask(asked.scope, [*first, *(figure for figure in spoken if figure not in first)])
    charts = shown([answers[figure.key] for figure in first], asked, ROWS_ON_THE_FIRST_PAGE)
    return around(asked) | {
        "sentences": sentences(
            asked.scope, {figure.key: answers[figure.key] for figure in spoken}, today=asked.offers.today
        ),
        "cards": [each for each in charts if each.chart],
        "quiet": [each for each in charts if not each.chart],
        "sections": [(section, [_told(figure, asked) for figure in found]) for section, found in by_section(figures)],
    }


def figures_page(asked):
    """All figures by section, each with its number."""
    figures = figures_for(asked.offers.sight)
    answers = ask(asked.scope, figures)
    return around(asked) | {
        "sections": [
            (section, [_told(figure, asked, answers[figure.key]) for figure in found])
            for section, found in by_section(figures)
        ]
    }


def figure_page(asked, figure):
    """One figure: drawn, as a table, and how it is counted."""
    [found] = shown([ask_one(asked.scope, figure)], asked, MOST_ROWS)
    return around(asked) | {"shown": found, "figure": figure}


def _told(figure, asked, answer=None):
    now, before = (_in_short(answer, place) for place in (0, 1)) if answer else ("", "")
    return Told(figure.title, url_of(figure, asked), now, before)


def _in_short(answer, place):
    """What one period says (0: the period itself) in few words: by its parts where these are few, else as a whole."""
    figure = answer.figure
    found = [part for part in answer.parts if answer.is_something(part.numbers[place])]
    if not found:
        return "Nothing yet" if place == 0 else "Nothing"
    labels = {part.part: part.label for part in found}
    parts = {key: sum(part.numbers[place] for part in found if part.part == key) for key in labels}
    is_plain = not figure.across_by or (figure.adds_up and figure.measure == Measure.SUM)
    if len({part.part for part in answer.parts}) <= FEW and is_plain:
        unit = f" {figure.unit}" if figure.measure == Measure.MEDIAN else ""
        return "; ".join(f"{labels[key]}: {said(round(number, 1))}{unit}" for key, number in parts.items() if number)
    return counted(answer.whole[place], figure.unit) if answer.whole else _by_parts(figure, found, len(labels), place)


def _by_parts(figure, found, number, place):
    """What is said of numbers that have no whole: where they stand last on a path, else of how many they are."""
    if figure.measure == Measure.DEEPEST and not figure.names:
        last = max(found, key=attrgetter("across_place"))
        return f"{last.across_label}: {figure.unit} {last.numbers[place]}"
    if figure.across_by == "Reached":
        named = {part.part for part in found} - {NO_DEPARTMENT}
        reached = {part.part for part in found if part.across == "reached"} - {NO_DEPARTMENT}
        return f"{said(len(reached))} of {in_parts(len(named), figure.parted_by)} reached"
    return in_parts(number, figure.parted_by)
