"""Specs become SVG: in this process, offline, with our own fonts, and each picture only once.

Decision: a chart stands in the page as inline SVG, without style attributes, which the Content-Security-Policy would
refuse. In an <img> it could use neither the fonts of the page nor its colours for light and dark, and nobody could
select or search its words. So one drawing serves light and dark: its colours become tokens of the style sheet.
"""

import json
import re
from hashlib import sha256
from html import escape
from pathlib import Path

import vl_convert
from django.core.cache import cache
from django.utils.safestring import mark_safe

from collab import paper
from outreach.reports.charts.colours import PAPER, TOKENS
from outreach.reports.charts.spec import Width

VEGA_LITE = "6.1"
KEPT_FOR = 60 * 60 * 24 * 30  # Seconds. The same numbers make the same picture.
COLOUR = re.compile(f'"({"|".join(TOKENS)})"')
FOR_READERS = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')  # Of the single marks: the whole picture has its words.
PICTURE = re.compile(r"<svg[^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")
RESOLUTION = 2
HERE = Path(__file__).parent
# Another version of Collab may draw the same otherwise.
CODE = sha256(b"".join(path.read_bytes() for path in sorted(HERE.glob("*.py")))).hexdigest()[:16]
# No SVG can hold them, and the renderer takes the whole process down with it when it meets one.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

vl_convert.register_font_directory(str(Path(paper.__file__).parent / "fonts"))


def drawn(specs):
    """The SVG texts of specs, in their order; those drawn before come from the cache, all at once."""
    keys = [f"chart:{_hash(json.dumps([VEGA_LITE, vl_convert.__version__, spec], sort_keys=True))}" for spec in specs]
    return _kept(keys, specs, _svg)


def drawn_on_pages(charts):
    """What a page shows of Charts, in their order: each as (wide, narrow), as `on_page` makes it.

    They are known by what they show, since to say it in Vega-Lite takes longer than all the rest of a page.
    """
    keys = [f"chart-on-page:{CODE}:{_hash(repr((chart.kind, chart.table)))}" for chart in charts]
    return _kept(keys, charts, _in_both_widths)


def _in_both_widths(chart):
    return tuple(on_page(_svg(chart.spec(width))) for width in Width)


def _kept(keys, things, draw):
    """What is drawn of things, in their order; from the cache where it was drawn before."""
    found = cache.get_many(keys)
    new = {key: draw(thing) for key, thing in zip(keys, things, strict=True) if key not in found}
    if new:
        cache.set_many(new, KEPT_FOR)
    return [(found | new)[key] for key in keys]


def on_page(svg):
    """An SVG as it stands in a page: with the colours of the page, and silent beside the words around it."""
    svg = FOR_READERS.sub("", COLOUR.sub(lambda found: f'"var({TOKENS[found[1]]})"', svg))
    svg = PICTURE.sub(r'<svg viewBox="0 0 \1 \2" width="\1" height="\2" focusable="false" aria-hidden="true">', svg, 1)
    return mark_safe(svg)


def as_file(spec, title, subtitle, words):
    """The SVG of a spec as a file of its own: with a ground, its title, what it is about, and what it says in words."""
    spec = spec | {"title": {"text": title, "subtitle": subtitle, "offset": 16}}
    spec["config"] = spec["config"] | {"background": PAPER, "padding": 20}
    [svg] = drawn([spec])
    start = svg.index(">") + 1
    said = f"<title>{escape(_fit(title))}</title><desc>{escape(_fit(words))}</desc>"
    return f"{svg[:start]}{said}{svg[start:]}"


def as_png(svg):
    """The PNG of an SVG, as bytes, at twice its size."""
    return bytes(vl_convert.svg_to_png(svg, scale=RESOLUTION))


def _fit(value):
    """The same structure with only such signs in its texts as XML allows."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("", value)
    if isinstance(value, dict):
        return {key: _fit(one) for key, one in value.items()}
    return [_fit(one) for one in value] if isinstance(value, list | tuple) else value


def _svg(spec):
    return vl_convert.vegalite_to_svg(_fit(spec), vl_version=VEGA_LITE)


def _hash(text):
    return sha256(text.encode()).hexdigest()
