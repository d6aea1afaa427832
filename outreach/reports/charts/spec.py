"""What all charts have in common: sizes, type, and how marks are said in Vega-Lite."""

from enum import IntEnum
from typing import NamedTuple

from outreach.reports.charts.colours import EDGE, INK, SOFT, STEPS

FONT = "Atkinson Hyperlegible Next"
FOR_NUMBER, BAR, LABEL = 52, 18, 24  # Room for a number right of a bar; how high a bar and the line above it are.
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


class Layer(NamedTuple):
    """One layer of a spec: marks of one kind, and what of their values places and colours them."""

    data: dict
    mark: dict
    encoding: dict


class Width(IntEnum):
    """How wide a chart is drawn, in pixels: for a laptop and for files, and for a phone."""

    WIDE = 520
    NARROW = 288


def size(width):
    """The size of type: never under 16 px on a phone."""
    return 16 if width == Width.NARROW else 15


def layered(width, height, layers):
    """A spec of layers over the pixels of a picture: what is drawn is worked out here, number by number."""
    return {
        "$schema": SCHEMA,
        "width": int(width),
        "height": height,
        "layer": [layer for layer in layers if layer["data"]["values"]],
        "config": {
            "background": None,
            "padding": 4,
            "font": FONT,
            "view": {"stroke": None},
            "text": {"fontSize": size(width), "fill": INK, "baseline": "middle"},
            "title": {"anchor": "start", "fontSize": 20, "color": INK, "subtitleFontSize": 15, "subtitleColor": SOFT},
        },
    }


def rects(values, width, height):
    """Filled boxes: values have x, x2, y, y2, `fill`, and may have `stroke`.

    The lightest gets an edge, to be seen on paper.
    """
    values = [{"stroke": EDGE if value["fill"] == STEPS[0] else value["fill"]} | value for value in values]
    return _marks({"type": "rect", "strokeWidth": 1}, values, width, height, {"fill": "fill", "stroke": "stroke"})


def dashed(values, width, height):
    """Empty boxes with an edge of dashes: values have x, x2, y, y2 and `stroke`."""
    mark = {"type": "rect", "filled": False, "strokeWidth": 1, "strokeDash": [3, 3]}
    return _marks(mark, values, width, height, {"stroke": "stroke"})


def rules(values, width, height, thickness=2):
    """Lines from x, y to x2, y2; values have `stroke`."""
    return _marks({"type": "rule", "strokeWidth": thickness}, values, width, height, {"stroke": "stroke"})


def texts(values, width, height, **mark):
    """Words at x, y: values have `text` and may have `fill`."""
    encoding = {"text": {"field": "text", "type": "nominal"}}
    layer = _marks({"type": "text", **mark}, values, width, height, {"fill": "fill"})
    layer["encoding"] |= encoding
    return layer


def _marks(mark, values, width, height, colours):
    places = {
        "x": {"field": "x", "type": "quantitative", "scale": {"domain": [0, int(width)], "nice": False}, "axis": None},
        "y": {"field": "y", "type": "quantitative", "scale": {"domain": [height, 0], "nice": False}, "axis": None},
    }
    ends = {name: {"field": name} for name in ("x2", "y2") if any(name in value for value in values)}
    found = {
        channel: {"field": field, "type": "nominal", "scale": None}
        for channel, field in colours.items()
        if any(field in value for value in values)
    }
    return Layer({"values": values}, mark, places | ends | found)._asdict()
