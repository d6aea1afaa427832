"""The form for what has arrived: which title it is, and the barcodes of its copies."""

from django import forms

from collab.uncut import Uncut
from collab.web_addresses import WebAddressField
from resources.models import Resource

NEW = "new"
MOST_COPIES = 100
LONGEST_BARCODE = 60


class ArrivalForm(Uncut, forms.Form):
    """One of the titles that it may be, or a new one; barcodes one on each line, as a scanner writes them."""

    copies = forms.IntegerField(
        label="How many have come?",
        min_value=0,
        max_value=999,
        required=False,
        help_text="Where a part comes later, it stays on order.",
    )
    which = forms.ChoiceField(label="Which title is it?", widget=forms.RadioSelect)
    barcodes = forms.CharField(
        label="Barcodes of the copies",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text="Scan one after the other; each stands on a line of its own. Leave it empty for what has none.",
    )
    kind = forms.ChoiceField(choices=Resource.Kind.choices, required=False)
    title = forms.CharField(max_length=500, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    creator = forms.CharField(label="Author or maker", max_length=200, required=False)
    isbn = forms.CharField(label="ISBN", max_length=60, required=False)
    link = WebAddressField(max_length=2000, required=False, assume_scheme="https")

    call_number = forms.CharField(max_length=100, required=False, help_text="It stands on the back of the book.")
    location = forms.CharField(
        max_length=100, required=False, widget=forms.TextInput(attrs={"list": "locations", "autocomplete": "off"})
    )

    def __init__(self, *args, titles, **options):
        super().__init__(*args, **options)
        self.titles = {str(title.pk): title for title in titles}
        known = [(key, f"In the catalogue: {title}") for key, title in self.titles.items()]
        self.fields["which"].choices = [*known, (NEW, "A new title")]
        if not known:
            self.fields["which"].widget = forms.HiddenInput()
        self.initial.setdefault("which", next(iter(self.titles), NEW))

    def clean_barcodes(self):
        """List of barcodes, each once, in their order."""
        barcodes = list(dict.fromkeys(self.cleaned_data["barcodes"].split()))
        if len(barcodes) > MOST_COPIES:
            raise forms.ValidationError(f"At most {MOST_COPIES} copies at once.")
        for barcode in barcodes:
            if len(barcode) > LONGEST_BARCODE:
                raise forms.ValidationError(f"“{barcode[:20]}…” is longer than a barcode.")
        return barcodes

    def clean(self):
        if self.cleaned_data.get("which") == NEW and not self.cleaned_data.get("title"):
            self.add_error("title", "A new title needs a name.")

    @property
    def chosen(self):
        """What `put_on_the_shelf` takes of a valid form."""
        about = ("kind", "title", "creator", "isbn", "link", "call_number", "location")
        values = {name: self.cleaned_data[name] for name in about}
        values["kind"] = values["kind"] or Resource.Kind.BOOK
        return {
            "resource": self.titles.get(self.cleaned_data["which"]),
            "values": values,
            "barcodes": self.cleaned_data["barcodes"],
            "copies": self.cleaned_data["copies"],
        }
