"""Named writes to a report while it is a draft; what is published of it, is another matter."""

from django.db import transaction

from collab import when
from collab.errors import AlreadyDone, Refused, RowChanged, RowGone
from collab.writing import refusing, stamp
from outreach.models import Report, ReportStory, ReportVersion
from outreach.reports.drafts.order import reordered
from outreach.reports.figures import BY_KEY

MOST_STORIES = 12
# What a board reads before it turns the page; all others are left out until somebody puts them in.
USUAL = (
    "product_evaluations",
    "before_and_after",
    "information_skills",
    "departments",
    "coverage",
    "new_partners",
    "outside_partners",
    "level_reached",
    "levels_over_terms",
    "co_teaching",
    "who_led",
    "topics_behind",
    "loans",
    "purchases",
    "barriers",
    "counter_measures",
    "programme_level",
)
TOLD_ALREADY = {"plan_is_told_once_in_a_report": ("plan", "This unit is in the report already.")}
PUBLISHED = "It was published. What was published stays."


@transaction.atomic
def draft_report(*, school, period, department, by, now, key=""):
    """A draft on a Period with the usual figures in it. With a `key` there is one at most, which is returned.

    `by`: None where it drafts itself.
    """
    values = {
        "title": title_of(period, department),
        "period_kind": period.kind,
        "period_name": period.name,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "department": department,
        "department_name": department.name if department else "",
        "sections": reordered([key for key in USUAL if key in BY_KEY], ""),
        "created_at": now,
        "created_by": by,
    }
    if not key:
        return Report.objects.create(school=school, **values)
    return Report.objects.get_or_create(school=school, key=key, defaults=values)[0]


def title_of(period, department):
    """How a report is called until somebody calls it something else."""
    name = period.name or when.dates(period.starts_on, period.ends_on)
    return f"The library in {department}: {name}" if department else f"The library: {name}"


@transaction.atomic
def change_report(*, report, title, introduction, sections, stories, version, by, now):
    """Other words and another order for a draft that was read at `version`. Returns it as it stands.

    `sections`: the keys of its figures, in order. `stories`: key of a story → its words. A draft that was removed
    comes back for whoever knows that it was. Raises `RowChanged` and `RowGone`.
    """
    locked = Report.objects.select_for_update(of=("self",)).select_related("changed_by", "removed_by")
    current = locked.filter(pk=report.pk).first()
    if current is None:
        raise RowGone
    words = dict(current.stories.values_list("pk", "words"))
    typed = {key: text for key, text in stories.items() if key in words}
    stands = (current.title, current.introduction, current.sections, {key: words[key] for key in typed})
    if stands == (title, introduction, sections, typed) and current.removed_at is None:
        return current
    if current.version != version:
        raise RowChanged(current)
    Report.objects.filter(pk=report.pk).update(
        title=title,
        introduction=introduction,
        sections=sections,
        removed_at=None,
        removed_by=None,
        **stamp(by=by, now=now),
    )
    for key, text in typed.items():
        ReportStory.objects.filter(pk=key).update(words=text)
    current.refresh_from_db()
    return current


@transaction.atomic
def tell_of(*, report, plan, by, now):
    """Puts a unit at the end of the stories. Raises `Refused`."""
    _touch(report, by, now)
    there = report.stories.count()
    if there >= MOST_STORIES:
        raise Refused(f"{MOST_STORIES} stories are enough for one report. Take one out first.", "plan")
    with refusing(TOLD_ALREADY, {"plan": plan}):
        return ReportStory.objects.create(report=report, plan=plan, position=there + 1)


@transaction.atomic
def leave_out(*, report, story, by, now):
    """Takes a story (None: it is gone) out of a report, with its words. Raises `AlreadyDone`."""
    _touch(report, by, now)
    removed, _ = ReportStory.objects.filter(pk=story and story.pk, report=report).delete()
    if not removed:
        raise AlreadyDone("It was taken out already.")


@transaction.atomic
def remove_report(*, report, by, now):
    """Removes a draft of which nothing was published; saving it brings it back. Raises `AlreadyDone` and `Refused`."""
    current = Report.objects.select_for_update().filter(pk=report.pk, removed_at__isnull=True).first()
    if current is None:
        raise AlreadyDone("It was removed already.")
    if ReportVersion.objects.filter(report=current).exists():
        raise Refused(PUBLISHED)
    Report.objects.filter(pk=report.pk).update(removed_at=now, removed_by=by, **stamp(by=by, now=now))


def _touch(report, by, now):
    """Notes that something in it changed, and lets nobody else change it meanwhile."""
    if not Report.objects.filter(pk=report.pk).update(changed_at=now, changed_by=by):
        raise RowGone
