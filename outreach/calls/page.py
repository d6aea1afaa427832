"""The page of one call: who has answered and who has not, the topics as they come, and what to do about it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.timezone import localtime

from collab import asked
from collab.addresses import address
from collab.when import dates
from outreach.calls import queries, summaries
from outreach.calls.people import people, say_url, topics
from outreach.calls.permissions import may_keep_calls
from outreach.calls.states import CallState, state_of
from outreach.outbox.pausing import pause_in_words

NAMES_SHOWN = 20
TONES = {CallState.OPEN: "accent", CallState.PAUSED: "waiting", CallState.FINISHED: "plain", CallState.OVER: "plain"}
SHOWS = (("missing", "Not yet"), ("answered", "Answered"), ("all", "Everybody"))


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a department (0: those without one), who is shown, and the page."""

    department: int | None = None
    show: str = "missing"
    page: int = 1

    @classmethod
    def read(cls, query):
        show = query.get("show")
        return cls(
            asked.key(query.get("department")),
            show if show in dict(SHOWS) else "missing",
            asked.page(query.get("page")),
        )

    def address(self, **other):
        """The address of the same page with other choices; the page begins anew."""
        chosen = {"department": self.department, "show": self.show} | other
        usual = {"department": None, "show": "missing"}
        return "?" + urlencode({name: value for name, value in chosen.items() if value != usual[name]})

    @property
    def answered(self):
        return {"missing": False, "answered": True, "all": None}[self.show]


def page_of(call, *, asked, reader, now):
    """The context of the page of a call, whose term and school are loaded. A fixed number of queries."""
    state, may_keep = state_of(call, now), may_keep_calls(reader)
    departments = _departments(call, asked)
    total, answered = queries.counted([call]).get(call.pk, (0, 0))
    return {
        "call": call,
        "state": state,
        "badge": (state.label, TONES[state]),
        "is_open": state == CallState.OPEN,
        "is_over": state == CallState.OVER,
        "lead": _lead(call, state),
        "may_keep": may_keep,
        "paused": pause_in_words(reader, now=now),
        "asked": asked,
        "total": total,
        "answered": answered,
        "missing": total - answered,
        "percent": 100 * answered // total if total else 0,
        "departments": departments,
        "department": next((one for one in departments if one["is_current"]), None),
        "everybody": asked.address(department=None),
        "shows": [(label, asked.address(show=key), key == asked.show) for key, label in SHOWS],
        "found": people(call, asked, may_keep=may_keep, now=now),
        "topics": topics(call, asked, now=now),
        "board": f"{address('topic_board', school_slug=call.school.slug)}?term={call.term_id}",
    } | (_to_do(call, state, now) if may_keep else {})


def _lead(call, state):
    opened = date_format(localtime(call.opened_at), "j F")
    by = f" by {call.opened_by.name}" if call.opened_by else ", by itself"
    until = dates(call.term.starts_on - timedelta(days=1), None)
    return (
        f"Opened on {opened}{by}{_for_whom(call)}. "
        + {
            CallState.OPEN: f"Answers can be given and changed until {until}.",
            CallState.PAUSED: f"Paused{_by(call.paused_by)}: no mail goes out. Answers are taken until {until}.",
            CallState.FINISHED: f"Finished{_by(call.finished_by)}: no more mail. Answers are taken until {until}.",
            CallState.OVER: f"It ended when {call.term.name} began.",
        }[state]
    )


def _for_whom(call):
    """“ for English and Science”, where a call is not for all."""
    if call.is_for_all:
        return ""
    names = list(call.departments.values_list("name", flat=True))
    return " for " + " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def _by(member):
    return f" by {member.name}" if member else ""


def _departments(call, asked):
    return [
        {
            "name": name or "No department",
            "asked": total,
            "answered": answered,
            "missing": total - answered,
            "url": asked.address(department=key or 0),
            "is_current": asked.department == (key or 0),
        }
        for key, name, total, answered in queries.by_department(call)
    ]


def _to_do(call, state, now):
    """What librarians can do now: whom to remind, whose mail failed, whom to ask in person."""
    in_person = list(queries.to_ask_in_person(call)[: NAMES_SHOWN + 1]) if state != CallState.OVER else []
    failed = list(queries.failed_mail(call)[: NAMES_SHOWN + 1])
    return {
        "remind": queries.who_is_reminded(call, now) if state == CallState.OPEN else None,
        "in_person": [(place.teacher.name, say_url(place, call)) for place in in_person[:NAMES_SHOWN]],
        "more_in_person": len(in_person) > NAMES_SHOWN,
        "failed": [
            (one.to_name, one.last_error, address("message", school_slug=call.school.slug, message_id=one.pk))
            for one in failed[:NAMES_SHOWN]
        ],
        "more_failed": len(failed) > NAMES_SHOWN,
        "summaries": partial(summaries.number_to_send, call),
    }
