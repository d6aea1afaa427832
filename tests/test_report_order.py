"""Figures of a draft stand by section; a button keeps them so, and one stands on it again."""

import pytest

from outreach.reports.drafts.actions import USUAL
from outreach.reports.drafts.order import in_groups, place_after, reordered
from outreach.reports.figures import FIGURES

LEARNING, FLOW = (
    [figure.key for figure in FIGURES if figure.section == section][:3] for section in ("Learning", "Flow")
)
ONE, TWO, THREE = LEARNING
LATER, LAST = FLOW[:2]


def test_a_section_stands_in_one_place_whatever_order_was_kept():
    assert reordered([ONE, LATER, TWO], "") == [ONE, TWO, LATER]
    titles = [title for title, _ in in_groups(reordered(USUAL, "")).items()]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    ("do", "order"),
    [
        (f"in:{THREE}", [ONE, TWO, THREE, LATER, LAST]),
        (f"down:{TWO}", [ONE, TWO, LATER, LAST]),
        (f"up:{LATER}", [ONE, TWO, LATER, LAST]),
        (f"up:{LAST}", [ONE, TWO, LAST, LATER]),
        (f"raise:{LATER}", [LATER, LAST, ONE, TWO]),
        (f"lower:{ONE}", [LATER, LAST, ONE, TWO]),
        (f"raise:{ONE}", [ONE, TWO, LATER, LAST]),
        (f"out:{ONE}", [TWO, LATER, LAST]),
    ],
)
def test_a_figure_moves_within_its_section_and_a_section_as_a_whole(do, order):
    assert reordered([ONE, TWO, LATER, LAST], do) == order


def test_a_figure_of_a_section_that_is_not_in_comes_where_that_section_has_its_place():
    assert reordered([LATER], f"in:{ONE}") == [ONE, LATER]
    assert reordered([ONE], f"in:{LATER}") == [ONE, LATER]


@pytest.mark.parametrize(
    ("do", "before", "place"),
    [
        (f"up:{THREE}", [ONE, TWO, THREE], f"up-{THREE}"),
        (f"up:{TWO}", [ONE, TWO, THREE], f"down-{TWO}"),
        (f"down:{ONE}", [ONE, TWO, LATER], f"up-{ONE}"),
        (f"out:{TWO}", [ONE, TWO], f"in-{TWO}"),
        (f"in:{LAST}", [ONE, LATER], f"out-{LAST}"),
        (f"raise:{LATER}", [ONE, LATER], f"lower-{LATER}"),
        ("nonsense:", [ONE], "figures"),
    ],
)
def test_one_stands_on_the_same_button_after_it_was_pressed_or_on_its_counterpart(do, before, place):
    assert place_after(reordered(before, do), do) == place
