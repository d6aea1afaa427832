"""What was noted by mistake, of a loan or of an order, is undone right after: for how long, and why."""

from datetime import timedelta

from django import forms

from collab.uncut import Uncut

RIGHT_AFTER = timedelta(days=7)  # What is noted on Friday and missed on Monday is a mistake of Friday.


class UndoForm(Uncut, forms.Form):
    """Why it was a mistake; nobody has to say. `of`: the word for what keeps the reason."""

    why = forms.CharField(
        label="Why?",
        max_length=500,
        required=False,
        initial="By mistake",
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, of, **options):
        super().__init__(*args, **options)
        self.fields["why"].help_text = f"It stays with the {of}, with your name."
