"""A published report as a PDF that can go to the board: cover, contents, words, figures with their charts."""

from base64 import b64encode
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from collab.paper import typst
from collab.paper.characters import settable
from collab.paper.head import day, head
from outreach.reports.published.contents import answers_in, columns_in, ways_in
from outreach.reports.published.drawn import NOTHING, drawing_of

TEMPLATE = Path(__file__).parent / "report.typ"
MOST_ROWS = 60  # of a table on paper; the workbook has all.
LOGO_ROOM = (8.0, 2.6)  # centimetres on the cover: width, height


def report_pdf(contents, pictures=()):
    """The PDF of published contents, tagged as PDF/UA-1, as bytes. Raises `collab.paper.typst.CannotSet`.

    `pictures`: the `ReportPicture`s that stand in it.
    """
    return typst.pdf(TEMPLATE, document(contents, pictures))


def document(contents, pictures=()):
    """What `report.typ` sets: texts fit for the fonts, the drawings and the pictures."""
    on = date.fromisoformat(contents["on"])
    school = SimpleNamespace(name=contents["school"], locale=contents["locale"])
    answers = answers_in(contents)
    fit = settable(
        head(school, contents["title"], printed_on=on, authors=[contents["school"]])
        | {
            "period": contents["periods"][0],
            "department": contents["department"],
            "on": day(on),
            "introduction": paragraphs(contents["introduction"]),
            "summary": contents["summary"],
            "stories": [_story(story) for story in contents["stories"]],
            "figures": [_figure(answer, columns_in(contents)) for answer in answers],
        }
    )
    named = {picture.name: picture for picture in pictures}
    fit["logo"] = _placed(named.get("logo"), LOGO_ROOM)
    known = ways_in(contents)
    for figure, answer in zip(fit["figures"], answers, strict=True):
        figure |= NOTHING if answer.is_empty_now else drawing_of(answer, known, columns_in(contents)[1][1])
    return fit


def paragraphs(text):
    """A text as paragraphs, each a list of lines."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return [part.split("\n") for part in parts if part]


def _placed(picture, room):
    """A picture as an SVG around it, which is how bytes reach the typesetter as text, and how wide it is; or None."""
    if picture is None:
        return None
    size = f'width="{picture.width}" height="{picture.height}"'
    content = f"data:{picture.media_type};base64,{b64encode(picture.content).decode()}"
    width, height = room
    return {
        "drawing": f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{content}"/></svg>',
        "width": min(width, height * picture.width / picture.height),
    }


def _story(story):
    return {
        "title": story["title"],
        "who": " · ".join(filter(None, (story["term"], ", ".join(story["partners"])))),
        "paragraphs": paragraphs(story["words"]),
    }


def _figure(answer, columns):
    figure = answer.figure
    parts = [] if answer.is_empty else answer.parts
    has_across = any(part.across for part in parts)
    rows = [
        [part.label, *([part.across_label] if has_across else []), *_numbers(figure, part.numbers, columns)]
        for part in parts
    ]
    if answer.whole and len(parts) > 1:
        rows.append(["All", *([""] if has_across else []), *_numbers(figure, answer.whole, columns)])
    names = [figure.parted_by or "Part", *([figure.across_by or ""] if has_across else [])]
    return {
        "section": figure.section,
        "title": figure.title,
        "unit": figure.unit,
        "counted": figure.how,
        "columns": [*names, *(name for _, name in columns)],
        "figures": len(columns),
        "rows": rows[:MOST_ROWS],
        "more": max(0, len(rows) - MOST_ROWS),
    }


def _numbers(figure, numbers, columns):
    return [figure.say(numbers[place]) for place, _ in columns]
