"""The leaders' page in words: sentences made of the answers that the charts below them are made of."""

from outreach.reports.charts.rows import said
from outreach.reports.words import counted, either, listed, when

ASKED = (
    "teachers",
    "new_partners",
    "departments",
    "level_reached",
    "students",
    "classes",
    "library_criteria",
    "barriers",
    "requests",
    "loans",
)
OF_ONES_OWN = {"topics": "requests", "loans": "loans"}
DEEP = ("3", "4")  # Collaboration, and Data-driven collaboration.
MOST_NAMED = 4
NOTHING = "Nothing is counted {when} yet. Once units are planned with the library, this page says what came of them."
NO_UNIT = "You have planned no unit with the library"
NOTHING_WAS = "Nothing was counted {when}."


def sentences(scope, answers, *, today):
    """What happened in the period, as a list of sentences; one that says so where nothing did.

    `answers`: key → Answer, of the figures that the reader may see and that know all filters; a sentence whose figure
    is missing is left out.
    """
    then, is_over = when(scope.period, today), scope.period.ends_on < today
    found = [
        *(_own(answers, then, is_over) if scope.teacher is not None else _of_all(scope, answers, then, today)),
        *_deep(answers),
        *_learned(answers),
        *_barriers(answers),
    ]
    return found or [(NOTHING_WAS if is_over else NOTHING).format(when=then)]


def _of_all(scope, answers, then, today):
    earlier = when(scope.periods.before, today) if scope.periods.before.name else ""
    yield from _teachers(answers, then, earlier, is_over=scope.period.ends_on < today)
    yield from _units(answers, earlier)


def _teachers(answers, then, earlier, *, is_over):
    """Who planned with the library, who did for the first time, and which departments are not reached; of a period
    that is over without a “yet”."""
    number = _number("teachers", answers)
    if not number:
        return
    reached = sum(part.numbers.now for part in answers["teachers"].parts if part.part == "reached")
    if not reached:
        yield f"{_nobody(number, is_over=is_over)} with the library {then}{'' if is_over else ' yet'}."
        return
    new = _number("new_partners", answers)
    first = f", {said(new)} for the first time" if new else ""
    if number == 1:
        yield f"The only teacher planned with the library {then}{', for the first time' if new else ''}."
        return
    who = f"All {said(number)}" if reached == number else f"{said(reached)} of {said(number)}"
    yield f"{who} teachers planned with the library {then}{first}{_teachers_before(answers, earlier)}."
    if names := _not_reached(answers):
        verb = ("was" if is_over else "is") if len(names) == 1 else ("were" if is_over else "are")
        yield f"{listed(names)} {verb} not reached{'' if is_over else ' yet'}."


def _nobody(number, *, is_over):
    """That none of so many teachers planned."""
    if number == 1:
        return "The only teacher did not plan" if is_over else "The only teacher has not planned"
    return f"None of {said(number)} teachers {'planned' if is_over else 'has planned'}"


def _teachers_before(answers, earlier):
    """“; 9 of 24 did in the school year 2025”, where there were teachers then."""
    before = answers["teachers"].whole.before
    if not earlier or not before:
        return ""
    reached = sum(part.numbers.before for part in answers["teachers"].parts if part.part == "reached")
    return f"; {said(reached)} of {said(before)} did {earlier}"


def _not_reached(answers):
    """The names of the departments none of whose teachers is reached; the last of many stands for the rest."""
    parts = answers["departments"].parts if "departments" in answers else ()
    reached = {part.part for part in parts if part.across == "reached" and part.numbers.now}
    names = [part.label for part in parts if part.numbers.now and part.part not in reached | {"0"}]
    if len(names) <= MOST_NAMED:
        return names
    return [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more departments"]


def _own(answers, then, is_over):
    """How many units a teacher planned with the library, and for whom; where there is none, what else it knows."""
    units = _number("level_reached", answers)
    others = [counted(number, unit) for unit, key in OF_ONES_OWN.items() if (number := _number(key, answers))]
    if units:
        yield f"You planned {counted(units, 'units')} with the library {then}{_for_whom(answers)}."
    elif others:
        nothing = f"You planned no unit with the library {then}" if is_over else f"{NO_UNIT} {then} yet"
        yield f"{nothing}. It knows of {listed(others)} of yours."


def _units(answers, earlier):
    """How many units there were, for whom, and how many in the period before."""
    if units := _number("level_reached", answers):
        verb = "was" if units == 1 else "were"
        before = answers["level_reached"].whole.before
        compared = f"; {counted(before, 'units')} {earlier}" if earlier else ""
        yield f"{counted(units, 'units')} {verb} planned together{_for_whom(answers)}{compared}."


def _for_whom(answers):
    """“, for 52 students and 2 classes”, as far as it is known."""
    numbers = [(_number(unit, answers), unit) for unit in ("students", "classes")]
    whom = [counted(number, unit) for number, unit in numbers if number]
    return f", for {listed(whom)}" if whom else ""


def _number(key, answers):
    """The whole of a figure in the period; 0 where it is not told."""
    return answers[key].whole.now if key in answers else 0


def _deep(answers):
    """How many reached the two levels in which the librarian has a part from planning to assessment."""
    parts = answers["level_reached"].parts if "level_reached" in answers else ()
    if deep := sum(part.numbers.now for part in parts if part.part in DEEP):
        yield f"{counted(deep, 'units')} reached Collaboration or Data-driven collaboration."


def _learned(answers):
    """How students did by the criteria that the library taught: how often in the upper half of their levels."""
    levels = {}
    for part in answers["library_criteria"].parts if "library_criteria" in answers else ():
        if part.numbers.now:
            number, _ = levels.get(part.across, (0, ""))
            levels[part.across] = number + part.numbers.now, part.across_label
    if not levels:
        return
    upper = {key: of_it for key, of_it in levels.items() if _is_upper(key)}
    good, whole = (sum(number for number, _ in some.values()) for some in (upper, levels))
    scales = {key.partition("-")[0] for key in levels}
    names = [label.partition(" (")[0] for _, (_, label) in sorted(upper.items())]
    where = either(names) if len(scales) == 1 and names else "in the upper half of the levels"
    times = "once" if whole == 1 else f"{said(whole)} times"
    yield f"By criteria that the library taught, students were judged {times}: {said(good)} of these {where}."


def _is_upper(key):
    """Whether a level is in the upper half of its scale; `key` is “4-3” for the third of four."""
    levels, _, level = key.partition("-")
    return 2 * int(level) > int(levels)


def _barriers(answers):
    """What stood in the way most often, where one thing did."""
    parts = [part for part in answers["barriers"].parts if part.numbers.now] if "barriers" in answers else []
    if not parts:
        return
    most = max(part.numbers.now for part in parts)
    names = [part.label for part in parts if part.numbers.now == most]
    whole = answers["barriers"].whole.now
    if len(names) == 1 and whole > 1:
        yield f"What stood in the way most often: {names[0].lower()}, {said(most)} of {said(whole)} times."
    else:
        things = "thing that stood in the way is" if whole == 1 else "things that stood in the way are"
        yield f"{said(whole)} {things} written down."
