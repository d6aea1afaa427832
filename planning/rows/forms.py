"""Forms of rows: clean input, laid out for a thumb. They save nothing; actions do."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.core.validators import MaxLengthValidator, URLValidator
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from collab.models import Member
from planning.levels import FEWEST_LABELS, MOST_LABELS
from planning.models import Barrier, Criterion, Duty, FormativeCheck, Lesson, Need, Partner, Standard
from planning.plans.actions import kind_of_partner

LONGEST_TEXT = 10_000
MOST_STUDENTS = 5_000
LONGEST_LESSON = 600
SEPARATOR = " | "
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)

LEADS = [
    ("", "Not decided, or without the librarian"),
    ("librarian", "Librarian leads: teaches the lesson, the teacher is there"),
    ("together", "Planned and taught together: both have a part in all of it"),
    ("teacher", "Teacher leads, librarian supports: helps groups, finds sources"),
]
CO_TEACHING = [
    ("", "Not taught side by side, or not decided"),
    ("supportive", "Supportive instruction: one leads, the other helps single students"),
    ("parallel", "Parallel instruction: each teaches the same to half of the class"),
    ("split", "Differentiated split class: groups by need, each with its own task"),
    ("stations", "Station/centre teaching: students move between stations"),
    ("team", "Team teaching: both lead, in turn and together"),
]


class DayInput(forms.DateInput):
    """A date as browsers pick it."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d", attrs={"min": EARLIEST.isoformat(), "max": LATEST.isoformat()})


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
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
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

    def show_standing(self, current):
        """After a lost race: says beside each field that differs what stands there now, and who wrote it.

        Saved again, the form knows that version and wins.
        """
        self.data = self.data.copy()
        self.data["version"] = current.version
        standing = type(self)(instance=current, plan=self.plan, member=self.member)
        by = f"{current.changed_by.name}, {date_format(timezone.localtime(current.changed_at), 'j M, H:i')}"
        for name, field in self.fields.items():
            now = standing.initial.get(name)
            mine = self.cleaned_data.get(name)
            mine = mine.pk if isinstance(mine, Model) else mine
            if name != "version" and (now or None) != (mine or None):
                self[name].help_text = format_html("<mark>Now: “{}”</mark> {}", shown(field, now), by)

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
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, **more)


class ColleagueForm(RowForm):
    """A member of the school as a partner. Who it is does not change; what they do does."""

    class Meta:
        model = Partner
        fields = ["member", "kind", "expertise", "will"]
        labels = {"member": "Who", "kind": "Takes the part of", "expertise": "Brings", "will": "Will"}
        help_texts = {
            "expertise": "The expertise they bring to this unit.",
            "will": "What they do in this unit: one line for each thing.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        kind.choices = [choice for choice in Partner.Kind.choices if choice[0] != Partner.Kind.OUTSIDE]
        if self.instance.pk:
            del self.fields["member"]
            self.helper.layout = Layout(*self.laid_out())
            return
        kind.required = False
        kind.choices = [("", "As their role in the school says"), *kind.choices]
        kind.initial = ""
        partners = Partner.objects.filter(plan=self.plan, member__isnull=False).values("member")
        self.fields["member"].required = True
        self.fields["member"].queryset = (
            Member.objects.visible_to(self.member).active().exclude(pk__in=partners).order_by("name")
        )
        self.fields["member"].empty_label = "Choose a colleague"

    def clean(self):
        cleaned = super().clean()
        member = cleaned.get("member")
        if member and not cleaned.get("kind"):
            cleaned["kind"] = kind_of_partner(member)
        if member and not cleaned.get("expertise"):
            cleaned["expertise"] = member.expertise
        return cleaned


class OutsidePartnerForm(RowForm):
    """Somebody without a place in the school: a museum, an author, a parent."""

    class Meta:
        model = Partner
        fields = ["name", "organisation", "expertise", "will"]
        labels = {"expertise": "Brings", "will": "Will"}
        help_texts = {
            "name": "A person, or a place such as a museum or the public library.",
            "expertise": "The expertise they bring to this unit.",
            "will": "What they do in this unit: one line for each thing.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True

    @property
    def values(self):
        return super().values | {"kind": Partner.Kind.OUTSIDE}


class NeedForm(RowForm):
    class Meta:
        model = Need
        fields = ["source", "shows", "cohort"]
        labels = {"source": "Which results", "shows": "What they show", "cohort": "Which group of students"}
        help_texts = {
            "source": "For example a reading test, or last year's posters.",
            "shows": "In numbers and words of a group. Never a student's name.",
            "cohort": "For example Year 6, 84 students.",
        }


class DutyForm(RowForm):
    rows = (("owner", "due_on"),)

    class Meta:
        model = Duty
        fields = ["what", "owner", "due_on"]
        labels = {"what": "What", "owner": "Who", "due_on": "By when"}
        help_texts = {"owner": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Partner.objects.filter(plan=self.plan).select_related("member")
        self.fields["owner"].empty_label = "All of us"


class LessonForm(RowForm):
    rows = (("taught_on", "minutes"), ("period", "place"))
    minutes = number_field("Minutes", LONGEST_LESSON)

    class Meta:
        model = Lesson
        fields = ["focus", "taught_on", "minutes", "period", "place", "led_by", "co_teaching"]
        labels = {"focus": "What it is about", "taught_on": "Date", "led_by": "Who leads"}
        help_texts = {"focus": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choose_lead(self.fields["led_by"])
        self.fields["co_teaching"].choices = CO_TEACHING
        self.fields["co_teaching"].widget = forms.RadioSelect(choices=CO_TEACHING)


def choose_lead(field):
    """Who leads, as four plain choices in place of a list that hides them."""
    field.choices = LEADS
    field.widget = forms.RadioSelect(choices=LEADS)


class LessonLogForm(RowForm):
    """What happened in a lesson that was planned."""

    students_reached = number_field("Students reached", MOST_STUDENTS)

    class Meta:
        model = Lesson
        fields = ["happened", "students_reached", "led_by"]
        labels = {"happened": "What happened", "led_by": "Who led it, in the end"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choose_lead(self.fields["led_by"])

    def clean(self):
        cleaned = super().clean()
        was_logged = self.initial.get("happened") or self.initial.get("students_reached") is not None
        says_nothing = not cleaned.get("happened") and cleaned.get("students_reached") is None
        if says_nothing and not was_logged and not {"happened", "students_reached"} & set(self.errors):
            self.add_error("happened", "Write a sentence, or how many students it reached.")
        return cleaned


class UnplannedLessonForm(LessonLogForm):
    """A lesson that nobody had planned, with what happened in it."""

    class Meta(LessonLogForm.Meta):
        fields = ["focus", "taught_on", "happened", "students_reached", "led_by"]
        labels = LessonLogForm.Meta.labels | {"focus": "What it was about", "taught_on": "Date", "led_by": "Who led it"}
        help_texts = {"focus": ""}


class CheckForm(RowForm):
    class Meta:
        model = FormativeCheck
        fields = ["what", "lesson", "found", "adjusted"]
        labels = {
            "what": "What you looked at",
            "lesson": "In which lesson",
            "found": "What it showed",
            "adjusted": "What you adjusted",
        }
        help_texts = {"what": "For example exit tickets, note pages, a quick show of hands."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lesson"].queryset = Lesson.objects.filter(plan=self.plan)
        self.fields["lesson"].empty_label = "No lesson in particular"


class BarrierForm(RowForm):
    class Meta:
        model = Barrier
        fields = ["kind", "what", "counter_measure", "outcome"]
        labels = {
            "kind": "What kind of barrier",
            "what": "What stood in the way",
            "counter_measure": "What you did about it",
            "outcome": "What came of it",
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Barrier.Kind.OTHER and not cleaned.get("what") and "what" not in self.errors:
            self.add_error("what", "Say in a few words what it was.")
        return cleaned


class CriterionForm(RowForm):
    """A criterion with the students at each of the plan's levels, in one go."""

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
        self.levels = {f"level_{number}": number for number in range(1, len(self.plan.level_labels) + 1)}
        for name, number in self.levels.items():
            self.fields[name] = number_field(
                self.plan.level_labels[number - 1], MOST_STUDENTS, initial=standing.get(number)
            )
            self.initial[name] = standing.get(number)
        self.helper.layout = Layout(
            "version",
            "name",
            "assessed_by",
            "is_library_led",
            HTML('<fieldset class="rows-levels"><legend>Students at each level</legend>'),
            Row(*(Column(name, css_class="col-6 col-sm") for name in self.levels)),
            HTML("</fieldset>"),
        )

    @property
    def values(self):
        plain = {name: value for name, value in super().values.items() if name not in self.levels}
        return plain | {"counts": {number: self.cleaned_data[name] for name, number in self.levels.items()}}


class StandardForm(RowForm):
    rows = (("framework", "number"),)
    source_url = forms.URLField(
        label="Where it can be read",
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="The address of its page, if it has one.",
    )

    class Meta:
        model = Standard
        fields = ["framework", "number", "statement", "kind", "source_url"]
        labels = {"kind": "What it is"}
        widgets = {"statement": forms.Textarea}
        help_texts = {
            "framework": "For example Australian Curriculum: HASS.",
            "number": "The framework's own number.",
        }

    def clean_framework(self):
        return " ".join(self.cleaned_data["framework"].split())

    def clean_number(self):
        return " ".join(self.cleaned_data["number"].split())


FORMS = {
    "partners": ColleagueForm,
    "outside-partners": OutsidePartnerForm,
    "needs": NeedForm,
    "standards": StandardForm,
    "duties": DutyForm,
    "lessons": LessonForm,
    "lesson-logs": UnplannedLessonForm,
    "checks": CheckForm,
    "barriers": BarrierForm,
    "criteria": CriterionForm,
}


CHANGE_FORMS = FORMS | {"lesson-logs": LessonLogForm}


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
            self.fields[f"label_{number}"].validators.append(MaxLengthValidator(40))
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
