"""The term dates of the set-up: proposed until somebody changes one, then kept as they were typed."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from collab.calendars import PRESETS, preset_for, proposed_terms
from collab.school_settings.terms.forms import TermSheet


@dataclass(frozen=True)
class Proposal:
    """The preset in force, the rows that it proposes, and the rows to show."""

    preset: str
    proposed: list
    rows: list


def proposal(typed, school, *, now):
    """The `Proposal` for what was typed so far, around the day that it is at the school (clean fields of School)."""
    preset = typed.get("preset")
    if preset not in PRESETS:
        preset = preset_for(school["country"])
    today = now.astimezone(ZoneInfo(school["time_zone"])).date()
    proposed = TermSheet.text_of(proposed_terms(preset, country=school["country"], today=today))
    rows = typed.get("rows")
    return Proposal(preset, proposed, proposed if rows is None else rows)


def keep(typed, rows, proposal):
    """Keeps typed rows. Rows as proposed are not kept, so that another country or preset proposes its own."""
    typed.keep("rows", None if rows == proposal.proposed else rows)
