"""The form of a criterion: its name, and how many students are at which of the plan's levels."""

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms

from planning.levels import MOST_LABELS
from planning.models import Criterion
from planning.rows.row_form import MOST_STUDENTS, RowForm, number_field


class CriterionForm(RowForm):
    """A criterion with the students at each of the plan's levels, in one go.

    With each number goes the name of its level as it was read: somebody may rename the levels, or leave some out, while
    the form is open. A number typed for a level that is gone is shown again under the name that the level had.
    """

    class Meta:
        model = Criterion
        fields = ["name", "assessed_by", "is_library_led"]
        labels = {
            "name": "Criterion",
            "assessed_by": "Who assessed it",
            "is_library_led": "The library taught this",
        }
        help_texts = {"name": "For example: gives credit to every source."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assessed_by"].choices = [("", "Not assessed yet"), *Criterion.AssessedBy.choices]
        standing = {}
        if self.instance.pk:
            standing = {one.level: one.students for one in self.instance.counts.all()}
        labels = dict(enumerate(self.plan.level_labels, start=1))
        self.levels = {self._add_level(number, label, standing.get(number)): number for number, label in labels.items()}
        self.gone = {
            self._add_level(number, self.data.get(_name_of(number)) or f"Level {number}", None): number
            for number in range(len(labels) + 1, MOST_LABELS + 1)
            if self.data.get(_count_of(number), "").strip()
        }
        shown = [*self.levels, *self.gone]
        self.helper.layout = Layout(
            "version",
            "name",
            "assessed_by",
            "is_library_led",
            HTML('<fieldset class="rows-levels"><legend>Students at each level</legend>'),
            Row(*(Column(name, css_class="col-6 col-sm") for name in shown)),
            HTML("</fieldset>"),
            *(_name_of(number) for number in (*self.levels.values(), *self.gone.values())),
        )

    def _add_level(self, number, label, students):
        """Adds the fields of a level; returns the name of the one for its students."""
        self.fields[_count_of(number)] = number_field(label, MOST_STUDENTS)
        self.fields[_name_of(number)] = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
        self.initial |= {_count_of(number): students, _name_of(number): label}
        return _count_of(number)

    def clean(self):
        cleaned = super().clean()
        for name, number in self.levels.items():
            if cleaned.get(name) is not None and cleaned[name] != self.initial[name]:
                self._check_name(number, read=cleaned.get(_name_of(number)))
        for name in self.gone:
            if cleaned.get(name) is not None:
                self.add_error(
                    name,
                    f"“{self.fields[name].label}” is no longer a level of this plan. Count these {cleaned[name]} at "
                    "another level, then empty this field.",
                )
        return cleaned

    def _check_name(self, number, read):
        """Refuses once a number that was typed for a level under another name."""
        label = self.initial[_name_of(number)]
        if read and read != label:
            self.data = self.data.copy()
            self.data[_name_of(number)] = label
            self.add_error(
                _count_of(number), f"Somebody renamed this level meanwhile: it was “{read}”. Save again if this fits."
            )

    @property
    def values(self):
        plain = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return plain | {"counts": {number: self.cleaned_data[name] for name, number in self.levels.items()}}


def _count_of(number):
    return f"level_{number}"


def _name_of(number):
    return f"level_{number}_name"
