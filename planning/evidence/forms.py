"""The forms of evidence: new pieces, and one that is there. What is sent is read here, and kept by the actions."""

from django import forms

from collab.web_addresses import WebAddressField, plain
from planning.evidence.file_fields import FileField, FilesField, FilesInput
from planning.evidence.files import ACCEPT, LARGEST, TAKEN, TOO_LARGE
from planning.evidence.words import AUDIENCES, CONSENTS, REFUSED
from planning.models import Evidence
from planning.rows.row_form import RowForm

LONGEST_LINK = 1000
AGAIN = "Choose it again: a browser does not keep a file."
TAKEN_HELP = f"From your camera, your pictures or your files, up to {LARGEST // 2**20} MB each: {TAKEN}."


class EvidenceForm(RowForm):
    """What every piece has. `is_too_large`: a file was sent that was let go while it came in."""

    class Meta:
        model = Evidence
        fields = ["title", "kind", "note", "consent", "consent_until", "audience"]
        labels = {
            "kind": "What it is",
            "note": "What it shows",
            "consent": "Consent of those who can be recognised, or whose work it is",
            "consent_until": "Given until",
            "audience": "Who may see it",
        }
        help_texts = {
            "title": "For example Poster of group 3. No names of students.",
            "note": "What can somebody see in it who was not there?",
            "consent_until": "Its last day, where consent was given for a time. Leave it empty where it has no end.",
        }
        error_messages = {"consent": {"required": "Say how it is with consent."}}

    def __init__(self, *args, is_too_large=False, **kwargs):
        self.is_too_large = is_too_large
        super().__init__(*args, **kwargs)

    def tidy(self):
        super().tidy()
        self.fields["kind"].choices = Evidence.Kind.choices
        self.fields["kind"].widget = forms.RadioSelect(choices=Evidence.Kind.choices)
        for name, choices in (("consent", self.consents()), ("audience", AUDIENCES)):
            self.fields[name].choices = choices
            self.fields[name].widget = forms.RadioSelect(choices=choices)
        if not self.instance.pk:
            self.fields["consent"].initial = self.initial["consent"] = None

    def consents(self):
        return [*CONSENTS, REFUSED] if self.instance.pk else CONSENTS

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("consent") and cleaned["consent"] != Evidence.Consent.GIVEN:
            cleaned["consent_until"] = None
        return cleaned

    def say_choose_again(self, name):
        """Tells whoever chose a file and has to put something else right that the file did not stay."""
        if self.errors and self.files and name not in self.errors:
            self.add_error(name, AGAIN)

    def link_of(self, cleaned):
        return plain(cleaned["link"]) if cleaned.get("link") else ""


class NewEvidenceForm(EvidenceForm):
    """One link, or one file or several; cleans to `kept`, a list of `Kept`, and `values` for each piece."""

    files = FilesField(
        label="Files or pictures",
        required=False,
        help_text=f"{TAKEN_HELP} Several at once become a piece each.",
        widget=FilesInput(attrs={"accept": ACCEPT}),
    )
    link = WebAddressField(
        label="Or a link", required=False, max_length=LONGEST_LINK, assume_scheme="https", help_text=""
    )
    field_order = ["files", "link", "title", "kind", "note", "consent", "consent_until", "audience"]

    def clean(self):
        cleaned = super().clean()
        sent = cleaned.get("files")
        if self.is_too_large:
            self.add_error("files", TOO_LARGE)
        elif sent and cleaned.get("link"):
            self.add_error("link", "Choose files or give a link: add one after the other.")
        elif not sent and not cleaned.get("link") and not {"files", "link"} & set(self.errors):
            self.add_error("files", "Choose a file, or give a link below.")
        self.say_choose_again("files")
        return cleaned

    @property
    def kept(self):
        return self.cleaned_data["files"]

    @property
    def values(self):
        shared = {name: value for name, value in super().values.items() if name != "files"}
        return shared | {"link": self.link_of(self.cleaned_data)}


class ChangedEvidenceForm(EvidenceForm):
    """A piece that is there: its words, its consent, and another file or link in its place; of a closed plan only the
    consent and the audience.

    `confirmed` is sent once somebody has read what a refusal removes.
    """

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    file = FileField(
        label="Another file in its place",
        required=False,
        help_text=f"The one that is there is gone then, also from reports that show it. {TAKEN_HELP}",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    link = WebAddressField(label="Link", max_length=LONGEST_LINK, assume_scheme="https")
    field_order = ["title", "kind", "file", "link", "note", "consent", "consent_until", "audience"]

    def tidy(self):
        if self.instance.holds != Evidence.Holds.FILE:
            del self.fields["file"]
        if self.instance.holds == Evidence.Holds.LINK:
            self.initial["link"] = self.instance.link
        else:
            del self.fields["link"]
        super().tidy()
        if self.instance.holds == Evidence.Holds.NOTHING:
            self.leave_out("consent", "consent_until", "audience", "confirmed")
        elif self.plan.is_closed and "title" not in self.data:  # Else it was open when the form was: no word is lost.
            self.leave_out("title", "kind", "file", "link", "note")

    def leave_out(self, *names):
        for name in names:
            self.fields.pop(name, None)

    def clean(self):
        cleaned = super().clean()
        if self.is_too_large:
            self.add_error("file", TOO_LARGE)
        if "file" in self.fields:
            self.say_choose_again("file")
        return cleaned

    @property
    def refuses(self):
        """Whether what it holds goes with this change."""
        return self.cleaned_data.get("consent") == Evidence.Consent.REFUSED

    @property
    def kept(self):
        return self.cleaned_data.get("file")

    @property
    def values(self):
        words = {name: value for name, value in super().values.items() if name not in ("file", "confirmed")}
        return words | {"link": self.link_of(self.cleaned_data)} if "link" in self.fields else words

    def ask_to_confirm(self):
        """Shows the form once more, such that sending it again says yes."""
        self.data = self.data.copy()
        self.data["confirmed"] = "on"

    def show_standing(self, current):
        """As of every row; a file that was chosen has to be chosen again."""
        super().show_standing(current)
        if "file" in self.fields:
            self["file"].help_text = self.fields["file"].help_text
