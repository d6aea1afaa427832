"""What a librarian types about a report that was published. Forms clean; saving is for the actions."""

from django import forms

from collab.uncut import Uncut
from outreach.models import ReportVersion


class WithdrawForm(Uncut, forms.Form):
    """Why a report is withdrawn."""

    because = forms.CharField(
        label="Why",
        max_length=ReportVersion._meta.get_field("withdrawn_because").max_length,
        error_messages={"required": "Say in a sentence why, so that leaders need not guess."},
        help_text="Leaders read this, people without an account do not.",
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
