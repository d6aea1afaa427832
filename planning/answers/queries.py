"""Named reads of answers: what a page shows under each prompt, what is newer than it knows, and who else is there."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from collab.prepared import Prepared
from collab.when import clock
from planning.answers.differences import compare, merge
from planning.answers.texts import digest
from planning.models import Answer, Presence, RivalAnswer
from planning.stages import Prompt
from planning.unit_plan.addresses import of_plan

IS_HERE_FOR = timedelta(seconds=30)
ANOTHER_WINDOW = "one person's"
BUTTONS = {"standing": "Keep the answer as it is", "rival": "Keep the other text"}


@dataclass(frozen=True)
class Side:
    """One of two texts, as its pieces; whose it is (“Ben’s”, “mine”), since when, and what keeps it."""

    name: str
    heading: str
    at: str
    pieces: tuple
    keep: str
    button: str


@dataclass
class Conflict:
    """Two texts for one prompt, and what both together could be. `version` is that of the answer that stands."""

    rival_id: int
    rival_version: int
    version: int
    title: str
    sides: tuple[Side, Side]
    merged: str
    is_clean: bool


@dataclass
class Field:
    """One prompt on a page, with the answer that stands and what is to be decided about it; `url` saves it."""

    prompt: Prompt
    url: str
    now: datetime
    text: str = ""
    version: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""
    conflicts: list = field(default_factory=list)

    @property
    def saved(self):
        """When it was saved, as people say it."""
        return clock(self.saved_at, self.now) if self.saved_at else ""

    @property
    def digest(self):
        """What tells a text that was typed from one that was only sent back."""
        return digest(self.text)

    @property
    def signature(self):
        """Changes whenever what is to be decided does."""
        return " ".join(f"{one.rival_id}.{one.rival_version}.{one.version}" for one in self.conflicts)


class Standing(NamedTuple):
    """An answer as it stands, and whether other texts wait beside it."""

    prompt: str
    text: str
    version: int
    saved_at: datetime
    saved_by: str
    is_contested: bool


@lru_cache(maxsize=100)
def answers_to(prompts):
    """The question for what stands under some prompts (a tuple of keys) of a plan: `Standing` rows."""
    rivals = RivalAnswer.objects.filter(plan=OuterRef("plan"), prompt=OuterRef("prompt"), settled_at__isnull=True)
    columns = ("prompt", "text", "version", "saved_at", "saved_by__name", Exists(rivals))
    return Prepared(Standing, lambda plan: Answer.objects.filter(plan=plan, prompt__in=prompts).values_list(*columns))


def fields(*, plan, prompts, reader, now):
    """One `Field` for each of the prompts, in order; one query, and three more while texts are in conflict."""
    if not prompts:  # A page that shows no answers asks as well, for who else is here.
        return []
    found = answers_to(tuple(prompt.key for prompt in prompts))(plan.pk)
    standing = {answer.prompt: answer for answer in found}
    contested = [answer.prompt for answer in found if answer.is_contested]
    conflicts = {}
    if contested:
        answers = Answer.objects.select_related("saved_by").filter(plan=plan, prompt__in=contested).defer("search")
        answers = {answer.prompt: answer for answer in answers}
        standing |= {key: standing_now(answer) for key, answer in answers.items()}
        conflicts = open_conflicts(plan=plan, prompts=contested, answers=answers, reader=reader, now=now)
    return [
        field_of(
            one, of_plan("answer_save", plan, prompt=one.key), standing.get(one.key), conflicts.get(one.key, []), now
        )
        for one in prompts
    ]


def standing_now(answer):
    """An Answer, read once more with the texts beside it, as a `Standing` row."""
    return Standing(answer.prompt, answer.text, answer.version, answer.saved_at, answer.saved_by.name, True)


def field_of(prompt, url, answer, conflicts, now):
    """The `Field` of one prompt, from its `Standing` answer (or None)."""
    if answer is None:
        return Field(prompt, url, now)
    return Field(prompt, url, now, answer.text, answer.version, answer.saved_at, answer.saved_by, conflicts)


def open_conflicts(*, plan, prompts, answers, reader, now):
    """Prompt key → its open conflicts, oldest first. `answers`: prompt key → the Answer that stands."""
    rivals = RivalAnswer.objects.select_related("written_by").filter(
        plan=plan, prompt__in=prompts, settled_at__isnull=True
    )
    rivals = [rival for rival in rivals if rival.prompt in answers]
    bases = _bases(rivals, answers)
    found = {}
    for rival in rivals:
        answer = answers[rival.prompt]
        found.setdefault(rival.prompt, []).append(conflict_of(answer, rival, bases[rival.pk], reader, now))
    return found


def _bases(rivals, answers):
    """Rival's pk → the text that its writer had read: "" for none at all, None when history does not know it."""
    if not rivals:
        return {}
    events = Answer.pgh_event_model.objects.filter(
        pgh_obj__in=[answers[rival.prompt].pk for rival in rivals],
        version__in=[rival.read_version for rival in rivals],
    )
    texts = {(prompt, version): text for prompt, version, text in events.values_list("prompt", "version", "text")}
    return {
        rival.pk: texts.get((rival.prompt, rival.read_version), None if rival.read_version else "") for rival in rivals
    }


def conflict_of(answer, rival, base, reader, now):
    """An Answer and a RivalAnswer side by side, in the words of the member who reads it."""
    standing, kept = compare(answer.text, rival.text)
    people = answer.saved_by, rival.written_by
    whose = [_whose(person, other, reader) for person, other in (people, people[::-1])]
    times = clock(answer.saved_at, now), clock(rival.written_at, now)
    both = merge(base, answer.text, rival.text)
    return Conflict(
        rival_id=rival.pk,
        rival_version=rival.version,
        version=answer.version,
        title=_title(answer, rival, reader),
        sides=(
            _side(answer.saved_by, whose[0], times[0], standing, "standing"),
            _side(rival.written_by, whose[1], times[1], kept, "rival"),
        ),
        merged=both.text,
        is_clean=both.is_clean,
    )


def _side(person, whose, at, pieces, keep):
    if whose == ANOTHER_WINDOW:
        return Side(
            person.name, "In one window" if keep == "standing" else "In another", at, pieces, keep, BUTTONS[keep]
        )
    heading = "Yours" if whose == "mine" else whose
    return Side(person.name, heading, at, pieces, keep, f"Keep {whose}")


def _whose(person, other, reader):
    """“mine”, “Ben’s”, a whole name where the first name would fit both; one person may have written both texts."""
    if person.pk == other.pk:
        return ANOTHER_WINDOW
    if person.pk == reader.pk:
        return "mine"
    if other.first_name == person.first_name:
        return f"{person.name}’s"
    return f"{person.first_name}’s"


def _title(answer, rival, reader):
    first, second = answer.saved_by, rival.written_by
    if first.pk == second.pk:
        who = "You" if first.pk == reader.pk else first.first_name
        return f"{who} wrote two texts here, in two windows"
    if second.pk == reader.pk:
        return f"{first.first_name} changed this answer while you were writing"
    if first.pk == reader.pk:
        return f"{second.first_name} was writing here while you changed this answer"
    return f"{first.first_name} and {second.first_name} wrote here at the same time"


def newer(*, plan, known, reader, now):
    """The fields of which a page does not know the text or the conflicts as they are now.

    `known`: `(prompt, version, signature)` for each answer as the page has it.
    """
    now_there = fields(plan=plan, prompts=[prompt for prompt, _, _ in known], reader=reader, now=now)
    return [
        one
        for one, (_, version, signature) in zip(now_there, known, strict=True)
        if one.version > version or one.signature != signature
    ]


def others_here(*, plan, member, now):
    """`(name, stage number)` of everybody else who has a page of the plan open, by name."""
    here = Presence.objects.filter(plan=plan, seen_at__gt=now - IS_HERE_FOR).exclude(member=member)
    return list(here.order_by("member__name").values_list("member__name", "stage"))
