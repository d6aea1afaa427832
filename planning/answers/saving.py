"""Saving what a whole page of answers sends, with scripts off: every text is saved, kept beside another, or shown."""

from dataclasses import dataclass, field

from planning.answers.actions import LostRace, save_answer
from planning.answers.forms import AnswerForm
from planning.errors import PlanningError
from planning.stages import Prompt


@dataclass
class Outcome:
    """What became of the texts of one page: the prompts that were saved, those in conflict, and the refused."""

    saved: list[Prompt] = field(default_factory=list)
    lost: list[tuple[Prompt, LostRace]] = field(default_factory=list)
    refused: list["Refused"] = field(default_factory=list)


@dataclass(frozen=True)
class Refused:
    """A text that could not be saved, and why; it is shown again so that nothing is lost."""

    prompt: Prompt
    text: str
    version: int
    was: str
    reason: str


def save_page(*, plan, prompts, data, by, now):
    """Saves every answer that was touched; one that cannot be saved does not hold back the others.

    `data` holds the fields of an `AnswerForm` for each prompt, prefixed with its key; prompts without are not on
    that page.
    """
    outcome = Outcome()
    for prompt in prompts:
        if f"{prompt.key}-text" in data:
            _save_one(plan, prompt, AnswerForm(data, prefix=prompt.key), by, now, outcome)
    return outcome


def _save_one(plan, prompt, form, by, now, outcome):
    if not form.is_valid():
        outcome.refused.append(refusal(prompt, form))
        return
    if not form.is_touched:
        return
    try:
        save_answer(
            plan=plan,
            prompt=prompt.key,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
            by=by,
            now=now,
        )
    except LostRace as error:
        outcome.lost.append((prompt, error))
    except PlanningError as error:
        outcome.refused.append(refusal(prompt, form, str(error)))
    else:
        outcome.saved.append(prompt)


def refusal(prompt, form, reason="This text did not arrive completely. Save it once more."):
    """The `Refused` for what a form holds, complete or not."""
    known = form.cleaned_data
    return Refused(prompt, known.get("text", ""), known.get("version") or 0, known.get("was", ""), reason)
