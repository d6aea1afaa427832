"""The forms of calls: for whom one is opened, and the school's rules with the words of its letter."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from collab.models import Department, Term
from collab.uncut import Uncut
from outreach.models import CallRules

PLACEHOLDERS = ("name", "term", "school")
BRACES = re.compile(r"\{([^{}]*)\}")
LAST_DAY = 60


class OpenForm(forms.Form):
    """For whom a call is opened: all, or chosen departments."""

    term = forms.ModelChoiceField(
        Term.objects.none(),
        widget=forms.HiddenInput(),
        error_messages={"invalid_choice": "This term is not there any more. Open this page again."},
    )
    whom = forms.ChoiceField(
        label="Whom do you ask?",
        choices=[("all", "All teachers"), ("some", "Only these departments")],
        widget=forms.RadioSelect,
        initial="all",
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of these was removed. Choose again."},
    )

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.fields["term"].queryset = Term.objects.visible_to(by)
        self.fields["departments"].queryset = Department.objects.visible_to(by)

    def saying(self, numbers):
        """The same form, in which each department says how many of its teachers are asked: key → number."""
        self.fields["departments"].label_from_instance = lambda one: f"{one} ({_teachers(numbers.get(one.pk, 0))})"
        return self

    def clean(self):
        chosen = self.cleaned_data.get("departments")
        if self.cleaned_data.get("whom") == "all" and chosen:
            self.add_error("whom", "You chose departments below. Ask only these, or take the ticks off.")
        elif self.cleaned_data.get("whom") == "all":
            self.cleaned_data["departments"] = []
        elif not chosen and "departments" not in self.errors:
            self.add_error("departments", "Choose at least one department.")


def _teachers(number):
    if not number:
        return "nobody to ask"
    return "1 teacher" if number == 1 else f"{number} teachers"


class DaysField(forms.CharField):
    """Days after the invitation, typed as “5, 9”; at most two, the first one first."""

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value):
        parts = [part for part in re.split(r"[\s,;]+", super().clean(value)) if part]
        if not all(part.isdecimal() and len(part) < 3 and 1 <= int(part) <= LAST_DAY for part in parts):
            raise forms.ValidationError(f"Write days as numbers from 1 to {LAST_DAY}, such as 5, 9.")
        days = [int(part) for part in parts]
        if len(days) > 2:
            raise forms.ValidationError("Two reminders at most: nobody likes a third.")
        if days != sorted(set(days)):
            raise forms.ValidationError("The second reminder comes after the first.")
        return days


class RulesForm(Uncut, forms.ModelForm):
    """When calls open and remind, and what their letter says. It only cleans: saving is for the actions."""

    days_before = forms.IntegerField(
        label="Days before the last day of a term",
        min_value=1,
        max_value=LAST_DAY,
        help_text="On the school day on that date, or the one before it.",
    )
    reminders = DaysField(
        label="Reminders, in days after the invitation",
        required=False,
        max_length=40,
        help_text="Two at most, such as 5, 9. They go to those without an answer, on school days. Empty: none.",
    )

    class Meta:
        model = CallRules
        fields = ["opens_by_itself", "days_before", "opens_at", "reminders", "subject", "words"]
        labels = {
            "opens_by_itself": "The call opens by itself",
            "opens_at": "Hour of its mails",
            "words": "The letter above the button",
        }
        help_texts = {
            "opens_at": "By your school's clock. Quiet hours of mail come on top.",
            "subject": "Empty: our own words. {name}, {term} and {school} stand for what they say.",
            "words": "Last year's topics and the button come below. An empty line begins a new paragraph.",
        }
        widgets = {
            "opens_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "words": forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
            "subject": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        }

    def __init__(self, *args, usual, **options):
        super().__init__(*args, **options)
        self.fields["subject"].widget.attrs["placeholder"] = usual["subject"]
        self.fields["words"].widget.attrs["placeholder"] = usual["words"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset("When", "opens_by_itself", Row(Column("days_before"), Column("opens_at")), "reminders"),
            Fieldset("The letter", "subject", "words"),
        )

    def clean_subject(self):
        return _with_known_placeholders(self.cleaned_data["subject"])

    def clean_words(self):
        return _with_known_placeholders(self.cleaned_data["words"])

    def _post_clean(self):
        """The row stays as it was read: the action writes, and compares versions."""


def _with_known_placeholders(text):
    """The text as it is, where each word in braces stands for something."""
    unknown = [word for word in BRACES.findall(text) if word not in PLACEHOLDERS]
    if unknown:
        raise forms.ValidationError(
            f"“{{{unknown[0]}}}” stands for nothing. In braces you can write {{name}}, {{term}} and {{school}}."
        )
    return text
