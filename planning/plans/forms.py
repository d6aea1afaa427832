"""Forms of a plan as a whole: its two first fields, its head, the level reached, a reason."""

from collections import Counter
from datetime import UTC, datetime

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join

from collab.models import ClassGroup, Department, Subject, Term, YearLevel
from collab.widgets import DayInput
from planning.models import Continuum, UnitPlan
from planning.plans import queries
from planning.rows.row_form import number_field

NOT_SETTLED = "Not settled yet"
REMOVED = {"invalid_choice": "This is not there any more. Choose again."}
NEVER = datetime.min.replace(tzinfo=UTC)


class StartForm(forms.Form):
    """A topic and a partner; the partner is chosen by typing a name out of the staff list."""

    title = forms.CharField(
        label="Topic",
        max_length=200,
        help_text="A few words, as the teacher would say it: Volcanoes, Whose news is it?",
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    partner = forms.CharField(
        label="Partner",
        required=False,
        max_length=300,
        help_text="Type a name and choose. Leave it empty if you have nobody yet.",
        widget=forms.TextInput(attrs={"list": "people-to-plan-with", "autocomplete": "off"}),
    )
    term = forms.ModelChoiceField(
        Term.objects.none(), label="Term", required=False, empty_label=NOT_SETTLED, error_messages=REMOVED
    )

    def __init__(self, *args, by, today, topic_request=None, partner=None, **kwargs):
        """`partner`: the key of whom a plan is to be started with, as a link says it; None for nobody."""
        super().__init__(*args, **kwargs)
        self.by = by
        self.people = _labelled(queries.possible_partners(by))
        self.fields["term"].queryset = queries.terms_to_plan_for(by, today)
        if topic_request is not None:
            self._begin_with(topic_request)
        elif label := self._label_of(partner):
            self.initial["partner"] = label
        self.initial.setdefault("term", self.fields["term"].queryset.first())
        if not by.is_librarian:
            librarian = next((label for label, person in self.people.items() if person.is_librarian), "")
            self.initial.setdefault("partner", librarian)

    def _begin_with(self, topic_request):
        """Fills in what a topic request says; the one who asked is the partner of whoever else starts the plan."""
        terms = self.fields["term"]
        terms.queryset = terms.queryset | Term.objects.visible_to(self.by).filter(pk=topic_request.term_id)
        self.initial |= {"title": topic_request.topic, "term": topic_request.term}
        if label := self._label_of(topic_request.teacher_id):
            self.initial["partner"] = label

    def _label_of(self, key):
        """How somebody is listed; "" for who is not."""
        return next((label for label, person in self.people.items() if person.pk == key), "")

    def clean_partner(self):
        """The Member who is meant, or None: the name as listed, or a part of it that fits one person alone."""
        typed = " ".join(self.cleaned_data["partner"].split())
        if not typed:
            return None
        if typed in self.people:
            return self.people[typed]
        found = [label for label in self.people if typed.casefold() in label.casefold()]
        if len(found) == 1:
            return self.people[found[0]]
        if found:
            fit = ", ".join(found[:5])
            raise ValidationError(f"Several people fit: {fit}. Type more of the name, or choose one.")
        raise ValidationError(
            "Nobody of this name is among the teachers and librarians. Check the spelling, or leave it empty for now."
        )


def _labelled(people):
    """Label → Member; all of the same name are told apart by their e-mail address or number."""
    people = list(people)
    called = Counter(person.name for person in people)
    return {
        person.name
        if called[person.name] == 1
        else f"{person.name} ({person.email or person.staff_id or person.pk})": person
        for person in people
    }


class HeadForm(forms.ModelForm):
    """The head of the form. It only cleans: saving is `change_head`, which needs the version that was read.

    Each field is sent together with what stood there when it was read, so that only what was touched is written,
    and two people who change different fields both have their way.
    """

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    students = number_field("Number of students", 9_999)

    class Meta:
        model = UnitPlan
        fields = [
            "title",
            "term",
            "starts_on",
            "ends_on",
            "year_levels",
            "subject",
            "department",
            "classes",
            "students",
            "planned_level",
            "planned_facet",
        ]
        labels = {
            "title": "Topic",
            "starts_on": "First day",
            "ends_on": "Last day",
            "planned_level": "Planned level of partnership",
            "planned_facet": "Planned facet",
        }
        help_texts = {
            "planned_level": "Continuum of instructional partnership (Buzzeo). No level is better than another.",
            "planned_facet": "Facets of collaboration (Montiel-Overall): a scale of its own.",
        }
        widgets = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "year_levels": forms.CheckboxSelectMultiple,
            "classes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        of_school = {"term": Term, "year_levels": YearLevel, "subject": Subject, "department": Department}
        for name, model in (of_school | {"classes": ClassGroup}).items():
            self.fields[name].queryset = model.objects.visible_to(by)
            self.fields[name].error_messages |= REMOVED
        self.fields["term"].queryset = self.fields["term"].queryset.order_by("-starts_on")
        self.fields["classes"].queryset = self.fields["classes"].queryset.order_by("year_level__position", "name")
        for name in ("term", "subject", "department"):
            self.fields[name].empty_label = NOT_SETTLED
        for name in ("planned_level", "planned_facet"):
            self.fields[name].choices = [("", NOT_SETTLED), *self.fields[name].choices[1:]]
        for name in self.Meta.fields:
            self.fields[name].show_hidden_initial = True
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "title",
            Row(Column("term"), Column("starts_on"), Column("ends_on")),
            InlineCheckboxes("year_levels"),
            InlineCheckboxes("classes"),
            Row(Column("subject"), Column("department"), Column("students")),
            Row(Column("planned_level"), Column("planned_facet")),
        )

    def clean(self):
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day lies before the first one.")

    @property
    def values(self):
        """Field name → clean value of each field that was touched, as `change_head` takes them."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}

    def hidden_initials(self):
        """The hidden inputs that send back what was read."""
        return format_html_join("", "{}", ((self[name].as_hidden(only_initial=True),) for name in self.Meta.fields))

    def changed_by_others(self, current):
        """(label, text) for each touched field that somebody else changed too since, as it stands in `current`."""
        standing = HeadForm(instance=current, by=current.changed_by)
        return [
            (self.fields[name].label, _written(current, name))
            for name, typed in self.values.items()
            if self.fields[name].has_changed(standing.initial.get(name), self._as_read(name))
            and self.fields[name].has_changed(standing.initial.get(name), self.fields[name].prepare_value(typed))
        ]

    def _as_read(self, name):
        """What the field's hidden twin sent back."""
        widget = self.fields[name].hidden_widget()
        return widget.value_from_datadict(self.data, self.files, self[name].html_initial_name)

    def _post_clean(self):
        """The plan stays as it was read: the action writes, and compares versions."""


def _written(plan, name):
    """A field of the plan in words."""
    value = getattr(plan, name)
    if hasattr(value, "all"):
        return ", ".join(map(str, value.all())) or "none"
    if value in (None, ""):
        return "empty"
    shown = getattr(plan, f"get_{name}_display", None)
    return str(shown() if shown else value)


class LevelForm(forms.Form):
    """The level reached, set by hand; empty goes back to what is recorded.

    `read_at` is the moment at which the level that the form was opened over had been set.
    """

    read_at = forms.CharField(required=False, widget=forms.HiddenInput)
    level = forms.TypedChoiceField(
        label="Level reached",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "As recorded"), *Continuum.choices],
    )
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What the records do not show. It stands beside the level.",
    )

    @staticmethod
    def initial_of(plan):
        """What the form shows of a plan before anybody types."""
        at = plan.overruled_at.isoformat() if plan.overruled_at else ""
        return {"level": plan.overruled_level, "reason": plan.overruled_reason, "read_at": at}

    def clean_read_at(self):
        """The moment, or None for a level that was not set by hand; what is no moment at all is none of any plan's."""
        if not self.cleaned_data["read_at"]:
            return None
        try:
            moment = datetime.fromisoformat(self.cleaned_data["read_at"])
        except ValueError:
            return NEVER
        return moment if moment.tzinfo else NEVER

    def read_again(self, plan):
        """After a lost race: keeps what was typed, and is read at the level that stands now."""
        self.data = self.data.copy()
        self.data["read_at"] = self.initial_of(plan)["read_at"]

    def clean(self):
        if self.cleaned_data.get("level") and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Say in a few words why the level is another one.")


class ReasonForm(forms.Form):
    """Why something is opened again, if somebody wants to say."""

    why = forms.CharField(label="Why?", required=False, max_length=500)
