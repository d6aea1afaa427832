"""Where a request goes from here."""

from django import forms

from resources.models import TopicRequest


class MoveForm(forms.Form):
    """Where a request goes from here, and why if somebody wants to say."""

    to = forms.ChoiceField(
        choices=TopicRequest.State.choices,
        error_messages={"required": "Choose what to do.", "invalid_choice": "Choose what to do."},
    )
    sure = forms.BooleanField(required=False)
    was = forms.ChoiceField(choices=TopicRequest.State.choices, required=False)
    why = forms.CharField(
        label="Why?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"max_length": "At most 500 characters: this has %(show_value)d."},
    )

    def clean(self):
        if self.cleaned_data.get("to") == TopicRequest.State.DECLINED and not self.cleaned_data.get("why", "x"):
            self.add_error("why", "Say why in a sentence: the teacher reads it.")
