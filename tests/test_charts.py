"""Charts: the one that fits the shape of an answer, drawn with the numbers that it shows, for all who look at it."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import vl_convert

from collab.settings import BASE_DIR
from outreach.reports.charts.bars import bars
from outreach.reports.charts.choosing import Chart, chart_of
from outreach.reports.charts.colours import STEPS, TOKENS, shades
from outreach.reports.charts.drawing import as_file, as_png, drawn, drawn_on_pages, on_page
from outreach.reports.charts.heat import heat
from outreach.reports.charts.legend import legend
from outreach.reports.charts.lettering import broken
from outreach.reports.charts.lines import lines
from outreach.reports.charts.panels import panels_of, width_of
from outreach.reports.charts.rows import Row, Table
from outreach.reports.charts.spec import FONT, LABEL, Width
from outreach.reports.charts.stacks import stacks
from outreach.reports.charts.words import below, chart_in_words
from outreach.reports.published.drawn import drawing_of
from outreach.reports.scopes import Three
from outreach.reports.shape import TERM_AND_YEAR_LEVEL, Answer, Figure, Measure, Of, Part, Section

HOSTILE = '<script>&"</script>'
ONE_WAY = Table(("",), (Row("Cooperation", (12,), 9), Row(HOSTILE, (1234,), 0), Row("Hours", (3.5,))), "units")
REACHED = Table(
    ("Reached", "Not reached yet"), (Row("Art", (5, 2)), Row("Science", (None, 6)), Row("PE", (1, 70))), "teachers"
)
MAP = Table(("Year 7", "Year 8", "Year 9"), (Row("Art", (1, None, 4)), Row("Science", (0, None, 2))), "level")
TERMS = Table(
    ("Term 1, 2026", "Term 2, 2026", "Term 3, 2026"),
    (Row("Planned", (5, 7, 12)), Row("Reached", (2, None, 9))),
    "units",
)
BY_TERM = Table(
    ("Year 7", "Year 8"),
    (Row("Art", (1, None, 4, None)), Row("Science", (0, None, None, None)), Row("PE", (None,) * 4)),
    "deepest level",
    ("Term 1, 2026", "Term 2, 2026"),
    ("No level recorded yet", "Cooperation", "Coordination", "Collaboration", "Data-driven collaboration"),
)
ALL = [(bars, ONE_WAY), (stacks, REACHED), (heat, MAP), (heat, BY_TERM), (lines, TERMS)]


def figure(**values):
    about = {"key": "some", "section": Section.REACH, "title": "Some", "counted": "", "unit": "units", "of": Of.PLAN}
    return Figure(**about | {"facts": ""} | values)


def answer(rows, *, whole=None, **values):
    """An Answer of (part, across, now) or (part, across, now, before), with labels like the keys."""
    parts = [Part(part, part, across, across, Three(*[*numbers, 0, 0][:3]), across) for part, across, *numbers in rows]
    return Answer(figure(**values), tuple(parts), whole)


def tree_of(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def words_of(svg):
    """All words of a drawing, in the order in which they stand there."""
    return [text.text for text in tree_of(svg).iter("{http://www.w3.org/2000/svg}text")]


def svg_of(draw, table, width=Width.WIDE):
    return drawn([draw(table, width)])[0]


def widths(svg, colour):
    """How wide the boxes of a colour are, in pixels, in their order."""
    return [float(found) for found in re.findall(rf'd="M[\d.]+,[\d.]+h([\d.]+)v[^"]*" fill="{colour}"', svg)]


def test_bars_have_names_and_numbers_and_are_as_long_as_they_say():
    svg = svg_of(bars, ONE_WAY)
    assert words_of(svg) == ["Cooperation", HOSTILE, "Hours", "12", "1,234", "3.5"]
    first, second, _ = widths(svg, STEPS[3])
    assert first / second == pytest.approx(12 / 1234, abs=0.001)


LONG = "A department whose name is really just about sixty characters"


@pytest.mark.parametrize("draw", [bars, stacks, heat])
def test_a_long_name_stands_in_two_lines_on_a_phone_and_moves_what_is_below_it(draw):
    columns, values = (("",), (3,)) if draw is bars else (("Low", "High"), (3, 2))
    short, long_ = (Table(columns, (Row(name, values), Row("PE", values)), "units") for name in ("Art", LONG))
    svg = svg_of(draw, long_, Width.NARROW)
    assert [line for line in words_of(svg) if line in LONG] == [
        "A department whose name is really",
        "just about sixty characters",
    ]
    assert draw(long_, Width.NARROW)["height"] - draw(short, Width.NARROW)["height"] == LABEL
    assert LONG in words_of(svg_of(draw, long_, Width.WIDE))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Art", ["Art"]),
        ("人文社会科学部" * 3, ["人文社会科学部人文社会科学部人文社会", "科学部"]),
        (f"{LONG} and more of the same", ["A department whose name is really", "just about sixty characters and…"]),
    ],
)
def test_words_break_where_there_is_no_more_room(text, lines):
    assert broken(text, Width.NARROW, Width.NARROW) == lines


def test_a_long_word_of_the_key_has_a_second_line():
    _, words, height = legend([LONG, "Low"], STEPS[:2], Width.NARROW)
    assert ([word["y"] for word in words], height) == ([11, 37, 63], 84)


def test_nothing_is_drawn_for_nothing_and_the_period_before_is():
    svg = svg_of(bars, Table(("",), (Row("Lent", (0,), 4), Row("Back", (2,), 0)), "loans"))
    assert (words_of(svg), len(widths(svg, STEPS[3]))) == (["Lent", "Back", "0", "2"], 1)


@pytest.mark.parametrize("missing", [[], ["Nothing recorded yet"]])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_stretch_of_a_bar_has_a_colour_of_its_own_and_the_lightest_is_for_what_is_missing(number, missing):
    labels = ["Cooperation", "Coordination", "Collaboration", "Data-driven collaboration"][:number]
    found = [STEPS.index(colour) for colour, _ in shades([*labels, *missing])]
    assert (len(set(found)), found[:number]) == (number + len(missing), sorted(found[:number]))
    assert (0 in found) == bool(missing)


def test_stacks_have_a_key_numbers_where_there_is_room_and_the_whole_of_each_bar():
    svg = svg_of(stacks, REACHED)
    assert words_of(svg) == [*REACHED.columns, "Art", "Science", "PE", "5", "6", "70", "7", "6", "71"]
    light, dark = shades(REACHED.columns)[1][0], shades(REACHED.columns)[0][0]
    [_, art, science, pe] = widths(svg, light)
    assert (science / art, pe / art) == (pytest.approx(3, abs=0.05), pytest.approx(35, abs=0.5))
    assert len(widths(svg, dark)) == 3  # The key, Art and PE.


def test_a_map_is_darker_where_there_is_more_and_has_a_dash_where_nothing_is():
    svg = svg_of(heat, MAP)
    assert words_of(svg) == ["Year", "7", "8", "9", "Art", "Science", "1", "–", "4", "0", "–", "2"]
    assert [len(widths(svg, colour)) for colour in STEPS] == [1, 1, 0, 1, 0]


def test_a_map_has_a_panel_for_each_term_a_key_with_the_names_of_the_levels_and_empty_boxes_for_gaps():
    svg = svg_of(heat, BY_TERM)
    key = ["1 Cooperation", "2 Coordination", "3 Collaboration", "4 Data-driven collaboration"]
    key += ["0 No level recorded yet", "No unit"]
    assert words_of(svg) == [
        *key, "Term 1", "Term 2", "Year", "7", "8", "7", "8", "Art", "Science", "PE", "1", "4", "0"
    ]  # fmt: skip
    assert [len(widths(svg, colour)) for colour in STEPS] == [0, 2, 1, 1, 2]  # The key has one of each.
    assert svg.count('stroke-dasharray="3,3"') == 9 + 1


def test_on_a_page_all_panels_stand_side_by_side_as_long_as_they_can_be_read():
    def of(years, terms):
        return BY_TERM._replace(columns=("Year",) * years, panels=("Term",) * terms)

    assert [width_of(of(2, 2)), width_of(of(13, 4)), width_of(of(20, 5))] == [700, 1052, 1100]
    assert {panel.line for panel in panels_of(of(13, 4), width_of(of(13, 4)))} == {0}


def test_panels_stand_beside_each_other_as_long_as_a_number_has_room_in_each_cell():
    years, terms = tuple(f"Year {year}" for year in range(13)), tuple(f"Term {term}" for term in range(1, 5))
    table = BY_TERM._replace(columns=years, panels=terms, rows=(Row("Art", (1,) * 52),))
    assert [(panel.line, panel.first) for panel in panels_of(table, Width.NARROW)] == [
        (0, 0),
        (1, 13),
        (2, 26),
        (3, 39),
    ]
    assert [panel.line for panel in panels_of(table, Width.WIDE)] == [0, 0, 1, 1]
    assert [panel.line for panel in panels_of(table._replace(columns=years[:6]), Width.WIDE)] == [0, 0, 0, 0]
    assert panels_of(table, Width.WIDE)[1].end(12) <= Width.WIDE


def test_lines_have_a_number_at_each_point_and_leave_out_what_is_not_known():
    svg = svg_of(lines, TERMS)
    assert words_of(svg) == ["Planned", "Reached", "5", "7", "12", "2", "9", *TERMS.columns]


@pytest.mark.parametrize("width", Width)
@pytest.mark.parametrize(("draw", "table"), ALL, ids=lambda value: getattr(value, "__name__", ""))
def test_a_drawing_is_words_in_our_font_without_any_style_that_the_browser_would_refuse(draw, table, width):
    page = on_page(svg_of(draw, table, width))
    root = tree_of(page)
    assert {name for each in root.iter() for name in each.attrib if name == "style" or name.startswith("on")} == set()
    texts = [each for each in root.iter() if each.tag.endswith("text")]
    assert {each.get("font-family") for each in texts} == {FONT}
    least = 16 if width == Width.NARROW else 15
    assert min(float(each.get("font-size").removesuffix("px")) for each in texts) >= least
    assert float(root.get("width")) <= width + 40
    assert re.findall("#|<script", page) == []


def test_every_colour_is_a_token_that_knows_light_and_dark():
    css = (BASE_DIR / "static/collab/tokens.css").read_text()
    assert {name for name in TOKENS.values() if not re.search(rf"{name}: light-dark\(", css)} == set()
    assert {colour for colour, name in TOKENS.items() if f"{name}: light-dark({colour}," not in css} == set()


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_steps_are_told_apart_in_grey_and_words_on_them_can_be_read_in_light_and_dark():
    css = (BASE_DIR / "static/collab/tokens.css").read_text()
    pairs = dict(re.findall(r"(--chart-[\w-]+): light-dark\(([^)]+)\)", css))
    for theme in (0, 1):
        steps = [pairs[f"--chart-{number}"].split(", ")[theme] for number in range(1, 6)]
        inks = [pairs[f"--chart-{number}-ink"].split(", ")[theme] for number in range(1, 6)]
        assert [
            round(contrast(step, ink), 1) for step, ink in zip(steps, inks, strict=True) if contrast(step, ink) < 4.5
        ] == []
        assert min(contrast(one, other) for one, other in pairwise(steps)) > 1.4


@pytest.mark.parametrize(
    ("rows", "values", "kind"),
    [
        ([("a", "", 3), ("b", "", 2)], {}, "bars"),
        ([("a", "", 3)], {}, None),
        ([("a", "", 0, 4), ("b", "", 0, 2)], {}, None),
        ([("t1", "", 3), ("t2", "", 2)], {"parted_by": "Term"}, "lines"),
        (
            [("reached", "art", 3), ("un", "art", 2), ("un", "pe", 2)],
            {"parted_by": "Reached", "across_by": "D"},
            "stacks",
        ),
        ([("c", "low", 3), ("c", "high", 2)], {"adds_up": False, "across_by": "Level"}, "stacks"),
        ([("c", "y7", 3), ("c", "y8", 2), ("d", "y8", 1)], {"adds_up": False, "across_by": "Year level"}, "heat"),
        ([("art", "y7", 3), ("pe", "y8", 2)], {"measure": Measure.DEEPEST, "across_by": "Year level"}, "heat"),
        ([("2025", "e", 3), ("2026", "e", 4)], {"measure": Measure.DEEPEST, "across_by": "Edition"}, "bars"),
        ([("p", "t1", 3), ("p", "t2", 2), ("r", "t1", 2)], {"across_by": "Term"}, "lines"),
        ([("1", "t1", 3), ("1", "t2", 2), ("2", "t1", 2)], {"across_by": "Term", "parted_by": "Level"}, "stacks"),
    ],
)
def test_an_answer_gets_the_chart_that_fits_its_shape(rows, values, kind):
    chart = chart_of(answer(rows, **values))
    assert (chart and chart.kind) == kind


def test_a_map_shows_its_gaps():
    known = {"Department": {"art": "art", "pe": "pe"}, "Year level": {"7": "7", "8": "8", "9": "9"}}
    ways = {"measure": Measure.DEEPEST, "parted_by": "Department", "across_by": "Year level"}
    table = chart_of(answer([("art", "7", 3), ("art", "9", 1)], **ways), known).table
    assert (table.columns, table.rows) == (("7", "8", "9"), (Row("art", (3, None, 1)), Row("pe", (None, None, None))))


def map_of_terms(rows, known=None, names=BY_TERM.names):
    """The chart of (department, term-level, names of both, now); places are like the keys, read as numbers."""
    parts = []
    for part, across, label, now in rows:
        place = "".join(f"{int(key) or 99999:05}" for key in across.split("-"))
        parts.append(Part(part, part, across, label, Three(now, None, None), place))
    ways = {"measure": Measure.DEEPEST, "parted_by": "Department", "across_by": TERM_AND_YEAR_LEVEL, "names": names}
    return chart_of(Answer(figure(**ways), tuple(parts)), known)


def test_a_map_over_terms_has_a_place_for_what_there_is_and_was_not_reached():
    known = {
        "Department": {"art": "art", "pe": "pe"},
        "Year level": {"8": "Year 8", "7": "Year 7"},
        "Term": {"1": "Term 1", "2": "Term 2"},
    }
    chart = map_of_terms(
        [("art", "2-7", "Term 2 · Year 7", 0), ("", "0-0", "Outside the terms · No year level", 3)], known
    )
    assert chart.table.columns == ("Year 8", "Year 7", "No year level")
    assert chart.table.panels == ("Term 1", "Term 2", "Outside the terms")
    assert chart.table.rows == (
        Row("art", (None, None, None, None, 0, None, None, None, None)),
        Row("pe", (None,) * 9),
        Row("", (None,) * 8 + (3,)),
    )


def test_one_unit_makes_a_map_and_none_makes_no_chart():
    assert map_of_terms([("art", "1-7", "Term 1 · Year 7", 0)]).table.rows == (Row("art", (0,)),)
    assert map_of_terms([("art", "1-7", "Term 1 · Year 7", None)]) is None


def test_a_map_has_room_for_the_last_five_terms_and_says_that_there_are_more():
    chart = map_of_terms([("art", f"{term}-7", f"Term {term} · Year 7", 1) for term in range(1, 8)])
    assert chart.table.panels == ("Term 3", "Term 4", "Term 5", "Term 6", "Term 7")
    assert chart.note == "2 terms before these are in the table."
    assert chart_in_words(chart).endswith(" Term 7: Cooperation in Year 7. 2 terms before these are in the table.")


def test_on_paper_a_map_of_many_rows_is_as_wide_as_the_text_and_none_is_higher_than_a_page():
    sizes = {}
    for departments in (2, 8, 40):
        parts = [
            Part(f"{key}", f"{key}", "1-7", "Term 1 · Year 7", Three(1, None, None), "0000100007")
            for key in range(departments)
        ]
        ways = {"measure": Measure.DEEPEST, "across_by": TERM_AND_YEAR_LEVEL, "names": BY_TERM.names}
        set_ = drawing_of(Answer(figure(**ways), tuple(parts)), {}, "Term 3")
        width, height = map(float, re.search(r'width="([\d.]+)" height="([\d.]+)"', set_["drawing"]).groups())
        sizes[departments] = (round(set_["width"], 1), round(set_["width"] * height / width) <= 22)
    assert sizes == {2: (13.3, True), 8: (16.6, True), 40: (pytest.approx(6.0, abs=0.6), True)}


def test_below_a_chart_stands_what_its_numbers_are_of_and_what_it_does_not_show():
    assert below(Chart("Coverage", heat, BY_TERM), "Term 3") == ""
    chart = Chart("Units", bars, ONE_WAY, left_out=2, compares=True, note="One is new.")
    assert below(chart, "Term 3") == "In units. The line across a bar is Term 3. 2 more in the table. One is new."


def test_a_map_in_words_names_the_levels_and_the_gaps():
    chart = Chart("Coverage", heat, BY_TERM)
    assert chart_in_words(chart) == (
        "Coverage. "
        "Art: Term 1, 2026: Cooperation in Year 7, no unit in Year 8; "
        "Term 2, 2026: Data-driven collaboration in Year 7, no unit in Year 8. "
        "Science: Term 1, 2026: No level recorded yet in Year 7, no unit in Year 8; Term 2, 2026: no unit. "
        "PE: no unit."
    )


def test_a_map_of_counts_has_a_dash_too_where_only_another_period_has_a_number():
    rows = [("c", "y7", 3), ("c", "y8", 0, 2), ("d", "y8", 1)]
    table = chart_of(answer(rows, adds_up=False, across_by="Year level")).table
    assert table.rows == (Row("c", (3, None)), Row("d", (None, 1)))


def test_a_line_is_at_nothing_where_nothing_is_counted():
    table = chart_of(answer([("p", "1", 3), ("p", "2", 2), ("r", "2", 2)], across_by="Term")).table
    assert table.rows == (Row("p", (3, 2)), Row("r", (0, 2)))


def test_the_period_before_is_marked_where_there_is_anything_to_compare():
    assert chart_of(answer([("a", "", 3, 1), ("b", "", 2)])).compares is True
    assert chart_of(answer([("a", "", 3), ("b", "", 2)])).compares is False


def test_columns_stand_in_their_own_order_whichever_row_has_them_first():
    rows = [("a", "1", 3), ("a", "3", 2), ("b", "2", 1), ("b", "3", 1)]
    assert chart_of(answer(rows, across_by="Level")).table.columns == ("1", "2", "3")


def test_of_many_rows_the_largest_are_drawn_and_the_words_say_how_many_are_left():
    chart = chart_of(answer([(f"row {number:02}", "", number) for number in range(1, 21)]))
    assert [row.values[0] for row in chart.table.rows] == list(range(9, 21))
    assert chart_in_words(chart).endswith(" 8 more in the table.")


def test_the_words_say_each_number_that_is_drawn():
    rows = [("Reached", "Art", 3), ("Not", "Art", 2), ("Not", "PE", 1)]
    chart = chart_of(answer(rows, parted_by="Reached", across_by="Department"))
    assert chart_in_words(chart) == "Some, in units. Art: Reached 3, Not 2; PE: Not 1."


def test_a_file_says_what_it_is_about_and_a_picture_is_made_of_it():
    svg = as_file(bars(ONE_WAY, Width.WIDE), "Units & more", "Hill School · 2026", 'One "word"')
    assert words_of(svg)[:6] == words_of(svg_of(bars, ONE_WAY))
    assert words_of(svg)[6:] == ["Units & more", "Hill School · 2026"]
    assert tree_of(svg)[0].text == "Units & more"
    assert as_png(svg)[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_same_charts_are_drawn_once_and_stand_wherever_they_are_wanted(monkeypatch):
    one, other = (Chart(title, bars, ONE_WAY) for title in ("One", "Other"))
    first = drawn_on_pages([one])
    assert first == [tuple(on_page(svg_of(bars, ONE_WAY, width)) for width in Width)]
    monkeypatch.delattr(vl_convert, "vegalite_to_svg")
    assert drawn_on_pages([one, other, one]) == first * 3
    with pytest.raises(AttributeError):
        drawn_on_pages([Chart("One", bars, ONE_WAY._replace(unit="hours"))])


def test_the_same_numbers_are_drawn_once(monkeypatch):
    first = drawn([bars(ONE_WAY, Width.WIDE)])
    monkeypatch.delattr(vl_convert, "vegalite_to_svg")
    assert drawn([bars(ONE_WAY, Width.WIDE)]) == first
    with pytest.raises(AttributeError):
        drawn([bars(ONE_WAY, Width.NARROW)])
