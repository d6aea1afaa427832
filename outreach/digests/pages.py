"""What the librarian's pages of digests show."""

from collab.models import Member, Role
from outreach.digests import queries
from outreach.digests.actions import MOST_HIGHLIGHTS
from outreach.digests.days import moment_of, rules_of
from outreach.digests.editions import (
    coming_edition,
    is_overtaken,
    is_too_old,
    last_day_of,
    next_to_prepare,
    past_editions,
)
from outreach.digests.who_gets import who_gets
from outreach.outbox.pausing import pause_in_words
from resources.boxes.finding import LONGEST, meant_by
from resources.models import Resource


def overview(*, member, now):
    """The page of all editions."""
    school = member.school
    rules, coming = rules_of(school), coming_edition(school=school, now=now)
    monday = None if coming else next_to_prepare(school, now)
    return {
        "rules": rules,
        "coming": coming,
        **(_when(coming, rules, now) if coming else {}),
        "next_at": moment_of(monday, rules) if monday else None,
        "highlights": queries.highlights_of(coming) if coming else [],
        "wishes": queries.open_wishes(member),
        "past": past_editions(school=school, but=coming),
        "paused": pause_in_words(member, now=now),
    }


def one(*, edition, highlights, q, by, now):
    """The page of one edition. `q`: words for which titles are looked up, to pick a highlight."""
    rules, overtaken = rules_of(edition.school), is_overtaken(edition)
    is_open = edition.went_out_at is None and not overtaken
    return {
        "edition": edition,
        "rules": rules,
        **_when(edition, rules, now),
        "is_overtaken": overtaken,
        "highlights": highlights,
        "may_add": is_open and len(highlights) < MOST_HIGHLIGHTS,
        "q": q,
        "titles": _titles(highlights, q, by) if is_open else [],
        **(_who(edition, now) if is_open else {"readers": _readers(by)}),
        "is_open": is_open,
        "paused": pause_in_words(by, now=now),
    }


def _when(edition, rules, now):
    """When an edition that waits goes out by itself: on its day, or later, or not any more."""
    goes_at = moment_of(edition.monday, rules)
    return {
        "goes_at": goes_at,
        "is_late": goes_at <= now,
        "last_day": last_day_of(edition),
        "is_too_old": is_too_old(edition, now),
    }


def _who(edition, now):
    """Who would get an edition that is not out if it went out now, and who would not."""
    chances = who_gets(edition, now=now)
    return {
        "readers": [chance.member for chance in chances if not chance.why_none],
        "everybody": len(chances),
        "without": [(one.member, one.why_none) for one in chances if one.why_none and not one.nothing_fits],
        "nothing_fits": [chance.member for chance in chances if chance.nothing_fits],
    }


def _titles(highlights, q, by):
    """Titles to pick from: those that are meant by some words, or else the newest."""
    taken = [one.resource_id for one in highlights]
    if not q:
        return queries.newest_titles(member=by, but=taken)
    meant = meant_by(q[:LONGEST], member=by)
    keys = [meant.copy.resource_id] if meant.copy else meant.titles
    found = Resource.objects.visible_to(by).on_the_shelf().defer("search", "summary").in_bulk(keys)
    return [found[key] for key in keys if key in found and key not in taken]


def _readers(by):
    """Everybody who might get a digest, teachers first."""
    people = Member.objects.visible_to(by).active().only("pk", "name", "roles").order_by("name")
    return sorted(people, key=lambda one: (Role.TEACHER not in one.roles, one.name))
