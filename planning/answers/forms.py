"""What a browser sends about answers, cleaned."""

from django import forms

from planning.answers.actions import Page
from planning.answers.texts import digest, normal
from planning.stages import PROMPTS

LARGEST_INTEGER = 2**31 - 1
DIGITS_OF_A_VERSION = 10


def counter(**options):
    return forms.IntegerField(min_value=0, max_value=LARGEST_INTEGER, **options)


class AnswerForm(forms.Form):
    """One answer: its text, the version it was read at, and a mark of the text as it was read (`was`).

    A script also says which open page it speaks for (`page`, `serial`).
    """

    text = forms.CharField(strip=False, required=False)
    version = counter()
    was = forms.CharField(required=False, max_length=16)
    page = forms.CharField(required=False, max_length=40)
    serial = counter(required=False)

    def clean_text(self):
        return normal(self.cleaned_data["text"])

    @property
    def is_touched(self):
        """Whether somebody changed the text since it was read."""
        return digest(self.cleaned_data["text"]) != self.cleaned_data["was"]

    @property
    def open_page(self):
        return Page(self.cleaned_data["page"], self.cleaned_data["serial"] or 0)


class SettleForm(forms.Form):
    """A decision between two texts, as they were shown."""

    STANDING, RIVAL, MERGED = "standing", "rival", "merged"

    keep = forms.ChoiceField(choices=[(keep, keep) for keep in (STANDING, RIVAL, MERGED)])
    rival = counter()
    rival_version = counter()
    version = counter()
    text = forms.CharField(strip=False, required=False)

    def clean_text(self):
        return normal(self.cleaned_data["text"])

    def chosen(self, rival):
        """The text that is to be the answer; None to leave the answer as it stands."""
        keep = self.cleaned_data["keep"]
        return {self.STANDING: None, self.RIVAL: rival.text, self.MERGED: self.cleaned_data["text"]}[keep]


class PresenceForm(forms.Form):
    """Which page of the plan is open (0 is the plan's own), and what it knows.

    Each answer on the page is one value of `known`: its prompt, its version, and the signature of its conflicts.
    """

    stage = forms.IntegerField(min_value=0, max_value=5)

    @property
    def known(self):
        """`(prompt, version, signature)` for each answer that the page shows; what is no prompt is left out."""
        found = {}
        for value in self.data.getlist("known"):
            key, _, rest = value.partition(" ")
            version, _, signature = rest.partition(" ")
            if key in PROMPTS and version.isdecimal() and len(version) <= DIGITS_OF_A_VERSION:
                found[key] = (PROMPTS[key], int(version), signature)
        return list(found.values())
