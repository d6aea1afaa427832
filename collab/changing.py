"""A form that changes a row which somebody else may be changing too: both know what the other one did."""

from datetime import date, time

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from collab.writing import held_by

LONGEST_VERSION = 9  # In digits: what a form sends beyond that was never a version.


class Change:
    """One person's change of a `Versioned` row, as its page holds it.

    `version` is that of the row as the person read it, and stands in the form. After a lost race `title` says who was
    first, `stands` what they saved, as (label, words), and `version` is theirs: to save once more is then meant.
    `by` is the member who changes it, where that is not who is signed in.
    """

    def __init__(self, request, row, *, by=None):
        sent = request.POST.get("version", "")
        self.by = by or request.member
        self.version = row.version if request.method != "POST" else _number(sent)
        self.title = ""
        self.stands = []

    @property
    def is_lost(self):
        return bool(self.title)

    def lose(self, form, current):
        """Notes that `current` is what somebody else saved while this (valid) form was open."""
        self.version = current.version
        self.title = self._who_and_when(current)
        self.stands = differences(form, current)

    def _who_and_when(self, current):
        when = f" on {date_format(timezone.localtime(current.changed_at), 'j M, H:i')}" if current.changed_at else ""
        if current.changed_by_id == self.by.pk:
            return f"You changed this in another window{when}."
        return f"{current.changed_by or 'Somebody'} changed this{when}, while you were typing."


def was_open(request):
    """Whether a form is sent that was opened when its row was there: somebody has removed it since."""
    return request.method == "POST" and _number(request.POST.get("version", "")) > 0


def differences(form, current):
    """What a row holds where the (valid) form says otherwise: list of (label, words)."""
    found = []
    for name, field in form.fields.items():
        stands, typed = in_words(field, held_by(current, name)), in_words(field, form.cleaned_data[name])
        if stands != typed:
            found.append((form[name].label, stands))
    return found


def in_words(field, value):
    """A field's value as people read it."""
    if value in (None, "", [], set()):
        return "(empty)"
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(map(str, value))) or "(empty)"
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(label for key, label in _flat(field.choices) if key in value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return dict(_flat(field.choices)).get(value, value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return date_format(value, "D j M Y") if isinstance(value, date) else str(value)


def _flat(choices):
    """Choices without the groups that they may stand in."""
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]


def _number(text):
    return int(text) if text.isdecimal() and len(text) <= LONGEST_VERSION else 0
