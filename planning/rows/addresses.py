"""Addresses of rows; a `stage` is named only where a kind stands on more than one stage's page."""

from collab.addresses import address
from planning.rows.kinds import STANDARDS
from planning.unit_plan.addresses import of_page, of_plan

OF_STANDARDS = {"row_add": "standard_add", "row_change": "standard_change", "row_remove": "standard_leave"}


def to(name, plan, *, stage=None, kind=None, **more):
    """The address of a view of rows, with the stage's page that it was opened from if that is not the usual one."""
    if kind is STANDARDS and name in OF_STANDARDS:
        name = OF_STANDARDS[name]
    elif kind is not None:
        more["kind"] = kind.key
    url = of_plan(name, plan, **more)
    if kind is not None and stage is not None and stage != kind.stages[0]:
        url += f"?stage={stage}"
    return url


def page_of(plan, kind, stage):
    """The page that a kind's section stands on, at that section."""
    return f"{of_page(plan, stage)}#{kind.anchor}"


def invitation(plan, member):
    """Where a librarian mails a member an invitation to a login."""
    return address("invitation_send", school_slug=plan.school.slug, member_id=member.pk)
