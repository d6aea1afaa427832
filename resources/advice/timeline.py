"""The thread of a thing: who was asked, what they said, and each move, in the order in which it happened."""

from dataclasses import dataclass
from datetime import datetime

from collab.when import clock
from resources.advice.questions import question_of
from resources.models import Advice
from resources.models.suggestions import ADVISED


@dataclass(frozen=True)
class Entry:
    """Something that somebody did; `why` is what they said to it, `aside` who wrote it down for them."""

    at: datetime
    when: str
    icon: str
    who: str
    did: str
    why: str = ""
    aside: str = ""


def thread_entries(thing, *, did, icons, now):
    """The entries of a thing, whose moves and advice are loaded with their people; the oldest first.

    `did`: (state before, state after) → what somebody did, in words; a state before that is not named stands as "".
    `icons`: state after → icon.
    """
    advice = list(thing.advice.all())
    answered = {one.answered_at for one in advice}
    entries = [
        _moved(one, did, icons, now) for one in thing.moves.all() if one.became != ADVISED or one.at not in answered
    ]
    entries += [_asked(one, now) for one in advice]
    entries += [_answered(thing, one, now) for one in advice if one.answer]
    return sorted(entries, key=lambda entry: entry.at)


def _moved(one, did, icons, now):
    words = did.get((one.was, one.became)) or did["", one.became]
    return Entry(one.at, clock(one.at, now), icons[one.became], one.by.name, words, one.why)


def _asked(one, now):
    return Entry(
        one.asked_at, clock(one.asked_at, now), "question-circle", one.asked_by.name, f"asked {one.asked_of.name}"
    )


def _answered(thing, one, now):
    answer = Advice.Answer(one.answer)
    by_another = one.answered_by_id != one.asked_of_id
    return Entry(
        one.answered_at,
        clock(one.answered_at, now),
        question_of(thing).icons[answer],
        one.asked_of.name,
        f"said: {question_of(thing).answers[answer]}",
        one.line,
        f"noted by {one.answered_by.name}" if by_another else "",
    )
