"""The order of figures in a report: they stand by section, and the buttons of a draft move one, or a whole section."""

from outreach.reports.figures import BY_KEY, FIGURES

MOVES = ("up", "down", "raise", "lower")
SECTIONS = list(dict.fromkeys(figure.section for figure in FIGURES))


def reordered(sections, do):
    """The order of figures after a button: “up:key”, “down:key”, “out:key”, “in:key”, or “raise:key” and “lower:key”
    for the whole section of a figure. Each section stands in one place."""
    move, _, key = do.partition(":")
    groups = in_groups(sections)
    mates = groups.get(_section(key), [])
    if move == "in" and key in BY_KEY and key not in mates:
        groups = _with(groups, key)
    elif key not in mates:
        pass
    elif move == "out":
        mates.remove(key)
    elif move in ("up", "down"):
        _swap(mates, mates.index(key), move == "up")
    elif move in ("raise", "lower"):
        titles = list(groups)
        _swap(titles, titles.index(_section(key)), move == "raise")
        groups = {title: groups[title] for title in titles}
    return [key for keys in groups.values() for key in keys]


def in_groups(sections):
    """The keys of figures by section, in the order in which each section comes first: title → list of keys."""
    groups = {}
    for key in sections:
        groups.setdefault(_section(key), []).append(key)
    return groups


def place_after(sections, do):
    """The id of the button to stand on after a button was pressed: the same one, or its counterpart at an end."""
    move, _, key = do.partition(":")
    if move in ("in", "out"):
        return f"{'out' if move == 'in' else 'in'}-{key}"
    groups = in_groups(sections)
    if move not in MOVES:
        return "figures"
    if move in ("up", "down"):
        return f"{_still(move, groups.get(_section(key), []), key, ('up', 'down'))}-{key}"
    first = next(iter(groups.get(_section(key), [])), key)
    return f"{_still(move, list(groups), _section(key), ('raise', 'lower'))}-{first}"


def _still(move, row, thing, moves):
    """The same move, or the other one where it leads no further."""
    first, last = moves
    if move == first:
        return last if row[:1] == [thing] else first
    return first if row[-1:] == [thing] else last


def _with(groups, key):
    """Groups with a figure at the end of its section; a section that is new comes where it has its place usually."""
    section = _section(key)
    if section in groups:
        return groups | {section: [*groups[section], key]}
    place = SECTIONS.index(section)
    titles = list(groups)
    later = (number for number, title in enumerate(titles) if title in SECTIONS[place + 1 :])
    titles.insert(next(later, len(titles)), section)
    return {title: groups.get(title, [key]) for title in titles}


def _swap(row, place, is_up):
    """Changes a thing of a row with its neighbour, if it has one on that side."""
    other = place - 1 if is_up else place + 1
    if 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]


def _section(key):
    return BY_KEY[key].section if key in BY_KEY else ""
