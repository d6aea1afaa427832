"""Whom to ask, and what they say."""

from django import forms

from collab.models import Member
from collab.uncut import Uncut
from resources.advice.queries import people_to_ask
from resources.models import Advice


class AskForm(forms.Form):
    """A colleague to ask; the head of the department is proposed."""

    of = forms.ModelChoiceField(
        Member.objects.none(),
        label="Ask",
        empty_label="Choose somebody",
        error_messages={
            "required": "Choose whom to ask.",
            "invalid_choice": "This person cannot be asked. Choose again.",
        },
    )

    def __init__(self, *args, thing, **options):
        super().__init__(*args, **options)
        self.fields["of"].queryset = people_to_ask(thing)
        self.fields["of"].widget.attrs["class"] = "form-select"
        self.initial.setdefault("of", thing.department.head_id if thing.department else None)
        self.has_no_head = thing.department is not None and thing.department.head_id is None


class AdviceForm(Uncut, forms.Form):
    """An answer, with a line to it. `seen` is when the answer was given that stood on the page; empty for none."""

    answer = forms.ChoiceField(
        choices=Advice.Answer.choices,
        error_messages={"required": "Press one of the answers.", "invalid_choice": "Press one of the answers."},
    )
    line = forms.CharField(
        label="A line to it, if you like",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    seen = forms.DateTimeField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "This page is out of date. Open it again."},
    )
