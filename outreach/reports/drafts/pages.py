"""What the pages of reports show: plain rows with their addresses."""

from collections import Counter
from datetime import date
from operator import attrgetter

from django.utils import timezone

from collab import when
from collab.addresses import address
from collab.choices import options
from collab.models import Department, Role
from outreach.reports.drafts import queries
from outreach.reports.drafts.beginning import wanted
from outreach.reports.drafts.said import said_by_units
from outreach.reports.drafts.story_pictures import may_be_picked, picked_for
from outreach.reports.offers import offers_to
from outreach.reports.words import listed, name_of

MOST_REPORTS = 200


def overview(*, member, today, asked_for):
    """The page of all reports: drafts, what was published, and from which periods one can be drafted.

    `asked_for`: the address (a QueryDict), where it names a period and a department. Raises `Refused`.
    """
    reports, may_write = list(queries.reports_of(member)[:MOST_REPORTS]), member.has_role(Role.LIBRARIAN)
    published = [report for report in reports if report.version_number and (may_write or not report.withdrawn_at)]
    drafts = [report for report in reports if not report.version_number and not report.removed_at]
    context = {
        "drafts": [_row(report) for report in sorted(drafts, key=attrgetter("created_at"), reverse=True)],
        "removed": [_row(report) for report in reports if report.removed_at],
        "published": [_row(report) for report in sorted(published, key=attrgetter("published_at"), reverse=True)],
        "may_write": may_write,
    }
    if not may_write and not member.has_role(Role.LEADER):
        context |= {"of_departments": True, "headed": _headed(member)}
    return context | _beginning(member, today, asked_for) if may_write else context


def _headed(member):
    """The departments that a member heads, in words: “Art and Music”."""
    return listed(list(Department.objects.visible_to(member).filter(head=member).values_list("name", flat=True)))


def _beginning(member, today, asked_for):
    """The form that begins a report, and the report that there is already about what it asks for."""
    offers = offers_to(member, today)
    period, department, there = (
        wanted(asked_for, member=member, offers=offers)
        if asked_for.get("period")
        else (offers.periods.usual(today), None, None)
    )
    begun = {each.key: name_of(each) for each in offers.named.values() if each.starts_on <= today}
    return {
        "periods": options(({period.key: name_of(period)} | begun).items(), period.key),
        "departments": options(offers.filters["department"].items(), department),
        "there": _row(there) if there else None,
    }


def edit(*, report, stories, form, member):
    """The page on which a report is written."""
    fields, said = form.story_fields(), said_by_units(stories, member)
    on = report.school.day_of(timezone.now())
    pieces, picked = may_be_picked([story.plan_id for story in stories], on=on), picked_for(stories, on=on)
    pictures = Counter(pieces.values_list("plan", flat=True)) if stories else {}
    return {
        "report": report,
        "when": when.dates(report.starts_on, report.ends_on),
        "form": form,
        "stories": [
            {
                "story": story,
                "field": fields[story.pk],
                "said": said[story.pk],
                "is_empty": not fields[story.pk].value(),
                "picture": picked.get(story.pk),
                "pictures": pictures.get(story.plan_id, 0),
                "url": address("plan", school_slug=report.school.slug, plan_id=story.plan_id),
            }
            for story in stories
            if story.pk in fields
        ],
        "plans": queries.tellable(report, member)[: queries.MOST_PLANS],
        "version_number": report.version_number,
    }


def who_was_first(report):
    """What somebody did to a report while another one typed: a sentence."""
    if report.removed_at:
        return f"{report.removed_by} removed this draft while you were typing."
    return f"{report.changed_by or 'Somebody'} changed this report while you were typing."


def what_stands(report, form):
    """What somebody else saved where the (valid) form says otherwise: list of (label, words)."""
    found = [("This draft", "removed: saving brings it back")] if report.removed_at else []
    for name, label in (("title", "Title"), ("introduction", "Introduction")):
        if getattr(report, name) != form.cleaned_data[name]:
            found.append((label, getattr(report, name) or "(empty)"))
    if report.sections != form.cleaned_data["sections"]:
        found.append(("Figures", f"{len(report.sections)} of them, in another order or choice"))
    for story in queries.stories_of(report):
        typed = form.cleaned_data.get(f"story-{story.pk}")
        if typed is not None and typed != story.words:
            found.append((str(story.plan), story.words or "(empty)"))
    return found


def edit_address(report):
    """The address of the page on which a report is written."""
    return address("report_edit", school_slug=report.school.slug, report_id=report.pk)


def _row(report):
    slug = report.school.slug
    is_published = bool(report.version_number)
    name = "report" if is_published else "report_edit"
    return {
        "title": report.published_title or report.title,  # The next version may have another: nobody has seen it yet.
        "when": when.dates(report.starts_on, report.ends_on),
        "department": report.department,
        "begun_by": report.created_by,
        "by_itself": report.created_by_id is None,
        "removed_by": report.removed_by,
        "number": report.version_number,
        "following": report.version_number + 1 if is_published else 1,
        "is_begun": is_published and bool(report.changed_at) and report.changed_at > report.published_at,
        "begun": f"Version {report.version_number + 1} begun" if is_published else "",
        "is_withdrawn": bool(report.withdrawn_at),
        "published_on": date.fromisoformat(report.published_on) if is_published else None,
        "url": address(name, school_slug=slug, report_id=report.pk),
        "edit_url": edit_address(report),
        "pdf_url": address("report_pdf", school_slug=slug, report_id=report.pk, number=report.version_number)
        if is_published
        else "",
    }
