"""Named reads of rows: the sections of a stage's page, and the standards of a school."""

from functools import cache

from django.db.models import Count, F, prefetch_related_objects

from collab.prepared import Joined, Prepared
from collab.search import matching
from planning.models import Standard
from planning.rows.addresses import to
from planning.rows.kinds import KINDS, PARTNERS, STANDARDS, of_section, of_stage
from planning.rows.lines import SHOWN, Section

SHOWN_STANDARDS = 20
LOADED_WITH = {
    "partners": ("member",),
    "duties": ("owner", "owner__member", "done_by"),
    "checks": ("lesson",),
}


def sections(plan, number, today=None):
    """The sections of a stage's page (0: of the plan's own page), each with its rows as plain values.

    The plan comes fresh, with `school`, `term` and its partners and their members loaded, which make the section of
    partners. Each other section costs one query, that of criteria two; how many rows there are makes no difference.
    With `today`, what is overdue is marked.
    """
    known = {PARTNERS.key: plan.partners.all()}
    return [section(plan, kind, number, today, known.get(kind.key)) for kind in of_stage(number)]


def partners(plan, today=None):
    """The section of the people who work on the plan."""
    return section(plan, PARTNERS, 0, today)


def section(plan, kind, stage=None, today=None, known=None):
    """One `Section` as it stands on a stage's page, with its rows, unless they are `known`."""
    shown = KINDS[kind.section_key]
    stage = shown.stages[0] if stage is None else stage
    show = SHOWN[shown.key]
    return Section(
        kind=shown.key,
        anchor=shown.anchor,
        title=shown.title,
        lead=shown.lead,
        icon=shown.icon,
        empty_title=shown.empty_title,
        empty=shown.empty,
        url=to("rows", plan, kind=shown, stage=stage),
        adds=[(to("row_add", plan, kind=one, stage=stage), one.add) for one in of_section(shown.key)],
        rows=[show(plan, shown, row, stage, today) for row in (rows(plan, shown) if known is None else known)],
        labels=plan.level_labels if shown.key == "criteria" else [],
        labels_url=to("level_labels", plan) if shown.key == "criteria" else "",
    )


def line_of(plan, kind, row):
    """One row as its section shows it."""
    shown = KINDS[kind.section_key]
    return SHOWN[shown.key](plan, shown, row, shown.stages[0], None)


def rows(plan, kind):
    """The rows of one kind, in the order of the page, with what their lines show."""
    found = rows_of(kind.key)(plan.pk)
    if kind.key == "criteria":
        prefetch_related_objects(found, "counts")
    return found


@cache
def rows_of(key):
    """The question for a plan's rows of one kind."""
    model = KINDS[key].model
    row = Joined(model, *LOADED_WITH.get(key, ()), without=["search"])
    to_plan = "plans" if key == STANDARDS.key else "plan"
    return Prepared(row, lambda plan: model.objects.filter(**{to_plan: plan}).values_list(*row.columns))


def found_standards(member, words, plan=None):
    """Standards of the member's school that have every typed word as a prefix; without words, those used most.

    Twenty at most, each with `uses`, the number of plans that rest on it; with a `plan`, `is_used` by that one.
    """
    standards = Standard.objects.visible_to(member).annotate(uses=Count("plans"))
    query = matching(words)
    if query is not None:
        standards = standards.filter(search=query).order_by("framework", "number")
    elif words.strip():
        standards = standards.none()
    else:
        standards = standards.order_by(F("uses").desc(), "framework", "number")
    used = set(plan.standards.values_list("pk", flat=True)) if plan else set()
    found = list(standards[:SHOWN_STANDARDS])
    for one in found:
        one.is_used = one.pk in used
    return found
