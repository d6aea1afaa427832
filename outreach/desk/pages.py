"""What the desk shows to one person, by their roles."""

from dataclasses import dataclass
from datetime import date

from collab.addresses import address
from collab.calendars import term_week
from collab.models import Role
from collab.templatetags.ui import track_html
from collab.when import weeks
from outreach.desk import queries, touch
from outreach.desk.cut import places_with_more
from outreach.desk.items import in_order, split
from outreach.desk.waiting import waiting_for
from outreach.reports.published.queries import newest_to_read
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.permissions import may_start_plan
from planning.stages import STAGES

SHOWN_AT_ONCE = 8
OF_A_KIND = 2
SHOWN_PLANS = 24
TERMS_AHEAD_DAYS = 120


@dataclass(frozen=True)
class TermOfPlans:
    """My plans of one term; `now` says where in it today is, or is empty."""

    name: str
    now: str
    plans: list


@dataclass(frozen=True)
class Step:
    """One step of the set-up, done or to do."""

    text: str
    detail: str
    url: str
    action: str
    icon: str
    is_done: bool


def desk_of(*, member, now):
    """The context of the desk for a member."""
    school = member.school
    on = school.day_of(now)
    terms = queries.terms_around(school=school, on=on)
    items, plans = waiting_for(members=[member], school_slug=school.slug, on=on, terms=terms)
    items, plans = items[member.pk], plans[member.pk]
    if member.is_librarian:
        items = in_order(items + touch.items_of(member=member, terms=terms, on=on, now=now))
    first, rest = split(items, at_once=SHOWN_AT_ONCE, of_a_kind=OF_A_KIND)
    elsewhere = places_with_more(items, plans=plans, school_slug=school.slug)
    term = next((term for term in reversed(terms) if term.starts_on <= on), None)
    context = {
        "today": on,
        "week": term_week(on, terms) or _holidays(terms, on),
        "items": first,
        "more_items": rest,
        "more_summary": f"{len(rest)} more, and perhaps others" if elsewhere else f"{len(rest)} more",
        "more_elsewhere": elsewhere,
        "terms": _by_term(plans[:SHOWN_PLANS], on, school.slug),
        "has_more_plans": len(plans) > SHOWN_PLANS,
        "has_plans": bool(plans),
        "may_start": may_start_plan(member),
    }
    if member.has_role(Role.LEADER):
        context |= _for_leaders(member, term)
    if member.has_role(Role.ADMINISTRATOR):
        context |= _for_administrators(member, on)
    return context


def _holidays(terms, on):
    coming = next((term for term in terms if term.starts_on > on), None)
    return f"Holidays; {coming.name} begins on {coming.starts_on:%-d %B}" if coming else ""


def _by_term(plans, on, slug):
    """The plans by term: this one and what comes, then those without a term, then what is past and still open."""
    groups = {}
    for plan in plans:
        groups.setdefault(plan.term, []).append(plan)
    ordered = sorted(groups, key=lambda term: _nearness(term, on))
    return [
        TermOfPlans(
            name=str(term) if term else "No term yet",
            now=_week_now(term, on),
            plans=[_card(plan, slug) for plan in sorted(groups[term], key=_start)],
        )
        for term in ordered
    ]


def _week_now(term, on):
    """“now: week 6”, while the term runs."""
    week = term.week_of(on) if term else None
    return f"now: week {week}" if week else ""


def _nearness(term, on):
    if term is None:
        return 1, 0
    return (2, -term.starts_on.toordinal()) if term.ends_on < on else (0, term.starts_on.toordinal())


def _start(plan):
    return plan.starts_on is None, plan.starts_on or date.max, plan.title


def _card(plan, slug):
    """A plan as a row: its week, title, address, track, and with whom."""
    week = weeks(plan.term, plan.starts_on, plan.ends_on)
    return {
        "title": plan.title,
        "url": address("plan", school_slug=slug, plan_id=plan.plan_id),
        "week": week.removeprefix(f"{plan.term.name}, ") if plan.term and plan.starts_on else "",
        "others": ", ".join(plan.others),
        "track": track_html(plan.done, plan.at_stage if plan.at_stage < ALL_STAGES_COMPLETE else 0),
    }


def _report(newest, school):
    """What the library published last, for one line; or None."""
    return newest and {
        "title": newest["title"],
        "on": date.fromisoformat(newest["on"]),
        "url": address("report", school_slug=school.slug, report_id=newest["report"]),
    }


def _for_leaders(member, term):
    numbers = queries.profile(member=member, term=term) if term else {}
    url = address("plans", school_slug=member.school.slug)
    where = f"{url}?term={term.pk}" if term else url
    profile = [
        {
            "icon": stage.icon,
            "label": f"{stage.number} {stage.short}",
            "number": numbers.get(stage.number, 0),
            "url": f"{where}&stage={stage.number}&state=open",
        }
        for stage in STAGES
    ]
    complete = {"icon": "check2-all", "label": "All five complete", "number": numbers.get(ALL_STAGES_COMPLETE, 0)}
    closed = {"icon": "archive", "label": "Closed", "number": numbers.get(queries.CLOSED, 0)}
    profile.append(complete | {"url": f"{where}&stage={ALL_STAGES_COMPLETE}&state=open"})
    profile.append(closed | {"url": f"{where}&state=closed"})
    return {
        "is_leader": True,
        "profile": profile,
        "profile_term": term,
        "profile_total": sum(numbers.values()),
        "profile_url": where,
        "report": _report(newest_to_read(member), member.school),
        "recently_closed": [_closed(plan, member.school) for plan in queries.recently_closed(member=member)],
    }


def _closed(plan, school):
    return {
        "title": plan.title,
        "url": address("plan", school_slug=school.slug, plan_id=plan.pk),
        "term": str(plan.term or ""),
        "closed_on": school.day_of(plan.closed_at),
        "level": plan.level,
    }


def _for_administrators(member, on):
    """What is still open of the set-up; nothing once it is complete."""
    school = queries.set_up(school=member.school)

    def to(name):
        return address(name, school_slug=school.slug)

    last = school.last_term_ends_on
    known = f"Known until {last:%-d %B %Y}." if last else "None yet: weeks and lists rest on them."
    others = school.people - 1
    may_start = may_start_plan(member)
    steps = [
        Step(
            "Bring in the staff",
            f"{school.people} people so far." if others else "From a spreadsheet, in one go.",
            to("staff_import"),
            "Import staff",
            "people",
            others > 0,
        ),
        Step(
            "Term dates",
            known,
            to("terms"),
            "Check terms",
            "calendar-range",
            bool(last) and (last - on).days > TERMS_AHEAD_DAYS,
        ),
        Step(
            "Classes",
            "So that a plan knows its students." if not school.has_classes else "They are there.",
            to("classes"),
            "Add classes",
            "mortarboard",
            school.has_classes,
        ),
        Step(
            "Logins",
            _without_login(school, others),
            to("people"),
            "Invite people",
            "envelope",
            others > 0 and not school.without_login,
        ),
        Step(
            "The first plan",
            "A topic and a partner are enough." if may_start else "A librarian or a teacher starts it.",
            to("plan_start" if may_start else "plans"),
            "Start a plan" if may_start else "See plans",
            "journals",
            school.has_plans,
        ),
    ]
    is_new = not school.has_plans
    return {
        "set_up": [step for step in steps if not step.is_done],
        "is_new": is_new,
        "set_up_title": "Begin here" if is_new else "Your school in Collab",
        "set_up_lead": "Small steps, in any order." if is_new else "What is still open in the set-up.",
    }


def _without_login(school, others):
    if not others:
        return "So far only you can sign in."
    if not school.without_login:
        return "Everybody can sign in."
    people = "1 person has" if school.without_login == 1 else f"{school.without_login} people have"
    return f"{people} no login. Plans can name them all the same."
