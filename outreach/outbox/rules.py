"""When a school's mail rests: paused by a person, in quiet hours, on weekends; all by the school's own clock."""

from collab.models.school import SATURDAY
from outreach.models import MailRules

PAUSED, QUIET, WEEKEND = "paused", "quiet", "weekend"


def rules_of(school):
    """The MailRules of a School; where it has none, unsaved ones with the defaults."""
    return getattr(school, "mail_rules", None) or MailRules(school=school)


def rests(rules, now):
    """Whether no mail goes out at a moment."""
    return bool(why_it_rests(rules, now))


def why_it_rests(rules, now):
    """`PAUSED`, `WEEKEND` or `QUIET`; "" where mail goes out."""
    here = now.astimezone(rules.school.zone)
    if rules.paused_at:
        return PAUSED
    if here.weekday() >= SATURDAY and not rules.goes_out_on_weekends:
        return WEEKEND
    return QUIET if _is_between(rules.quiet_from, rules.quiet_until, here.time()) else ""


def _is_between(begin, end, time):
    """Whether a time of day lies in hours that may go past midnight; where they end as they begin there are none."""
    if begin <= end:
        return begin <= time < end
    return time >= begin or time < end
