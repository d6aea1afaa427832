"""Components: a tag with a signature each, so that a wrong argument does not compile. The gallery shows them all.

Tags are known in every template (TEMPLATES["OPTIONS"]["builtins"]). Whatever is passed in is escaped; the content
between a block tag and its end is template output and escaped there. What is cached is cached by type as well: a text
that is safe already is not escaped, and must not lend its HTML to the same text from somebody's keyboard.
"""

import re
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode
from zlib import crc32

from django import template
from django.http import QueryDict
from django.template.base import TextNode
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SPRITE = Path(__file__).resolve().parent.parent.parent / "static" / "collab" / "icons.svg"
STAGE_NUMBERS = range(1, 6)
NOTICE_ICONS = {
    "info": "info-circle",
    "waiting": "clock-history",
    "error": "exclamation-triangle",
    "good": "check-circle",
}
BADGE_TONES = {"plain", "accent", "waiting", "good", "error"}
SAVE_WORDS = {
    "idle": "",
    "saving": "Saving…",
    "saved": "Saved",
    "failed": "Not saved. Your text is still here.",
    "offline": "You are offline. Your text is still here.",
}
SAVE_ICONS = {
    "saving": "arrow-repeat",
    "saved": "check2",
    "failed": "exclamation-triangle",
    "offline": "wifi-off",
}
STATE_WORDS = {"done": "Done", "now": "Now", "open": '<span class="visually-hidden">still open</span>'}
STEP = """<li class="track-step is-{state}{current}">
  {begin}
    <span class="track-disc" aria-hidden="true">{disc}</span>
    <span class="track-words">
      <span class="track-name"><span class="track-number">{number}</span> {short}</span>
      <span class="track-state">{said}</span>
    </span>
  {end}
  {people}
</li>
"""
UNLINKED = '<span class="track-link">'
HAD_A_PART = '<span class="track-people avatars"><span class="visually-hidden">Had a part:</span>'
AVATAR_TONES = 6


@cache
def icon_names():
    """The names of the icons in the sprite."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))


def one_of(value, known, what):
    """Return `value`, or raise ValueError where it is none of the known ones: a misspelled tone has no style."""
    if value not in known:
        raise ValueError(f"{value!r} is no {what}; known are {', '.join(sorted(known))}.")
    return value


@register.simple_tag(name="icon")
@lru_cache(maxsize=500, typed=True)
def svg_icon(name, label=""):
    """An icon of the sprite; hidden from screen readers unless it has a label. A page has thirty of them: cached."""
    one_of(name, icon_names(), "icon")
    heard = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', heard, static("collab/icons.svg"), name)


compile_icon = register.tags["icon"]


@register.tag("icon")
def icon_in_template(parser, token):
    """The same in a template: an icon that is named there is put into its text once and for all."""
    node = compile_icon(parser, token)
    is_settled = not any(part.is_var or part.filters for part in (*node.args, *node.kwargs.values()))
    return TextNode(node.render(Context())) if is_settled and not node.target_var else node


def icon_or_nothing(name):
    """The icon, or an empty string where no name is given."""
    return svg_icon(name) if name else ""


# --- The page and its parts ------------------------------------------------------------------------------


@register.simple_block_tag
def page_head(content, title, lead="", eyebrow="", up=""):
    """The head of a page: what this is, one sentence, and (as content) what to do next.

    With `up`, an address, the eyebrow is the way back: it names the page that this one belongs to.
    """
    if up:
        eyebrow = format_html(
            '<a href="{}">{} <span class="eyebrow-words">{}</span></a>', up, svg_icon("arrow-left"), eyebrow
        )
    return format_html(
        '<header class="page-head"><div class="page-head-words">{}<h1>{}</h1>{}</div>{}</header>',
        format_html('<p class="eyebrow">{}</p>', eyebrow) if eyebrow else "",
        title,
        format_html('<p class="lead">{}</p>', lead) if lead else "",
        format_html('<div class="page-head-actions">{}</div>', content) if content.strip() else "",
    )


@register.simple_block_tag
def card(content, title="", level=2):
    """A sheet of paper that holds what belongs together; `level` is that of its heading, 3 inside a section."""
    head = format_html('<h{0} class="card-title">{1}</h{0}>', int(level), title) if title else ""
    return format_html('<div class="card"><div class="card-body">{}{}</div></div>', head, content)


@register.simple_block_tag
def section(content, title, lead="", id=""):
    """A part of a page under its own heading; with an id it can be linked to."""
    return format_html(
        '<section class="section"{}><header class="section-head"><h2>{}</h2>{}</header>{}</section>',
        format_html(' id="{}"', id) if id else "",
        title,
        format_html('<p class="section-lead">{}</p>', lead) if lead else "",
        content,
    )


@register.simple_block_tag
def empty(content, title, icon="inbox"):
    """What stands where nothing is yet: what will be here, and the button that begins it."""
    return format_html(
        '<div class="empty"><span class="empty-icon">{}</span><p class="empty-title">{}</p>{}</div>',
        icon_or_nothing(icon),
        title,
        content,
    )


@register.simple_block_tag
def notice(content, tone="info", title=""):
    """A message in the page. Tones: info, waiting, error (announced at once), good."""
    sign = svg_icon(NOTICE_ICONS[one_of(tone, NOTICE_ICONS, "tone of a notice")])
    return format_html(
        '<div class="notice notice-{}"{}>{}<div class="notice-words">{}{}</div></div>',
        tone,
        mark_safe(' role="alert"') if tone == "error" else "",
        sign,
        format_html('<p class="notice-title">{}</p>', title) if title else "",
        content,
    )


@register.simple_block_tag
def disclosure(content, summary, open=False):
    """Something that is unfolded on demand."""
    return format_html(
        '<details class="disclosure"{}><summary>{}<span>{}</span></summary>'
        '<div class="disclosure-body">{}</div></details>',
        mark_safe(" open") if open else "",
        svg_icon("chevron-right"),
        summary,
        content,
    )


@register.simple_block_tag
def menu(content, label, icon=""):
    """A button that opens a list of links and forms; closes on Escape and on a click elsewhere."""
    return format_html(
        '<details class="menu" data-menu><summary class="btn btn-outline-primary">{}{}{}</summary>'
        '<div class="menu-list">{}</div></details>',
        icon_or_nothing(icon),
        label,
        svg_icon("chevron-down"),
        content,
    )


@register.simple_block_tag
def filter_bar(content, label="Filter the list"):
    """A GET form around the fields that narrow a list: the search with its button, then a `filter_fold`."""
    return format_html('<form class="filter-bar" method="get" role="search" aria-label="{}">{}</form>', label, content)


@register.simple_block_tag
def filter_fold(content, filters=()):
    """The filters beside the search; on a phone they are unfolded by a button that says how many of them are set.

    `filters`: the names of those that are set, the words searched for (`q`) among them. The button is a <details> of
    its own before the fields, so that a style sheet alone leaves it out on a wide screen and shows them all.
    """
    return format_html(
        '<details class="filter-fold"><summary class="btn btn-quiet">{} Filters {}{}</summary></details>'
        '<div class="filter-folded">{}<button class="btn btn-outline-primary filter-show">Show</button></div>',
        svg_icon("sliders"),
        number_set(filters),
        svg_icon("chevron-down"),
        content,
    )


@register.simple_block_tag
def filter_more(content, number=0):
    """The rarer ones in a `filter_fold`, which a wide screen folds away too, unless one of these `number` is set."""
    return format_html(
        '<details class="filter-more"{}><summary>{} More filters{}</summary></details>'
        '<div class="filter-more-fields">{}</div>',
        mark_safe(" open") if number else "",
        svg_icon("sliders"),
        f" ({number} set)" if number else "",
        content,
    )


def number_set(filters, more=""):
    """“(2)”, the number of filters that are set, or nothing; `more`: further attributes of it."""
    number = sum(name != "q" for name in filters)
    words = format_html('({}<span class="visually-hidden"> set</span>)', number) if number else ""
    return format_html('<span id="filters-set"{}>{}</span>', more, words)


# --- Small things -------------------------------------------------------------------------------------------


@register.simple_tag
def badge(text, tone="plain", icon=""):
    """A short word about a thing. Amber (waiting) only for what waits for the reader."""
    one_of(tone, BADGE_TONES, "tone of a badge")
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, icon_or_nothing(icon), text)


def initials(name):
    """Two letters for a name: of the first and the last word."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.simple_tag
@lru_cache(maxsize=1000, typed=True)
def avatar(name):
    """A disc with initials; the name itself is read out and shown as a tooltip. The same people come again: cached."""
    tone = crc32(str(name).encode(errors="replace")) % AVATAR_TONES
    return format_html(
        '<span class="avatar avatar-{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        tone,
        name,
        initials(name),
        name,
    )


@register.simple_tag
def presence(names):
    """Who else is here: discs, and the sentence “Ben is here”. Nothing where there is nobody."""
    names = [str(name) for name in names]
    if not names:
        return ""
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return format_html(
        '<span class="presence"><span class="avatars" aria-hidden="true">{}</span> {} {} here</span>',
        format_html_join("", "{}", ((avatar(name),) for name in names)),
        listed,
        "is" if len(names) == 1 else "are",
    )


@register.simple_tag
def stat(number, label):
    """A figure and what it counts."""
    return format_html(
        '<p class="stat"><span class="stat-number">{}</span> <span class="stat-label">{}</span></p>',
        number,
        label,
    )


@register.simple_tag
@lru_cache(maxsize=50, typed=True)
def save_state(state="idle", text=""):
    """The line that says whether an answer is kept; scripts set data-state and the text of [data-save-text]. Cached."""
    one_of(state, SAVE_WORDS, "state of saving")
    icons = format_html_join(
        "",
        '<span class="save-icon" data-for="{}">{}</span>',
        ((key, svg_icon(name)) for key, name in SAVE_ICONS.items()),
    )
    return format_html(
        '<span class="save-state" data-state="{}" role="status">{}<span data-save-text>{}</span></span>',
        state,
        icons,
        text or SAVE_WORDS[state],
    )


# --- Where you are ------------------------------------------------------------------------------------------


@register.simple_tag
def track(stages):
    """The five steps of a unit. A stage has number, name, short, icon, state, url, people, and may have is_current."""
    return _track("track", (_step(**facts_of(stage)) for stage in stages))


@register.simple_tag
def track_bar(stages):
    """The track in one low row, for the pages of the single stages; on a phone only the current step has its name."""
    return _track("track track-bar", (_step(**facts_of(stage) | {"people": ()}) for stage in stages))


def _track(classes, steps):
    return mark_safe(f'<ol class="{classes}" aria-label="Stages of the unit">\n{"".join(steps)}</ol>\n')


def _step(*, number, short, icon, state, url="", people=(), is_current=False, **_more):
    """One step of the track: made in Python, since a template takes six times as long for the five on each page."""
    here = ' aria-current="page"' if is_current else ""
    begin, end = (f'<a class="track-link" href="{escape(url)}"{here}>', "</a>") if url else (UNLINKED, "</span>")
    return STEP.format(
        state=escape(state),
        current=" is-current" if is_current else "",
        begin=begin,
        disc=svg_icon("check-lg" if state == "done" else icon),
        number=number,
        short=escape(short),
        said=STATE_WORDS[state],
        end=end,
        people=f"{HAD_A_PART}{''.join(map(avatar, people))}</span>" if people else "",
    )


@register.simple_tag
def track_mini(stages):
    """The track in miniature, for lists and cards."""
    stages = [facts_of(stage) for stage in stages]
    return track_html(
        done=frozenset(stage["number"] for stage in stages if stage["state"] == "done"),
        now=next((stage["number"] for stage in stages if stage["state"] == "now"), 0),
    )


def facts_of(stage):
    """A stage as a dict, which may come as a dataclass."""
    return stage if isinstance(stage, dict) else vars(stage)


@cache
def track_html(done, now) -> SafeString:
    """The miniature track as HTML. `done`: frozenset of stage numbers; `now`: the stage at hand, or 0 for none."""
    steps = []
    for number in STAGE_NUMBERS:
        state = "done" if number in done else "now" if number == now else "open"
        sign = "✓" if state == "done" else number
        steps.append((state, sign))
    return format_html(
        '<span class="track-mini" role="img" aria-label="{}">{}</span>',
        track_sentence(done, now),
        format_html_join("", '<i class="is-{}">{}</i>', steps),
    )


def track_sentence(done, now):
    """What the miniature shows, in words: “Stages 1, 2 done, stage 3 now”."""
    if len(done) == len(STAGE_NUMBERS):
        return "All five stages done"
    parts = []
    if done:
        word = "Stage" if len(done) == 1 else "Stages"
        parts.append(f"{word} {', '.join(map(str, sorted(done)))} done")
    if now and now not in done:
        parts.append(f"stage {now} of 5 now")
    sentence = ", ".join(parts) or "No stage begun"
    return sentence[0].upper() + sentence[1:]


@register.inclusion_tag("components/steps.html")
def steps(labels, current):
    """The steps of a short walk (1-2-3). `labels`: list of names; `current`: the number of the step at hand."""
    return {
        "steps": [
            {
                "number": number,
                "label": label,
                "state": "done" if number < current else "now" if number == current else "open",
            }
            for number, label in enumerate(labels, start=1)
        ],
    }


@register.inclusion_tag("components/tabs.html")
def tabs(items, label="Views"):
    """Links between faces of one thing. `items`: list of (label, url, is_current)."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/pager.html")
def pager(page_obj, params=None):
    """Newer and older pages of a list. `params`: the other parameters of the address (dict, QueryDict or string)."""
    if isinstance(params, QueryDict):
        pairs = [(key, value) for key, values in params.lists() for value in values]
    elif isinstance(params, str):
        pairs = parse_qsl(params.removeprefix("?"))
    else:
        pairs = list((params or {}).items())
    kept = urlencode([(key, value) for key, value in pairs if key != "page" and value not in ("", None)])
    return {"page": page_obj, "kept": f"{kept}&" if kept else ""}
