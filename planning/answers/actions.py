"""Named writes of answers. An answer is saved with the version that it was read at; no text is ever lost."""

from dataclasses import dataclass

from django.db.models import Q

from planning.errors import AlreadyDone, PlanningError, RowChanged
from planning.models import Answer, Presence, RivalAnswer
from planning.models.answers import LONGEST_ANSWER
from planning.recording import next_version, recorded
from planning.stages import PROMPTS


@dataclass(frozen=True)
class Page:
    """One open page in a browser: its random name, and the number of this save among its saves."""

    name: str = ""
    serial: int = 0


NO_PAGE = Page()


class LostRace(PlanningError):
    """Somebody else saved first. `rival` keeps the text that came second, `current` is the answer that stands."""

    def __init__(self, *, current, rival):
        self.current = current
        self.rival = rival
        super().__init__(f"{current.saved_by} changed this answer while you were typing. Both texts are kept.")


def save_answer(*, plan, prompt, text, version, by, now, page=NO_PAGE):
    """Saves the text under a prompt, read at `version` (0: there was no answer). Returns the Answer that stands.

    The same text as already stands saves nothing. On a lost race the text is kept as a RivalAnswer (always the
    same one while its writer goes on typing in one `page`), and `LostRace` is raised after that was committed. A
    page never loses against its own earlier save, and a save of it that arrives late is dropped for the newer one.
    """
    if len(text) > LONGEST_ANSWER:
        raise PlanningError(f"This text is longer than {LONGEST_ANSWER:,} characters. Shorten it, or split it.")
    question = PROMPTS[prompt]
    current = _standing(plan, prompt)
    rival = _rival_of_page(plan, prompt, by, page)
    if rival is None and (current.text if current else "") == text:
        return current or Answer(plan=plan, prompt=prompt, text="", version=0, saved_at=now, saved_by=by)
    with recorded(plan=plan, what=f"Answered “{question.label}”", by=by, now=now, stage=question.stage):
        outcome = _write(plan, prompt, text, version, by, now, page)
    if isinstance(outcome, LostRace):
        raise outcome
    return outcome


def _standing(plan, prompt):
    return Answer.objects.select_related("saved_by").filter(plan=plan, prompt=prompt).first()


def _rival_of_page(plan, prompt, by, page):
    """The text that this page's last lost race left behind, settled or not."""
    if not page.name:
        return None
    rivals = RivalAnswer.objects.select_related("written_by").filter(plan=plan, prompt=prompt, written_by=by)
    return rivals.filter(page=page.name).order_by("-pk").first()


def _write(plan, prompt, text, version, by, now, page):
    """The Answer that stands, or the `LostRace` to raise once the text that lost is safely stored."""
    current = _standing(plan, prompt)
    if current is None:
        return Answer.objects.create(
            plan=plan, prompt=prompt, text=text, saved_at=now, saved_by=by, page=page.name, page_serial=page.serial
        )
    rival = _rival_of_page(plan, prompt, by, page)
    if page.name and current.page == page.name and current.saved_by_id == by.pk:
        if page.serial < current.page_serial:
            return current
        version = current.version
    elif rival is not None and rival.settled_at is not None and rival.text == current.text:
        version = current.version  # Somebody chose the text that this page's writer is still typing in.
    written = (
        Answer.objects.filter(pk=current.pk, version=version)
        .exclude(text=text)
        .update(text=text, saved_at=now, saved_by=by, page=page.name, page_serial=page.serial, version=next_version())
    )
    if not written and current.text != text:
        return LostRace(current=current, rival=_keep(plan, prompt, text, version, by, now, page, rival))
    _settle_what_is_moot(plan, prompt, text, by, now, rival)
    return _standing(plan, prompt)


def _settle_what_is_moot(plan, prompt, text, by, now, rival):
    """A rival with the very words of the answer has nothing left to decide; nor has one that its writer gave up."""
    moot = Q(text=text) | (Q(pk=rival.pk) if rival is not None else Q())
    RivalAnswer.objects.filter(moot, plan=plan, prompt=prompt, settled_at__isnull=True).update(
        settled_at=now, settled_by=by
    )


def _keep(plan, prompt, text, version, by, now, page, rival):
    """Keeps a text that lost: in the rival row that its writer is typing in, or in a new one."""
    if rival is None or rival.settled_at is not None:
        return RivalAnswer.objects.create(
            plan=plan,
            prompt=prompt,
            text=text,
            read_version=version,
            written_at=now,
            written_by=by,
            page=page.name,
            page_serial=page.serial,
        )
    RivalAnswer.objects.filter(pk=rival.pk, page_serial__lte=page.serial).exclude(text=text).update(
        text=text, written_at=now, page_serial=page.serial, version=next_version()
    )
    return RivalAnswer.objects.select_related("written_by").get(pk=rival.pk)


def settle(*, rival, text, version, by, now):
    """Decides between the answer (seen at `version`) and a rival (as loaded): `text` becomes the answer.

    `text=None` leaves the answer as it stands. The text that gives way stays in the history. Raises `AlreadyDone`
    when the rival was settled before, and `RowChanged` when either text has changed since; then nothing is written.
    """
    if text is not None and len(text) > LONGEST_ANSWER:
        raise PlanningError(f"This text is longer than {LONGEST_ANSWER:,} characters. Shorten it, or split it.")
    question = PROMPTS[rival.prompt]
    with recorded(plan=rival.plan, what="Settled two texts", by=by, now=now, stage=question.stage):
        open_rivals = RivalAnswer.objects.filter(pk=rival.pk, settled_at__isnull=True)
        if not open_rivals.exists():
            raise AlreadyDone("Somebody has decided between these texts already.")
        current = _standing(rival.plan, rival.prompt)
        settled = open_rivals.filter(version=rival.version).update(settled_at=now, settled_by=by)
        if not settled or current is None or current.version != version:
            raise RowChanged(current)
        if text is None:
            return current
        return _write(rival.plan, rival.prompt, text, version, by, now, NO_PAGE)


def be_present(*, plan, stage, member, now):
    """Notes that a member has a page of the plan open."""
    Presence.objects.bulk_create(
        [Presence(plan=plan, member=member, stage=stage, seen_at=now)],
        update_conflicts=True,
        unique_fields=["plan", "member"],
        update_fields=["stage", "seen_at"],
    )


def forget_presences(*, before):
    """Deletes notes of who was where that are older than a moment; returns how many."""
    return Presence.objects.filter(seen_at__lt=before).delete()[0]
