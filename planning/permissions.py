"""Who may do what with a plan. Plans come here with their partners loaded; nothing here writes."""

from collab.models import Role
from planning.models import Evidence


def is_partner(member, plan):
    """Whether the member is one of the plan's partners."""
    return any(partner.member_id == member.pk for partner in plan.partners.all())


def may_start_plan(member):
    """Librarians and teachers start plans; a leader or administrator alone does not teach."""
    return member.has_role(Role.LIBRARIAN, Role.TEACHER)


def may_see_plan(member, plan):
    """The rule of `UnitPlan.objects.visible_to`, for one loaded plan."""
    if member.school_id != plan.school_id:
        return False
    return member.has_role(Role.LIBRARIAN, Role.LEADER) or plan.is_shared or is_partner(member, plan)


def may_see_evidence(member, plan, piece, *, on):
    """The rule of `Evidence.objects.visible_to` on a day, for one piece of a loaded plan."""
    if not may_see_plan(member, plan):
        return False
    if member.has_role(Role.LIBRARIAN) or is_partner(member, plan):
        return True
    reach = Evidence.Audience.values
    asked = Evidence.Audience.SCHOOL if plan.is_shared else Evidence.Audience.LEADERS
    return piece.is_consented(on=on) and reach.index(piece.audience) >= reach.index(asked)


def may_work_on_plan(member, plan):
    """Librarians of the school work on every plan, partners on theirs; being a leader alone gives no pen."""
    if member.school_id != plan.school_id:
        return False
    if member.has_role(Role.LIBRARIAN):
        return True
    return is_partner(member, plan) and member.roles != [Role.LEADER]


def may_edit_plan(member, plan):
    """Who works on a plan edits it until it is closed."""
    return may_work_on_plan(member, plan) and not plan.is_closed


def may_remove_plan(member, plan):
    """Librarians, and whoever started it by mistake as long as they work on it; whether it can be is for the action."""
    return may_edit_plan(member, plan) and (member.has_role(Role.LIBRARIAN) or plan.created_by_id == member.pk)
