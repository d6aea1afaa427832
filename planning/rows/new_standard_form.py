"""The form that enters a standard; where the school has its number in other words, it asks which are to stand."""

import re

from django import forms

from planning.rows.forms import StandardForm
from planning.rows.standard_actions import Choice

KEEP, CORRECT = "keep", "correct"
CHOICE = re.compile(rf"({KEEP}|{CORRECT})-(\d{{1,18}})-(\d{{1,9}})", re.ASCII)


class NewStandardForm(StandardForm):
    """`words` stays empty until there are two statements to choose from."""

    words = forms.CharField(label="Which words are to stand?", required=False, widget=forms.HiddenInput)

    @property
    def values(self):
        return {name: value for name, value in super().values.items() if name != "words"}

    @property
    def choice(self):
        """The `Choice` that was made between two statements; None where nobody was asked."""
        found = CHOICE.fullmatch(self.cleaned_data["words"])
        if found is None:
            return None
        return Choice(standard_id=int(found[2]), version=int(found[3]), is_correction=found[1] == CORRECT)

    def ask_which(self, standing, *, uses, may_correct):
        """Shows the school's words beside those that were typed, and asks which are to stand.

        `uses`: how many plans rest on the standard; `may_correct`: whether the reader may put theirs in its place.
        """
        self.show_standing(standing, label="The school's list says")
        self.data["words"] = ""
        seen = f"{standing.pk}-{standing.version}"
        choices = [(f"{KEEP}-{seen}", "Those of the school's list; mine are not needed")]
        if may_correct:
            where = f", in the {uses} plans that rest on it too" if uses > 1 else ""
            choices.append((f"{CORRECT}-{seen}", f"Mine: correct the school's list{where}"))
        else:
            name = standing.created_by.name
            self["words"].help_text = f"Librarians and {name}, who entered it, can correct the school's list."
        self.fields["words"].widget = forms.RadioSelect(choices=choices)
