"""What a published report is made of: plain data, from which its pages and files are made, whatever changes later."""

from datetime import timedelta

from collab import when
from collab.models import Department, YearLevel
from outreach.reports.asking import ask
from outreach.reports.drafts.order import reordered
from outreach.reports.drafts.queries import scope_of, stories_of
from outreach.reports.figures import BY_KEY
from outreach.reports.periods import Periods
from outreach.reports.published.pictures import logo_said, story_pictures_said
from outreach.reports.scopes import Three
from outreach.reports.shape import Answer, Figure, Measure, Of, Part, Section
from outreach.reports.summary import ASKED, sentences
from outreach.reports.ways import ways

FORMAT = 2  # 1 knew no pictures.
A_DAY = timedelta(days=1)


def contents_of(report, *, on):
    """The contents of a report as they would be published on a day: a dict that JSON can hold."""
    scope = scope_of(report)
    figures = [BY_KEY[key] for key in reordered(report.sections, "") if key in BY_KEY]
    answers = ask(scope, figures)
    return {
        "format": FORMAT,
        "school": report.school.name,
        "locale": report.school.locale,
        "logo": logo_said(report.school),
        "title": report.title,
        "department": report.department.name if report.department else "",
        "periods": [_period(period) for period in scope.periods],
        "on": on.isoformat(),
        "introduction": report.introduction,
        "summary": _summary(scope),
        "stories": _stories(report, on),
        "figures": [_figure(scope, answers[figure.key]) for figure in figures],
        "ways": [[name, list(known.items())] for name, known in _ways(report, scope, on).items()],
    }


def columns_in(contents):
    """The periods to show beside each other, as [(place among the numbers, name)]: what is the same stands once."""
    periods = contents["periods"]
    is_twice = periods[1] == periods[2]
    return [(place, period["name"]) for place, period in enumerate(periods[:2] if is_twice else periods)]


def answers_in(contents):
    """The Answers of published contents, in their order."""
    return [_answer(figure) for figure in contents["figures"]]


def ways_in(contents):
    """What there was of the ways to part numbers (`outreach.reports.ways`), for the gaps of a map."""
    return {name: dict(known) for name, known in contents.get("ways", [])}


def _ways(report, scope, on):
    departments = Department.objects.filter(school=report.school).values_list("pk", "name")
    year_levels = YearLevel.objects.filter(school=report.school).values_list("pk", "name")
    terms = Periods(report.school).terms
    return ways(scope, departments=dict(departments), year_levels=dict(year_levels), terms=terms, today=on)


def _summary(scope):
    """The report in a few sentences, as they are true on any later day: “in Term 3, 2026”, not “this term”."""
    figures = [BY_KEY[key] for key in ASKED if key in BY_KEY]
    answers = ask(scope, [figure for figure in figures if not figure.unknown_filters(scope)])
    return list(sentences(scope, answers, today=scope.period.ends_on + A_DAY))


def _period(period):
    dates = when.dates(period.starts_on, period.ends_on)
    return {"name": period.name or dates, "dates": dates, "kind": period.kind}


def _stories(report, on):
    stories = stories_of(report)
    pictures = story_pictures_said(stories, on=on)
    return [_story(story) | {"picture": pictures.get(story.pk)} for story in stories]


def _story(story):
    plan = story.plan
    return {
        "title": plan.title,
        "words": story.words,
        "term": str(plan.term or ""),
        "partners": [str(partner) for partner in plan.partners.select_related("member")],
    }


def _figure(scope, answer):
    figure = answer.figure
    return {
        "key": figure.key,
        "section": figure.section,
        "title": figure.title,
        "counted": figure.counted,
        "unit": figure.unit,
        "measure": figure.measure,
        "adds_up": figure.adds_up,
        "overlap": figure.overlap,
        "parted_by": figure.parted_by,
        "across_by": figure.across_by,
        "names": list(figure.names),
        "unknown": sorted(figure.unknown_filters(scope)),
        "whole": list(answer.whole) if answer.whole else None,
        "parts": [
            [part.part, part.label, part.across, part.across_label, part.across_place, *part.numbers]
            for part in answer.parts
        ],
    }


def _answer(said):
    figure = Figure(
        key=said["key"],
        section=Section(said["section"]),
        title=said["title"],
        counted=said["counted"],
        unit=said["unit"],
        of=Of.PLAN,
        facts="",
        measure=Measure(said["measure"]),
        adds_up=said["adds_up"],
        overlap=said["overlap"],
        parted_by=said["parted_by"],
        across_by=said["across_by"],
        names=tuple(said.get("names", [])),
    )
    parts = tuple(
        Part(part, label, across, across_label, Three(*numbers), across_place)
        for part, label, across, across_label, across_place, *numbers in said["parts"]
    )
    return Answer(figure, parts, Three(*said["whole"]) if said["whole"] else None)
