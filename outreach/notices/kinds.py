"""Which things of the desk are told by mail, under which switch, and by what name they are remembered."""

from datetime import timedelta
from hashlib import sha256

from outreach.desk.items import Kind
from outreach.models import NoticeKind

# What only the library's own work list holds, and the ask for topics, which has mails of its own, is not told.
SWITCHES = {
    NoticeKind.REQUESTS: (Kind.PREPARED, Kind.DECLINED, Kind.SEEN),
    NoticeKind.LOANS: (Kind.LOAN_ANSWERED, Kind.BRING_BACK, Kind.LOAN_OVERDUE, Kind.LOAN_ASKED, Kind.HAND_OUT),
    NoticeKind.PLANS: (Kind.CONFLICT, Kind.INVITED, Kind.STAGE, Kind.READY),
    NoticeKind.DUTIES: (Kind.OVERDUE, Kind.DUTY),
    NoticeKind.PURCHASES: (Kind.ANSWERED, Kind.ADVICE),
    NoticeKind.LISTS: (Kind.LIST,),
}
SWITCH_OF = {kind: switch for switch, kinds in SWITCHES.items() for kind in kinds}
SAID_EACH_WEEK = (Kind.OVERDUE, Kind.LOAN_OVERDUE)
IS_DUE = (Kind.BRING_BACK, Kind.DUTY, *SAID_EACH_WEEK)
DUTY_AHEAD = timedelta(days=2)


def is_told(item, *, off, on):
    """Whether a DeskItem goes into a notice of that day. `off`: the switches that the member has turned off."""
    switch = SWITCH_OF.get(item.kind)
    if switch is None or switch in off:
        return False
    return item.kind != Kind.DUTY or (item.due_on is not None and item.due_on <= on + DUTY_AHEAD)


def name_of(item, *, on):
    """The name by which it is remembered that a thing was told: the same for the same thing, however its day nears.

    What is due by another day than before has another name, and so has what somebody moved once more; what is overdue
    has another one each week. So they are told again.
    """
    said = sha256(f"{item.url} {item.text}".encode()).hexdigest()[:24]
    day = item.due_on if item.kind in IS_DUE else item.moved_on
    week = f"{on:%G-W%V}" if item.kind in SAID_EACH_WEEK else None
    return ":".join(str(part) for part in (item.kind, said, day, week) if part)
