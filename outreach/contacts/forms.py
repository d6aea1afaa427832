"""What is noted of a conversation: with whom, about what, when."""

from django import forms

from collab.models import Department
from collab.uncut import Uncut
from collab.widgets import DayInput
from outreach.contacts.people import PersonField, colleagues_of, labelled

EARLIEST_YEAR = 2000
FOLDED = ("with_name", "department")


class ContactForm(Uncut, forms.Form):
    """One conversation. It only cleans; `contact` is the ContactLog that is changed, if one is."""

    with_member = PersonField(
        label="With",
        required=False,
        max_length=300,
        help_text="Type a name and choose.",
        widget=forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off", "dir": "auto"}),
    )
    with_name = forms.CharField(
        label="Somebody from outside",
        required=False,
        max_length=200,
        help_text="An author, a museum, a parent.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    about = forms.CharField(
        label="About what",
        max_length=300,
        error_messages={"required": "Say in a few words what it was about."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "autocapitalize": "sentences"}),
    )
    on = forms.DateField(
        label="When",
        input_formats=["%Y-%m-%d"],
        widget=DayInput,
        error_messages={
            "required": "Choose a day.",
            "invalid": "Write the day as year-month-day, for example 2026-02-03.",
        },
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        required=False,
        empty_label="That of the person",
        error_messages={"invalid_choice": "This is not there any more. Choose again."},
    )

    def __init__(self, *args, by, today, contact=None, **options):
        super().__init__(*args, **options)
        self.today = today
        self.people = labelled(colleagues_of(by, also=contact and contact.with_member_id))
        self.fields["with_member"].people = self.people
        self.fields["department"].queryset = Department.objects.visible_to(by)
        if contact is None:
            self.initial.setdefault("on", today)
        else:
            self.initial |= _standing(contact, self.people)
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    @property
    def has_more(self):
        """Whether something stands in the fields that are folded away, or is needed there."""
        is_unknown = "with_member" in self.errors
        return is_unknown or any(name in self.errors or self[name].value() for name in FOLDED)

    def proposing(self, key):
        """The same form with the colleague of this key (or None) filled in, and the cursor where typing begins."""
        person = next((one for one in self.people.values() if one.pk == key), None)
        self.initial["with_member"] = person
        self.fields["about" if person else "with_member"].widget.attrs["autofocus"] = True
        return self

    def clean_with_name(self):
        return " ".join(self.cleaned_data["with_name"].split())

    def clean_about(self):
        return " ".join(self.cleaned_data["about"].split())

    def clean_on(self):
        """A day on which somebody can have talked already."""
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("That day is still to come. When did you talk?")
        if on.year < EARLIEST_YEAR:
            raise forms.ValidationError("Look at the year again.")
        return on

    def clean(self):
        """One person, and the department that this is counted for: the person's, where none is chosen."""
        person, name = self.cleaned_data.get("with_member"), self.cleaned_data.get("with_name")
        if "with_member" not in self.errors and "with_name" not in self.errors:
            if person and name:
                self.add_error(
                    "with_name", "With a colleague or with somebody from outside: leave one of the two empty."
                )
            elif not person and not name:
                self.add_error("with_member", "With whom did you talk?")
        if "department" not in self.errors and not self.cleaned_data.get("department"):
            self.cleaned_data["department"] = department_of(person)


def department_of(person):
    """The department that a conversation with a Member is counted for: their first by name; None for none."""
    return min(person.departments.all(), key=lambda one: one.name, default=None) if person else None


def _standing(contact, people):
    """What a conversation says, as the form shows it; a department that follows the person goes on following."""
    person = next((one for one in people.values() if one.pk == contact.with_member_id), None)
    follows = contact.department == department_of(person)
    return {
        "with_member": person,
        "with_name": contact.with_name,
        "about": contact.about,
        "on": contact.on,
        "department": None if follows else contact.department_id,
    }
