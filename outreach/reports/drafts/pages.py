"""What the pages of reports show: plain rows with their addresses."""

from collections import Counter
from datetime import date

from django.utils import timezone

from collab import when
from collab.addresses import address
from collab.models import Role
from outreach.reports.drafts import queries
from outreach.reports.drafts.story_pictures import may_be_picked, picked_for
from outreach.reports.offers import offers_to

MOST_REPORTS = 200


def overview(*, member, today):
    """The page of all reports: drafts, what was published, and from which periods one can be drafted."""
    reports, may_write = list(queries.reports_of(member)[:MOST_REPORTS]), member.has_role(Role.LIBRARIAN)
    context = {
        "drafts": [_row(report) for report in reports if not report.version_number and not report.removed_at],
        "removed": [_row(report) for report in reports if report.removed_at],
        "published": [
            _row(report) for report in reports if report.version_number and (may_write or not report.withdrawn_at)
        ],
        "may_write": may_write,
        "of_departments": not (member.has_role(Role.LIBRARIAN) or member.has_role(Role.LEADER)),
    }
    if context["may_write"]:
        offers = offers_to(member, today)
        begun = [period for period in offers.named.values() if period.starts_on <= today]
        context |= {
            "periods": begun,
            "usual": offers.periods.usual(today).key,
            "departments": offers.filters["department"],
        }
    return context


def edit(*, report, stories, form, member):
    """The page on which a report is written."""
    fields = form.story_fields()
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
        "is_withdrawn": bool(report.withdrawn_at),
        "published_on": date.fromisoformat(report.published_on) if is_published else None,
        "url": address(name, school_slug=slug, report_id=report.pk),
        "edit_url": edit_address(report),
        "pdf_url": address("report_pdf", school_slug=slug, report_id=report.pk, number=report.version_number)
        if is_published
        else "",
    }
