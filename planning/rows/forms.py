"""Forms of rows: clean input, laid out for a thumb. They save nothing; actions do."""

from crispy_forms.layout import Layout
from django import forms

from collab.models import Member
from collab.web_addresses import WebAddressField
from planning.models import Barrier, Duty, FormativeCheck, Lesson, Need, Partner, Standard
from planning.rows.criterion_form import CriterionForm
from planning.rows.row_form import MOST_STUDENTS, RowForm, number_field
from planning.unit_plan.actions import kind_of_partner

LONGEST_LESSON = 600

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


class ColleagueForm(RowForm):
    """A member of the school as a partner. Who it is does not change; what they do does."""

    is_nobody_left = False

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
        self.is_nobody_left = not self.is_bound and not self.fields["member"].queryset.exists()

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


class StandardForm(RowForm):
    rows = (("framework", "number"),)
    source_url = WebAddressField(
        label="Where it can be read",
        required=False,
        max_length=500,
        assume_scheme="https",
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
