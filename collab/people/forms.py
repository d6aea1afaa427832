"""Forms of the directory: the filter, a person, one's own details, and who takes over."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms

from collab.models import Department, Member, Role
from collab.models.people import ContactBy
from collab.people.permissions import roles_to_give
from collab.people.queries import SORTS, STATES, new_owners
from collab.uncut import Uncut

FIELDS_OF_A_PERSON = ("name", "email", "staff_id", "roles", "departments", "contact_by", "phone", "expertise")


class DirectoryFilter(forms.Form):
    """What narrows the directory. What is not known counts as not chosen, so an old link still opens."""

    q = forms.CharField(
        label="Search", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    department = forms.ChoiceField(required=False)
    role = forms.ChoiceField(required=False, choices=[("", "All roles"), *Role.choices])
    state = forms.ChoiceField(label="Who", required=False, choices=STATES.items())
    sort = forms.ChoiceField(
        label="Sort by", required=False, choices=[(key, label) for key, (label, _) in SORTS.items()]
    )

    def __init__(self, *args, departments, **kwargs):
        super().__init__(*args, auto_id="filter_%s", label_suffix="", **kwargs)
        self.fields["department"].choices = [("", "All departments"), *departments]
        self.fields["q"].widget.attrs |= {"class": "form-control", "placeholder": "Name, e-mail, staff ID, expertise"}
        for name in ("department", "role", "state", "sort"):
            self.fields[name].widget.attrs |= {"class": "form-select", "data-autosubmit": ""}

    def chosen(self):
        """The valid choices, as the keyword arguments of `queries.directory`."""
        self.is_valid()
        values = self.cleaned_data
        chosen = {name: values.get(name) or "" for name in ("department", "role", "state")}
        return chosen | {"words": values.get("q") or "", "sort": values.get("sort") or "name"}

    def filters(self):
        """The filters that are set: name → value, as they stand in an address."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "sort"}


def helper(*layout):
    """The crispy helper of a form whose page writes the form tag and the buttons."""
    made = FormHelper()
    made.form_tag = False
    made.layout = Layout(*layout)
    return made


class OwnDetailsForm(Uncut, forms.Form):
    """What everybody may say of themselves."""

    contact_by = forms.ChoiceField(label="Prefers to be contacted by", choices=ContactBy.choices)
    phone = forms.CharField(max_length=40, required=False)
    expertise = forms.CharField(
        max_length=500,
        required=False,
        help_text="What you can bring to a unit: a subject, a craft, a place you know.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(Row(Column("contact_by"), Column("phone")), "expertise")


class PersonForm(OwnDetailsForm):
    """A person as librarians and administrators enter them. `by` is who enters; `person` is None for a new one."""

    name = forms.CharField(max_length=200)
    email = forms.EmailField(
        label="E-mail", max_length=254, required=False, help_text="Needed to invite them. Kept in small letters."
    )
    staff_id = forms.CharField(
        label="Staff ID", max_length=60, required=False, help_text="By it an import finds them again."
    )
    roles = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose at least one role."}
    )
    departments = forms.ModelMultipleChoiceField(
        queryset=Department.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, by, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.person = by, person
        self.fields["roles"].choices = [(role.value, role.label) for role in roles_to_give(by)]
        self.fields["departments"].queryset = Department.objects.visible_to(by)
        self.fields["expertise"].help_text = "What they can bring to a unit: a subject, a craft, a place they know."
        self.helper = helper(
            "name",
            Row(Column("email"), Column("staff_id")),
            Row(Column("roles"), Column("departments")),
            Fieldset("How to reach them", Row(Column("contact_by"), Column("phone"))),
            Div("expertise"),
        )

    def clean_email(self):
        return self._free("email", self.cleaned_data["email"].lower())

    def clean_staff_id(self):
        return self._free("staff_id", self.cleaned_data["staff_id"])

    def _free(self, field, value):
        """The value, if nobody else in the school has it."""
        others = Member.objects.visible_to(self.by).exclude(pk=self.person and self.person.pk)
        holder = others.filter(**{field: value}).first() if value else None
        if holder is not None:
            has_left = "" if holder.is_active else ", who has left the school"
            raise forms.ValidationError(f"This is {holder.name}’s{has_left}. Everybody has their own.")
        return value


class LeavingForm(forms.Form):
    """Who takes over from a person that leaves; asked for only where there is something to take over."""

    to = forms.ModelChoiceField(
        label="Who takes over?",
        queryset=Member.objects.none(),
        empty_label="Choose a librarian or teacher",
        error_messages={"required": "Choose who takes over."},
    )

    def __init__(self, *args, person, is_needed, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.fields["to"].queryset = new_owners(person=person)
        if not is_needed:
            del self.fields["to"]


def initial_of(person):
    """A person's values as the forms show them."""
    values = {name: getattr(person, name) for name in FIELDS_OF_A_PERSON if name != "departments"}
    return values | {"departments": [department.pk for department in person.departments.all()]}
