"""Where the programme is placed in a year, as somebody chooses it."""

from django import forms

from collab.uncut import Uncut
from outreach.models import ProgrammePlacing
from outreach.reports.programme.taxonomy import LEVELS, with_edition

NOT_PLACED = "Not placed in this year"


class PlacingForm(Uncut, forms.Form):
    """A level of one of the editions, and a note. Whoever takes the level of a placed year away takes its note too."""

    level = forms.ChoiceField(
        label="Level",
        required=False,
        error_messages={"invalid_choice": "This is no level of either edition. Choose again."},
    )
    note = forms.CharField(
        label="What it rests on, and what comes next",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args, placing, **options):
        super().__init__(*args, **options)
        self.is_placed = placing.pk is not None
        self.fields["level"].choices = [
            ("", NOT_PLACED if self.is_placed else "Choose a level"),
            *(
                (edition.label, [(_key(edition, level.number), str(level)) for level in levels])
                for edition, levels in LEVELS.items()
            ),
        ]
        self.initial |= {"level": _key(placing.edition, placing.level) if self.is_placed else "", "note": placing.note}

    @property
    def values(self):
        """What is placed (edition, level, note), or None for no placing."""
        if not self.cleaned_data["level"]:
            return None
        edition, level = self.cleaned_data["level"].split("-")
        return {"edition": edition, "level": int(level), "note": self.cleaned_data["note"]}

    def clean(self):
        """A level for a year that has none yet; and no new note for a year that is to have none."""
        if "level" in self.errors or self.cleaned_data["level"]:
            return
        if not self.is_placed:
            self.add_error("level", "Choose the level that describes the programme best.")
        elif self.cleaned_data.get("note", "") not in ("", self.initial["note"]):
            self.add_error("level", "Choose a level to keep this note, or empty the note to take both away.")

    def differences(self, current):
        """What a placing says where the (valid) form says otherwise: list of (label, words)."""
        values = self.values or {}
        found = []
        if (current.edition, current.level) != (values.get("edition"), values.get("level")):
            found.append((self["level"].label, with_edition(current)))
        if current.note != values.get("note"):
            found.append((self["note"].label, current.note or "(empty)"))
        return found


def _key(edition, level):
    return f"{ProgrammePlacing.Edition(edition).value}-{level}"
