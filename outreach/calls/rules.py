"""A school's rules for its calls: those that it has set, or the usual ones."""

from outreach.models import CallRules


def rules_of(school):
    """The rules of a school. Those that nobody has set yet are in no table."""
    return CallRules.objects.filter(school=school).first() or usual_rules(school)


def usual_rules(school):
    """The rules of a school that has set none."""
    return CallRules(school=school)


def loaded_rules(school):
    """The rules of a school that was loaded together with them."""
    return getattr(school, "call_rules", None) or usual_rules(school)
