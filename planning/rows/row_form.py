"""What the forms of all rows share: their plan, the version that was read, and what stands after a lost race."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from collab.widgets import DayInput

LONGEST_TEXT = 10_000
MOST_STUDENTS = 5_000
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


class RowForm(forms.ModelForm):
    """A form of one kind of row. `plan` narrows its choices; `version` is that of the row as it was read."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    rows = ()

    def __init__(self, *args, plan, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.member = member
        self.fields["version"].initial = self.instance.version
        self.tidy()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.laid_out())
        self.helper.disable_csrf = True

    def tidy(self):
        """Lengths and ranges that the columns alone do not say. The browser cuts nothing off without a word."""
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = "This is not there any more. Choose again."
            if isinstance(field, forms.DateField):
                field.widget = DayInput({"min": EARLIEST.isoformat(), "max": LATEST.isoformat()})
                field.validators.append(self.sensible_day)
            elif isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
                if field.max_length is None:
                    field.validators.append(MaxLengthValidator(LONGEST_TEXT))
            field.widget.attrs.pop("maxlength", None)

    @staticmethod
    def sensible_day(day):
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(f"Give a date between {EARLIEST.year} and {LATEST.year}.")

    def laid_out(self):
        """The fields in their order; `rows` names those that stand beside each other."""
        beside = {group[0]: group for group in self.rows}
        later = {name for group in self.rows for name in group[1:]}
        for name in self.fields:
            if name in beside:
                yield Row(*(Column(one, css_class="col-sm") for one in beside[name]))
            elif name not in later:
                yield name

    def validate_constraints(self):
        """The forms say in words what the database's constraints say in names."""

    def take_focus(self):
        """Puts the cursor into the first field with an error, or the first of all."""
        visible = [name for name in self.fields if name != "version"]
        first = next((name for name in visible if name in self.errors), visible[0])
        self.fields[first].widget.attrs["autofocus"] = True

    def show_standing(self, current, label="Now"):
        """After a lost race: says beside each field that differs what stands there now, and who wrote it.

        Saved again, the form knows that version and wins.
        """
        self.data = self.data.copy()
        self.data["version"] = current.version
        standing = type(self)(instance=current, plan=self.plan, member=self.member)
        at = timezone.localtime(current.changed_at or current.created_at)
        by = f"{(current.changed_by or current.created_by).name}, {date_format(at, 'j M, H:i')}"
        for name, field in self.fields.items():
            now = standing.initial.get(name)
            mine = self.cleaned_data.get(name)
            mine = mine.pk if isinstance(mine, Model) else mine
            if name != "version" and (now or None) != (mine or None):
                self[name].help_text = format_html("<mark>{}: “{}”</mark> {}", label, shown(field, now), by)

    @property
    def values(self):
        """The clean values, as actions take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def read_version(self):
        return self.cleaned_data["version"] or 0


def shown(field, value):
    """A field's value as people read it."""
    if value in (None, ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return date_format(value, "D j M Y")
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=value).first() or "nothing")
    if isinstance(field, forms.ChoiceField):
        return dict(field.choices).get(value, value)
    return value


def number_field(label, most, **more):
    words = {"min_value": "Numbers here are 0 or more.", "max_value": f"Numbers here are {most:,} or less."}
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, error_messages=words, **more)
