"""Components: what they render, that they escape, and that a wrong argument does not compile."""

import gzip
import re
from functools import cache
from html import unescape

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, TemplateSyntaxError, engines
from django.template.base import TextNode
from django.test import RequestFactory
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from collab.gallery.views import gallery, track_of
from collab.templatetags import ui

NASTY = "<script>alert('x')</script>"
SAFE = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"
STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
PAGES = [path for path in TEMPLATES.rglob("*.html") if TEMPLATES / "mail" not in path.parents]
PAGE_NAMES = [str(path.relative_to(TEMPLATES)) for path in PAGES]
# A script of JSON is data, which the browser does not run.
INLINE = r"""<script(?![^>]*\b(?:src=|type="application/json"))[^>]*>|<style|\sstyle=|\son\w+=|javascript:|hx-on"""


def rendered(source, **context):
    """The HTML of a template written in the test."""
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        '{% page_head "Plans" subtitle="x" %}{% endpage_head %}',
        '{% card heading="x" %}{% endcard %}',
        "{% section %}{% endsection %}",
        '{% empty "Nothing" color="red" %}{% endempty %}',
        '{% notice "info" level="3" %}{% endnotice %}',
        '{% badge "New" colour="red" %}',
        "{% avatar %}",
        '{% disclosure "Why" closed=True %}{% enddisclosure %}',
        '{% menu "More" size="x" %}{% endmenu %}',
        "{% track stages names %}",
        "{% pager page_obj %}{% pager %}",
        '{% stat "12" %}',
        "{% save_state colour='red' %}",
        "{% tabs %}",
        '{% icon "book" size="2" %}',
    ],
)
def test_a_wrong_argument_does_not_compile(source):
    with pytest.raises(TemplateSyntaxError):
        rendered(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% page_head nasty lead=nasty eyebrow=nasty up=nasty %}{{ nasty }}{% endpage_head %}",
        "{% card title=nasty %}{{ nasty }}{% endcard %}",
        "{% section nasty lead=nasty id=nasty %}{{ nasty }}{% endsection %}",
        "{% empty nasty %}{{ nasty }}{% endempty %}",
        '{% notice "error" title=nasty %}{{ nasty }}{% endnotice %}',
        "{% badge nasty %}",
        "{% avatar nasty %}",
        "{% presence people %}",
        "{% disclosure nasty %}{{ nasty }}{% enddisclosure %}",
        "{% menu nasty %}{{ nasty }}{% endmenu %}",
        "{% filter_bar label=nasty %}{{ nasty }}{% endfilter_bar %}",
        "{% filter_fold people %}{{ nasty }}{% endfilter_fold %}",
        "{% filter_more 0 %}{{ nasty }}{% endfilter_more %}",
        "{% stat nasty nasty %}",
        "{% save_state text=nasty %}",
        "{% tabs items label=nasty %}",
        "{% steps people 1 %}",
        '{% icon "book" label=nasty %}',
        "{% track stages %}",
        "{% track_bar stages %}",
    ],
)
def test_what_is_passed_in_is_escaped(source):
    stage = {"number": 1, "short": NASTY, "icon": "book", "state": "now", "url": NASTY, "people": [NASTY]}
    html = rendered(source, nasty=NASTY, people=[NASTY], items=[(NASTY, NASTY, True)], stages=[stage])
    assert "<script" not in html
    assert SAFE in html


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "unicorn" %}',
        '{% badge "x" tone="pink" %}',
        '{% notice "warning" %}{% endnotice %}',
        '{% save_state "lost" %}',
    ],
)
def test_an_unknown_icon_or_tone_is_refused(source):
    with pytest.raises(ValueError, match="known are"):
        rendered(source)


def test_icon_is_silent_unless_it_has_a_label():
    assert rendered('{% icon "book" %}') == (
        '<svg class="icon" aria-hidden="true"><use href="/static/collab/icons.svg#book"></use></svg>'
    )
    assert rendered('{% icon "book" label="Plan" %}') == (
        '<svg class="icon" role="img" aria-label="Plan"><use href="/static/collab/icons.svg#book"></use></svg>'
    )


def test_an_icon_that_a_template_names_is_put_into_its_text_once():
    settled, asked_for = engines["django"].from_string('{% icon "book" %}{% icon name %}').template.nodelist
    assert (type(settled), type(asked_for) is type(settled)) == (TextNode, False)
    assert rendered('{% icon "book" as sign %}[{{ sign }}]') == f"[{ui.svg_icon('book')}]"
    assert rendered('{% icon "book"|lower %}{% icon name %}', name="book") == ui.svg_icon("book") * 2


@pytest.mark.parametrize(
    "source", ["{% avatar text %}", '{% icon "book" label=text %}', '{% save_state "idle" text=text %}']
)
def test_what_is_remembered_for_a_safe_text_is_not_shown_for_a_typed_one(source):
    assert ["<script" in rendered(source, text=text) for text in (mark_safe(NASTY), NASTY)] == [True, False]


def test_page_head_leaves_out_what_it_was_not_given():
    assert rendered('{% page_head "Plans" %} {% endpage_head %}') == (
        '<header class="page-head"><div class="page-head-words"><h1>Plans</h1></div></header>'
    )


def test_page_head_leads_back_to_the_page_it_belongs_to():
    html = rendered('{% page_head "Details" eyebrow="Volcanoes" up="/hill/plans/1/" %} {% endpage_head %}')
    assert '<p class="eyebrow"><a href="/hill/plans/1/"><svg' in html
    assert '</svg> <span class="eyebrow-words">Volcanoes</span></a></p><h1>Details</h1>' in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Lind", "AL"), ("Ben", "B"), ("Maria del Carmen Ruiz", "MR"), ("", "?"), ("李 明", "李明"), ("élodie", "É")],
)
def test_initials_are_of_the_first_and_the_last_word(name, letters):
    assert ui.initials(name) == letters


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], ""),
        (["Ben"], "Ben is here"),
        (["Ben", "Cleo"], "Ben and Cleo are here"),
        (["Ben", "Cleo", "Hugo"], "Ben, Cleo and Hugo are here"),
    ],
)
def test_presence_says_who_is_here(names, sentence):
    html = rendered("{% presence names %}", names=names)
    heard = re.sub(r'<span class="avatars" aria-hidden="true">.*</span></span></span>', "", html)
    assert strip_tags(heard).strip() == sentence


def test_track_says_each_state_in_words():
    html = rendered("{% track stages %}", stages=track_of(current=3))
    assert re.findall(r'<li class="track-step ([^"]*)"', html) == [
        "is-done",
        "is-done",
        "is-now is-current",
        "is-open",
        "is-open",
    ]
    assert [html.count(word) for word in (">Done<", ">Now<", ">still open<", 'aria-current="page"')] == [2, 1, 2, 1]


@pytest.mark.parametrize(
    ("done", "now", "sentence"),
    [
        (set(), 0, "No stage begun"),
        (set(), 1, "Stage 1 of 5 now"),
        ({1}, 2, "Stage 1 done, stage 2 of 5 now"),
        ({1, 3}, 2, "Stages 1, 3 done, stage 2 of 5 now"),
        ({1, 2, 3, 4, 5}, 0, "All five stages done"),
        ({2}, 2, "Stage 2 done"),
    ],
)
def test_small_track_is_read_out_as_a_sentence(done, now, sentence):
    html = ui.track_html(done=frozenset(done), now=now)
    assert re.search('aria-label="([^"]*)"', html)[1] == sentence
    assert html.count("<i ") == 5


def test_small_track_of_stages_equals_the_one_of_numbers():
    assert rendered("{% track_mini stages %}", stages=track_of()) == ui.track_html(done=frozenset({1, 2}), now=3)


@pytest.mark.parametrize(
    ("params", "kept"),
    [
        (QueryDict("q=a%26b&stage=1&stage=2&page=7&term="), "q=a%26b&amp;stage=1&amp;stage=2&amp;"),
        ({"q": "a&b", "page": 7}, "q=a%26b&amp;"),
        ("q=a%26b&page=7", "q=a%26b&amp;"),
        ({}, ""),
        (None, ""),
    ],
)
def test_pager_keeps_the_other_parameters_and_drops_the_page(params, kept):
    html = rendered("{% pager page params %}", page=Paginator(range(60), 20).page(2), params=params)
    assert re.findall(r'<a [^>]*href="([^"]*)"', html) == [f"?{kept}page=1", f"?{kept}page=3"]


def test_pager_of_one_page_shows_nothing():
    assert rendered("{% pager page %}", page=Paginator(range(3), 20).page(1)).strip() == ""


def test_save_state_is_a_live_region_whose_words_a_script_can_change():
    html = rendered('{% save_state "saved" "Saved 10:42" %}')
    assert html.startswith('<span class="save-state" data-state="saved" role="status">')
    assert html.endswith("<span data-save-text>Saved 10:42</span></span>")


def test_gallery_shows_every_component():
    html = gallery(RequestFactory().get("/-/gallery/")).content.decode()
    source = (TEMPLATES / "gallery.html").read_text()
    base = (TEMPLATES / "base.html").read_text()
    ends = {name for name in ui.register.tags if name.startswith("end")}
    shown = set(re.findall(r"{%\s*(\w+)", source + base))
    assert set(ui.register.tags) - ends - shown == set()
    assert html.count("<h1") == 1


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "413.html", "500.html"])
def test_error_pages_render_with_nothing_known(name):
    html = engines["django"].get_template(name).template.render(Context({}, autoescape=True))
    assert html.count("<h1>") == 1


def test_refusal_shows_its_reason():
    assert "This page is for librarians." in rendered(
        '{% include "403.html" %}', exception=PermissionError("This page is for librarians.")
    )


@pytest.mark.parametrize("path", PAGES, ids=PAGE_NAMES)
def test_no_template_has_an_inline_script_style_or_handler(path):
    assert re.findall(INLINE, path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=PAGE_NAMES)
def test_icons_named_in_templates_are_in_the_sprite(path):
    named = re.findall(r"""{% icon "([^"{]+)"|\bicon="([^"{]+)\"""", path.read_text())
    assert {name for pair in named for name in pair if name} - ui.icon_names() == set()


def test_every_icon_of_the_sprite_is_used_somewhere():
    folders = ("templates", "collab", "planning", "resources", "outreach")
    files = [path for folder in folders for path in (settings.BASE_DIR / folder).rglob("*")]
    sources = [path.read_text() for path in files if path.suffix in (".html", ".py")]
    named = set(re.findall(r"""["']([a-z0-9-]+)["']""", "".join(sources)))
    assert ui.icon_names() - named == {"mark", "wordmark"}


def test_style_sheets_name_only_files_that_are_there():
    for sheet in STATIC.rglob("*.css"):
        for address in re.findall(r"url\([\"']?([^)\"']+)", sheet.read_text()):
            if not address.startswith("data:"):
                assert (sheet.parent / address).is_file(), (sheet, address)


def files_loaded_by(template):
    """The style sheets and scripts that a template names, with the modules that these import."""
    named = re.findall(r"""{% static '([^']+\.(?:css|js))' %}""", template.read_text())
    found, left = set(), [path for name in named if (path := STATIC / name).is_file()]  # allauth brings its own.
    while left:
        path = left.pop()
        if path not in found:
            found.add(path)
            if path.suffix == ".js":
                left += [path.parent / name for name in re.findall(r"""from "(\./[^"]+)\"""", path.read_text())]
    return found


@cache
def compressed_size_of(file):
    return len(gzip.compress(file.read_bytes(), 9))


@pytest.mark.parametrize("path", PAGES, ids=PAGE_NAMES)
def test_style_sheets_and_scripts_of_a_page_stay_under_90_kb_compressed(path):
    files = {
        file.resolve() for file in files_loaded_by(settings.BASE_DIR / "templates/base.html") | files_loaded_by(path)
    }
    assert sum(map(compressed_size_of, files)) < 90 * 1000


def test_every_style_sheet_and_script_is_loaded_by_some_page():
    loaded = {file.resolve() for path in PAGES for file in files_loaded_by(path)}
    ours = {
        *(settings.BASE_DIR / "static" / "collab").glob("*.css"),
        *(settings.BASE_DIR / "static/collab").glob("*.js"),
    }
    assert {file.resolve() for file in ours} - loaded == set()


def test_the_head_of_a_column_says_how_the_table_is_sorted():
    html = '<th scope="col"><a href="?sort=name">Box</a></th>'
    assert rendered('{% sort_head "Box" "name" sorts by %}', sorts={"name": "?sort=name"}, by="place") == html
    head = strip_tags(rendered('{% sort_head "Box" "name" sorts by %}', sorts={"name": "?"}, by="name")).strip()
    assert head == "Box"
    for way, order, arrow in (("", "ascending", "arrow-up"), (" down=True number=True", "descending", "arrow-down")):
        html = rendered(f'{{% sort_head "Box" "name" sorts by{way} %}}', sorts={"name": "?"}, by="name")
        assert (f'aria-sort="{order}"' in html, f"#{arrow}" in html, 'class="num"' in html) == (True, True, bool(way))


def test_rows_are_taken_home_as_they_were_asked_for():
    html = rendered('{% downloads "/hill/boxes/download/" kept note=note %}', kept="q=a%26b&kind=kit", note=NASTY)
    links = re.findall(r'href="([^"]*)"', html)
    assert [unescape(link) for link in links if link.startswith("/hill")] == [
        "/hill/boxes/download/?q=a%26b&kind=kit&format=xlsx",
        "/hill/boxes/download/?q=a%26b&kind=kit&format=csv",
    ]
    assert "<script" not in html
    assert '"/hill/?format=xlsx"' in rendered('{% downloads "/hill/" %}')
