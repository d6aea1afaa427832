"""The page of what loans tell: three lists, each with what can be done about it in one press."""

from resources.from_loans import said
from resources.from_loans.buying import ToBuy
from resources.from_loans.idle import unused


def page_of(*, member, now, today):
    """The whole context, in ten queries."""
    since = now - said.LOOKED_BACK
    lost, names = said.lost(member, since=since)
    use = said.use_of_titles(member, since=since)
    wanted = {thing: one for thing, one in use.items() if one.asked and one.used >= said.SEVERAL and not one.unused}
    to_buy = ToBuy(member, {*lost, *wanted}, names, boxes_of=(*lost.values(), *wanted.values()), today=today)
    return {
        "since": since,
        "lost": to_buy.lost(lost),
        "wanted": to_buy.wanted(wanted),
        "unused": unused(member, use, since),
    }
