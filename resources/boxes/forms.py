"""Forms of a box and of what is in it. They clean; the actions save."""

from django import forms

from collab.uncut import Uncut
from resources.boxes.contents import MOST_OF_ONE
from resources.models import BoxItem, ResourceBox


class BoxForm(Uncut, forms.ModelForm):
    """What is written about a box."""

    class Meta:
        model = ResourceBox
        fields = ["name", "kind", "topics", "place", "note", "lead_days", "turn_round_days"]
        labels = {
            "place": "Place on the shelf",
            "lead_days": "Days to get it ready",
            "turn_round_days": "Days to put it in order",
        }
        help_texts = {
            "name": "For example Volcanoes, Years 5 and 6.",
            "topics": "In words, with commas between them. Titles are proposed from the catalogue by them.",
            "place": "For example Workroom, shelf C4. It stands on the label.",
            "lead_days": "Before each loan. Nobody else has it on these days.",
            "turn_round_days": "After each loan.",
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in ("lead_days", "turn_round_days"):
            self.fields[name].max_value = 60
            self.fields[name].widget.attrs |= {"min": 0, "max": 60}

    def validate_constraints(self):
        """Left to the database."""


class ItemForm(Uncut, forms.ModelForm):
    """How many of a thing are in a box, and a note on it. Of a copy with its own barcode there is one."""

    quantity = forms.IntegerField(min_value=1, max_value=MOST_OF_ONE)

    class Meta:
        model = BoxItem
        fields = ["quantity", "note"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.copy_id:
            del self.fields["quantity"]

    def validate_constraints(self):
        """Left to the database."""


class NamedForm(Uncut, forms.Form):
    """Something that is in no catalogue."""

    name = forms.CharField(label="What it is", max_length=200)
    quantity = forms.IntegerField(label="How many", min_value=1, max_value=MOST_OF_ONE, initial=1)
    note = forms.CharField(label="Note", max_length=500, required=False)


class PictureForm(forms.Form):
    """A file that should be a picture; whether it is one, its content says."""

    file = forms.FileField(
        label="A photo of the box",
        help_text="JPEG or PNG, up to 5 MB. Where and when it was taken is not kept.",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )
