"""What people type around digests. Forms clean; saving is for the actions."""

import re

from django import forms

from collab.uncut import Uncut
from outreach.models import DigestRules, DigestWish, MailChoices
from outreach.models.choices import NoticeKind
from resources.models import TopicRequest

MOST_INTERESTS, LONGEST_INTEREST = 20, 60
SEPARATORS = re.compile(r"[\n\r,;]+")
NO_CHOICE = {"required": "Choose one of them.", "invalid_choice": "Choose one of them."}


class InterestsField(forms.CharField):
    """Words with commas or on lines of their own, as a list."""

    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        typed = SEPARATORS.split(super().clean(value))
        words = list(dict.fromkeys(filter(None, (" ".join(word.split()) for word in typed))))
        if len(words) > MOST_INTERESTS:
            raise forms.ValidationError(f"At most {MOST_INTERESTS}; these are {len(words)}.")
        for word in words:
            if len(word) > LONGEST_INTEREST:
                raise forms.ValidationError(f"“{word[:30]}…” is too long for a topic. Put commas between them.")
        return words


class ChoicesForm(Uncut, forms.Form):
    """What a member wants by mail."""

    digest_every = forms.ChoiceField(
        label="New resources by mail",
        choices=MailChoices.Every.choices,
        widget=forms.RadioSelect,
        error_messages=NO_CHOICE,
    )
    interests = InterestsField(
        label="Further topics that interest me",
        required=False,
        help_text="Besides what you teach: beekeeping, graphic novels. With commas between them.",
    )
    notices = forms.MultipleChoiceField(
        label="Short notices by mail, one a day at most",
        choices=NoticeKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def initial_of(cls, choices):
        """What the form begins with."""
        return {
            "digest_every": choices.digest_every,
            "interests": choices.interests,
            "notices": [kind for kind in NoticeKind.values if kind not in choices.notices_off],
        }

    @property
    def values(self):
        """What a valid form says, as the fields of MailChoices."""
        wanted = self.cleaned_data["notices"]
        return {
            "digest_every": self.cleaned_data["digest_every"],
            "interests": self.cleaned_data["interests"],
            "notices_off": [kind for kind in NoticeKind.values if kind not in wanted],
        }


class WantForm(Uncut, forms.Form):
    """What somebody wants of a title: in a box for a topic of theirs, or lent to them."""

    kind = forms.ChoiceField(
        label="What would you like?",
        choices=DigestWish.Kind.choices,
        initial=DigestWish.Kind.BOX,
        widget=forms.RadioSelect,
        error_messages=NO_CHOICE,
    )
    topic_request = forms.ModelChoiceField(
        TopicRequest.objects.none(), label="For which topic", required=False, empty_label="No particular topic"
    )
    note = forms.CharField(
        label="A word to the library",
        max_length=300,
        required=False,
        help_text="Until when, for how many; or nothing at all.",
    )

    def __init__(self, *args, topics, **options):
        super().__init__(*args, **options)
        self.fields["topic_request"].queryset = topics
        self.fields["topic_request"].label_from_instance = lambda one: f"{one.topic} ({one.term})"


class RulesForm(forms.Form):
    """Whether and when a school's digest goes out."""

    is_on = forms.BooleanField(label="Send the digest", required=False)
    weekday = forms.TypedChoiceField(label="On", choices=DigestRules.Day.choices, coerce=int, error_messages=NO_CHOICE)
    goes_at = forms.TimeField(
        label="At",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="By the school's clock.",
        error_messages={"required": "Choose a time.", "invalid": "Write the time as 15:00."},
    )


class WordsForm(Uncut, forms.Form):
    """The words of an edition: its introduction, and a line for each highlight."""

    introduction = forms.CharField(
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="Above everything, for everybody who gets this digest.",
    )

    def __init__(self, *args, highlights, **options):
        super().__init__(*args, **options)
        for one in highlights:
            self.fields[f"line-{one.pk}"] = forms.CharField(
                label=f"Why “{one.resource.title}” is worth a look", max_length=200, required=False, initial=one.line
            )
            self.fields[f"line-{one.pk}"].widget.attrs["dir"] = "auto"

    @property
    def lines(self):
        """Key of a highlight → its line, of a valid form."""
        return {
            int(name.removeprefix("line-")): line
            for name, line in self.cleaned_data.items()
            if name.startswith("line-")
        }
