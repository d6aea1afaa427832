"""What the page of a report shows, of its contents alone: the same for readers, for a look ahead, and by address."""

from outreach.reports.charts.choosing import chart_of
from outreach.reports.charts.drawing import drawn_on_pages
from outreach.reports.charts.words import below, chart_in_words
from outreach.reports.published.contents import answers_in, columns_in, ways_in
from outreach.reports.published.document import paragraphs


def page_of(contents, pictures=None):
    """The report of published contents for its template: words, stories, and sections of figures with charts.

    `pictures`: where those are that may be shown, name in the contents → url and size; None for one that was never
    meant for these readers.
    """
    pictures = pictures or {}
    answers, columns, known = answers_in(contents), columns_in(contents), ways_in(contents)
    charts = {answer.figure.key: chart for answer in answers if (chart := chart_of(answer, known))}
    drawings = dict(zip(charts, drawn_on_pages(list(charts.values())), strict=True))
    sections = []
    for answer in answers:
        figure = answer.figure
        if not sections or sections[-1]["title"] != figure.section:
            sections.append({"title": figure.section, "figures": []})
        chart = charts.get(figure.key)
        shown = _shown(chart, drawings[figure.key], columns[1][1]) if chart else None
        sections[-1]["figures"].append(
            {"figure": figure, "shown": shown, "is_only_a_table": shown is None, **table_of(answer, columns)}
        )
    return {
        "title": contents["title"],
        "school": contents["school"],
        "logo": pictures.get("logo"),
        "department": contents["department"],
        "period": contents["periods"][0],
        "columns": [name for _, name in columns],
        "introduction": paragraphs(contents["introduction"]),
        "summary": contents["summary"],
        "stories": [_story(story, pictures) for story in contents["stories"]],
        "sections": sections,
    }


def _story(story, pictures):
    """A story; of a picture that may not be shown any more its page says that there was one."""
    said = story.get("picture")
    found = said and pictures.get(said["name"], {"is_taken_back": True})
    picture = found and found | {"title": said["title"], "caption": said["caption"]}
    return story | {"picture": picture, "paragraphs": paragraphs(story["words"])}


def _shown(chart, drawings, before):
    """A chart as `chart.html` takes it."""
    wide, narrow = drawings
    return {
        "chart": chart,
        "words": chart_in_words(chart),
        "below": below(chart, before),
        "wide": wide,
        "narrow": narrow,
    }


def table_of(answer, columns):
    """The table of an Answer: rows of (label, label across, [(column, number)]), and the whole as numbers."""
    parts = [] if answer.is_empty else answer.parts
    return {
        "is_empty": answer.is_empty,
        "has_across": any(part.across for part in parts),
        "rows": [(part.label, part.across_label, _numbers(answer, part.numbers, columns)) for part in parts],
        "whole": _numbers(answer, answer.whole, columns) if answer.whole and len(parts) > 1 else None,
    }


def _numbers(answer, numbers, columns):
    return [(name, answer.figure.say(numbers[place])) for place, name in columns]
