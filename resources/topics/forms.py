"""What is said about one topic; several topics at once are in `asking`."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from collab import asked
from collab.models import ClassGroup, Subject, YearLevel
from collab.uncut import Uncut
from resources.models import Help

MOST_STUDENTS = 5_000
MOST_WEEKS = 60
YOUNGEST, OLDEST = 3, 25
REMOVED = {"invalid_choice": "This is not there any more. Choose again."}
REMOVED_OF_SEVERAL = {
    "invalid_choice": "Something chosen here is not there any more. Choose again.",
    "invalid_pk_value": "Something chosen here is not there any more. Choose again.",
}
NO_SUCH_WEEK = {"invalid_choice": "This term has no such week. Choose again."}


class SaidForm(Uncut, forms.Form):
    """One topic, as a teacher says it. `offers` are the choices of the school, read once for all topics of a page."""

    topic = forms.CharField(
        max_length=200,
        error_messages={"required": "Say in a few words what it is about."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "autocapitalize": "sentences"}),
    )
    subject = forms.ModelChoiceField(Subject.objects.none(), required=False, error_messages=REMOVED)
    year_levels = forms.ModelMultipleChoiceField(
        YearLevel.objects.none(), required=False, error_messages=REMOVED_OF_SEVERAL
    )
    classes = forms.ModelMultipleChoiceField(
        ClassGroup.objects.none(), required=False, error_messages=REMOVED_OF_SEVERAL
    )
    first_week = forms.TypedChoiceField(
        label="From", required=False, coerce=int, empty_value=None, error_messages=NO_SUCH_WEEK
    )
    last_week = forms.TypedChoiceField(
        label="To", required=False, coerce=int, empty_value=None, error_messages=NO_SUCH_WEEK
    )
    help_wanted = forms.MultipleChoiceField(
        choices=Help.choices,
        required=False,
        error_messages={"invalid_choice": "Choose from the list."},
        widget=forms.CheckboxSelectMultiple,
    )
    students = forms.IntegerField(
        label="Number of students",
        required=False,
        min_value=1,
        max_value=MOST_STUDENTS,
        error_messages={
            "min_value": "At least one student.",
            "max_value": f"At most {MOST_STUDENTS:,} students.",
            "invalid": "Give the number in figures.",
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reads_from = forms.IntegerField(label="Reads like age", required=False)
    reads_to = forms.IntegerField(label="up to age", required=False)
    note = forms.CharField(
        required=False, max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = offers
        for name, offered in (
            ("subject", offers.subjects),
            ("year_levels", offers.year_levels),
            ("classes", offers.classes),
        ):
            self.fields[name].queryset = offered.queryset
            self.fields[name].choices = offered.choices
        self.fields["first_week"].choices = [("", "Not settled"), *offers.weeks]
        self.fields["last_week"].choices = [("", "Same week"), *offers.weeks]
        for name in ("first_week", "last_week"):
            self._show_lost_week(name)
        for name in ("reads_from", "reads_to"):
            field = self.fields[name]
            field.widget.attrs |= {"inputmode": "numeric", "min": YOUNGEST, "max": OLDEST}
            field.error_messages["invalid"] = "Give the age in years, in figures."

    def _show_lost_week(self, name):
        """A week that the term does not have (any more) is shown, and refused when it is sent: not lost in silence."""
        week = asked.number(str(self[name].value() or ""), 1, MOST_WEEKS)
        if week and week not in dict(self.offers.weeks):
            self.fields[name].widget.choices = [
                *self.fields[name].choices,
                (week, f"Week {week}, which this term does not have"),
            ]

    def clean_topic(self):
        return " ".join(self.cleaned_data["topic"].split())

    def clean_help_wanted(self):
        """In the order of the list, so that the same help is the same value."""
        return [one for one in Help.values if one in self.cleaned_data["help_wanted"]]

    def clean_reads_from(self):
        return self._age("reads_from")

    def clean_reads_to(self):
        return self._age("reads_to")

    def _age(self, name):
        age = self.cleaned_data[name]
        if age is not None and not YOUNGEST <= age <= OLDEST:
            raise ValidationError(f"An age between {YOUNGEST} and {OLDEST}.")
        return age

    def clean(self):
        self._put_weeks_in_order()
        youngest, oldest = self.cleaned_data.get("reads_from"), self.cleaned_data.get("reads_to")
        if youngest and oldest and oldest < youngest:
            self.add_error("reads_to", "The second age is below the first one.")
        if self.cleaned_data.get("students") is None and "students" not in self.errors:
            self.cleaned_data["students"] = students_in(self.cleaned_data.get("classes", ()))

    def _put_weeks_in_order(self):
        first, last = self.cleaned_data.get("first_week"), self.cleaned_data.get("last_week")
        if {"first_week", "last_week"} & self.errors.keys():
            return
        if first and not last:
            self.cleaned_data["last_week"] = first
        elif last and not first:
            self.add_error("first_week", "From which week on?")
        elif first and last < first:
            self.add_error("last_week", "The last week comes before the first one.")

    @property
    def who(self):
        """The chips of year levels and their classes: list of (level or None, classes), each chip a dict."""
        return self.offers.who(self["year_levels"], self["classes"])

    @property
    def chosen(self):
        """Who is chosen, in words: “Year 6, 7B”; empty for nobody."""
        return ", ".join(chip["label"] for row in self.who for chip in row if chip["is_checked"])

    @property
    def has_more(self):
        """Whether something stands in the fields that are folded away, or is wrong with them."""
        folded = ("students", "reads_from", "reads_to", "note")
        return any(name in self.errors or self[name].value() not in (None, "") for name in folded)


class TopicForm(SaidForm):
    """One of the topics of a page: besides what is said, which sending it is, and which topic it was copied from."""

    sending = forms.CharField(required=False, widget=forms.HiddenInput)
    copied_from = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_sending(self):
        return sending_of(self.cleaned_data["sending"])

    def clean_copied_from(self):
        return self.offers.last_year.get(self.cleaned_data["copied_from"])

    def has_changed(self):
        """Whether anything is said: the hidden fields alone say nothing."""
        return bool(set(self.changed_data) - {"sending", "copied_from"})


def sending_of(text):
    """The UUID that a hidden field held, or a new one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def students_in(classes):
    """How many students are in these classes, as far as the school has said; None where it has not."""
    return sum(one.size or 0 for one in classes) or None


def initial_of(topic_request):
    """What a request says, as the form shows it."""
    fields = (
        "topic",
        "subject",
        "first_week",
        "last_week",
        "students",
        "reads_from",
        "reads_to",
        "help_wanted",
        "note",
    )
    values = {name: getattr(topic_request, name) for name in fields if name != "subject"}
    return values | {
        "subject": topic_request.subject_id,
        "year_levels": [level.pk for level in topic_request.year_levels.all()],
        "classes": [group.pk for group in topic_request.classes.all()],
    }
