"""Forms of the three steps, and of the code that opens them."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.text import slugify

from collab.models import Role, User
from collab.models.school import validate_school_slug
from collab.school_settings.forms import SchoolForm
from collab.uncut import Uncut

SLUG_LENGTH = 60
WHO_SETS_UP = {Role.LIBRARIAN, Role.ADMINISTRATOR}


class ToldForm(Uncut, forms.Form):
    """A form that is shown anew after a redirect. `told`: field → sentences, what was wrong with what was sent."""

    def __init__(self, *args, told=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.told = told or {}

    def full_clean(self):
        super().full_clean()
        if not self.is_bound:
            self.cleaned_data = {}
            for field, sentences in self.told.items():
                self.add_error(field, sentences)


class CodeForm(ToldForm):
    """The code that only the people who run the server know."""

    code = forms.CharField(
        label="Set-up code", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )


class NewSchoolForm(SchoolForm):
    """The school and the address of its pages, which is proposed from the name."""

    slug = forms.CharField(
        label="Address of your pages",
        required=False,
        max_length=SLUG_LENGTH,
        widget=forms.TextInput(attrs={"data-longest": SLUG_LENGTH}),
        help_text="Small letters, digits and hyphens. It cannot be changed later. Leave it empty to take the name.",
        error_messages={"invalid": "Use only small letters, digits and hyphens."},
    )
    field_order = ("name", "slug", "country", "time_zone", "locale")

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        if not slug:
            return proposed_slug(self.cleaned_data.get("name", ""))
        validate_school_slug(slug)
        return slug


class YouForm(ToldForm):
    """The person who sets up the school. What was wrong is told of passwords too, which are kept nowhere."""

    name = forms.CharField(label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your e-mail address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    roles = forms.MultipleChoiceField(
        label="What you do at school",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=list(WHO_SETS_UP),
    )
    password = forms.CharField(
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Ten characters or more; not a common one, not only digits, not your name.",
    )
    again = forms.CharField(
        label="Password again",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_roles(self):
        roles = self.cleaned_data["roles"]
        if not WHO_SETS_UP & set(roles):
            raise forms.ValidationError("Whoever sets up the school is a librarian or an administrator there.")
        return roles

    def clean(self):
        cleaned = super().clean()
        if "password" not in cleaned:
            return cleaned
        person = User(name=cleaned.get("name", ""), email=cleaned.get("email", ""))
        try:
            validate_password(cleaned["password"], person)
        except forms.ValidationError as error:
            self.add_error("password", error)
        else:
            if "again" in cleaned and cleaned["again"] != cleaned["password"]:
                self.add_error("again", "The two passwords differ. Type them once more.")
        return cleaned


def proposed_slug(name):
    """An address for a school of this name; “school” where the name has no Latin letter or is reserved."""
    slug = slugify(name)[:SLUG_LENGTH].strip("-_")
    try:
        validate_school_slug(slug)
    except forms.ValidationError:
        return "school"
    return slug
