"""The form that names the levels of a plan's criteria."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxLengthValidator

from planning.levels import FEWEST_LABELS, MOST_LABELS

SEPARATOR = " | "
LONGEST_LABEL = 40


class LevelLabelsForm(forms.Form):
    """The names of the levels that a plan's criteria are counted by. `was` holds them as they were read."""

    was = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args, plan, counted, **kwargs):
        """`counted`: the highest level at which students are counted already, or 0."""
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.counted = counted
        self.fields["was"].initial = SEPARATOR.join(plan.level_labels)
        for number in range(1, MOST_LABELS + 1):
            label = "Level 1, the lowest" if number == 1 else f"Level {number}"
            standing = plan.level_labels[number - 1] if number <= len(plan.level_labels) else ""
            self.fields[f"label_{number}"] = forms.CharField(
                label=label, required=number <= FEWEST_LABELS, initial=standing
            )
            self.fields[f"label_{number}"].validators.append(MaxLengthValidator(LONGEST_LABEL))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def take_focus(self):
        self.fields["label_1"].widget.attrs["autofocus"] = True

    def clean(self):
        cleaned = super().clean()
        names = [cleaned.get(f"label_{number}", "") for number in range(1, MOST_LABELS + 1)]
        self.labels = [name for name in names if name]
        if self.errors:
            return cleaned
        if names[: len(self.labels)] != self.labels:
            raise forms.ValidationError("Leave no gap between the levels.")
        if len({name.casefold() for name in self.labels}) < len(self.labels):
            raise forms.ValidationError("Two levels have the same name. Give each its own.")
        if len(self.labels) < self.counted:
            raise forms.ValidationError(f"Students are counted at level {self.counted} already: name it too.")
        standing = SEPARATOR.join(self.plan.level_labels)
        if cleaned.get("was") != standing:
            self.data = self.data.copy()
            self.data["was"] = standing
            raise forms.ValidationError(
                f"Somebody renamed the levels meanwhile: {', '.join(self.plan.level_labels)}. "
                "Save again to put yours in their place."
            )
        return cleaned
