"""Named writes of answers. An answer is saved with the version that it was read at; no text is ever lost."""

from planning.errors import AlreadyDone, PlanningError
from planning.models import Answer, Presence, RivalAnswer
from planning.models.answers import LONGEST_ANSWER
from planning.recording import next_version, recorded
from planning.stages import PROMPTS


class LostRace(PlanningError):
    """Somebody else saved first. `rival` keeps the text that came second, `current` is the answer that stands."""

    def __init__(self, *, current, rival):
        self.current = current
        self.rival = rival
        super().__init__(f"{current.saved_by} changed this answer while you were typing. Both texts are kept.")


def save_answer(*, plan, prompt, text, version, by, now, rival=None):
    """Saves the text under a prompt, read at `version` (0: there was no answer). Returns the Answer.

    The same text as already stands saves nothing. On a lost race the text is kept as a RivalAnswer (the one given
    as `rival`, when its writer goes on typing) and `LostRace` is raised after that was committed.
    """
    if len(text) > LONGEST_ANSWER:
        raise PlanningError(f"This text is longer than {LONGEST_ANSWER:,} characters. Shorten it, or split it.")
    question = PROMPTS[prompt]
    current = Answer.objects.select_related("saved_by").filter(plan=plan, prompt=prompt).first()
    if (current.text if current else "") == text:
        return current or Answer(plan=plan, prompt=prompt, text="", version=0, saved_at=now, saved_by=by)
    with recorded(plan=plan, what=f"Answered “{question.label}”", by=by, now=now, stage=question.stage):
        outcome = _write(plan, prompt, text, version, by, now, rival)
    if isinstance(outcome, LostRace):
        raise outcome
    return outcome


def _write(plan, prompt, text, version, by, now, rival=None):
    """The Answer as saved, or the `LostRace` to raise once the text that lost is safely stored."""
    written = Answer.objects.filter(plan=plan, prompt=prompt, version=version).update(
        text=text, saved_at=now, saved_by=by, version=next_version()
    )
    current = Answer.objects.select_related("saved_by").filter(plan=plan, prompt=prompt).first()
    if written:
        return current
    if current is None:
        return Answer.objects.create(plan=plan, prompt=prompt, text=text, saved_at=now, saved_by=by)
    if current.text == text:
        return current
    return LostRace(current=current, rival=_keep(plan, prompt, text, version, by, now, rival))


def _keep(plan, prompt, text, version, by, now, rival):
    """Keeps a text that lost: in the rival row that its writer is typing in, or in a new one."""
    if rival is not None:
        kept = RivalAnswer.objects.filter(pk=rival.pk, version=rival.version, settled_at__isnull=True).update(
            text=text, written_at=now, version=next_version()
        )
        if kept:
            return RivalAnswer.objects.get(pk=rival.pk)
    return RivalAnswer.objects.create(
        plan=plan, prompt=prompt, text=text, read_version=version, written_at=now, written_by=by
    )


def settle(*, rival, text, version, by, now):
    """Decides between two texts: `text` becomes the answer (read at `version`), the rival is settled.

    The text that gives way stays in the history. Raises `AlreadyDone` when the rival was settled before, and
    `LostRace` (with the text kept) when the answer was changed since.
    """
    question = PROMPTS[rival.prompt]
    with recorded(plan=rival.plan, what="Settled two texts", by=by, now=now, stage=question.stage):
        settled = RivalAnswer.objects.filter(pk=rival.pk, settled_at__isnull=True).update(
            settled_at=now, settled_by=by
        )
        if not settled:
            raise AlreadyDone("Somebody has decided between these texts already.")
        outcome = _write(rival.plan, rival.prompt, text, version, by, now)
    if isinstance(outcome, LostRace):
        raise outcome
    return outcome


def be_present(*, plan, stage, member, now):
    """Notes that a member has a page of the plan open."""
    Presence.objects.bulk_create(
        [Presence(plan=plan, member=member, stage=stage, seen_at=now)],
        update_conflicts=True,
        unique_fields=["plan", "member"],
        update_fields=["stage", "seen_at"],
    )
