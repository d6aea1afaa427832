"""A proposal to let a title go, and the decision."""

from django import forms

from collab.models import Department
from collab.uncut import Uncut
from resources.weeding.states import State

REMOVED = {"invalid_choice": "This is not there any more. Choose again."}


class ProposalForm(Uncut, forms.Form):
    """Why a title might go, and whose department should say."""

    why = forms.CharField(
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text="Out of date, worn, never used: what the head of department should know.",
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), required=False, empty_label="No department", error_messages=REMOVED
    )
    ask = forms.BooleanField(label="Ask the head of this department at once", required=False, initial=True)

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.fields["department"].queryset = Department.objects.visible_to(by).select_related("head")


class DecisionForm(Uncut, forms.Form):
    """Gone or kept, and why. `was` is the state that was on the page, `told` the places that it said have the title."""

    to = forms.ChoiceField(choices=[(state.value, state.label) for state in (State.GONE, State.KEPT)])
    was = forms.ChoiceField(choices=State.choices, required=False)
    why = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
    told = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def clean(self):
        if self.errors.keys() & {"to", "was"}:
            raise forms.ValidationError("Press one of the buttons.")

    def clean_told(self):
        return self.cleaned_data["told"].split()
