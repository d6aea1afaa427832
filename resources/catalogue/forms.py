"""The form of a title, and the field that takes a scan."""

from django import forms

from collab.uncut import Uncut
from collab.widgets import DayInput
from resources.catalogue import isbn
from resources.models import Copy, Resource

MOST_LINES = 200
MOST_SIGNS = 60_000
BARCODE_LENGTH = Copy._meta.get_field("barcode").max_length


class LinesField(forms.CharField):
    """Several texts, one on each line: a list without empty ones and without doubles."""

    def __init__(self, *, longest, rows=2, **options):
        self.longest = longest
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=False, max_length=MOST_SIGNS, widget=widget, **options)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        lines = list(dict.fromkeys(" ".join(line.split()) for line in super().clean(value).splitlines()))
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"At most {MOST_LINES} lines.")
        for line in lines:
            if len(line) > self.longest:
                raise forms.ValidationError(f"“{line[:40]}…” is too long: at most {self.longest} characters.")
        return lines


class IsbnsField(LinesField):
    """ISBNs, one on each line or with commas between them, in any spelling; what is none is kept as it was typed.

    Cleans to the valid ones; the others are left in `odd`.
    """

    odd = ()

    def clean(self, value):
        lines = super().clean((value or "").replace(",", "\n").replace(";", "\n"))
        read = {line: isbn.all_in(line) for line in lines}
        self.odd = [line for line, numbers in read.items() if not numbers]
        for line in self.odd:
            if len(line) > isbn.LONGEST_KEPT:
                raise forms.ValidationError(f"“{line[:40]}…” is no ISBN, and too long to be kept here.")
        return list(dict.fromkeys(number for numbers in read.values() for number in numbers))


def _number(label, lowest, highest, sentence):
    """A field for a whole number that may be left empty."""
    wrong = dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest, required=False, error_messages=wrong)


class ResourceForm(Uncut, forms.ModelForm):
    """One title. Whether it is here already is asked by the view."""

    creators = LinesField(label="Creators, one on each line", longest=200, help_text="For example Dahl, Ines.")
    isbns = IsbnsField(label="ISBNs", longest=200, help_text="One on each line; 10 or 13 digits, as they are printed.")
    subjects = LinesField(label="Subjects, one on each line", longest=200, rows=3)
    link = forms.URLField(max_length=2000, required=False, assume_scheme="https")
    reads_from = _number("Reading age from", 0, 99, "An age in years, at most 99.")
    reads_to = _number("Reading age to", 0, 99, "An age in years, at most 99.")
    year = _number("Year of publication", 1000, 2999, "A year has four digits, for example 2021.")

    class Meta:
        model = Resource
        fields = [
            *("isbns", "title", "subtitle", "creators", "kind", "call_number", "location", "subjects"),
            *("summary", "reads_from", "reads_to", "publisher", "year", "link", "added_on"),
        ]
        labels = {
            "added_on": "In the library since",
        }
        help_texts = {"location": ""}
        error_messages = {"title": {"required": "Give it a title."}}
        widgets = {
            "title": forms.TextInput,
            "summary": forms.Textarea(attrs={"rows": 4}),
            "location": forms.TextInput(attrs={"list": "locations", "autocomplete": "off"}),
            "added_on": DayInput,
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["isbns"] = [*self.instance.isbns, *self.instance.odd_isbns]

    def clean(self):
        """The values of a `Resource`, those that stand in no field of their own among them."""
        cleaned = super().clean() | {"odd_isbns": list(self.fields["isbns"].odd)}
        youngest, oldest = cleaned.get("reads_from"), cleaned.get("reads_to")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("reads_to", "The older age stands second.")
        return cleaned

    def validate_constraints(self):
        """Left to the database."""


class NewResourceForm(ResourceForm):
    """A title that is added by hand, with the barcodes of its copies. It is ready for a scan of the book's back."""

    barcodes = LinesField(
        label="Barcodes of its copies",
        longest=BARCODE_LENGTH,
        help_text="Scan them one after the other, now or later on the page of the title.",
    )

    def __init__(self, *args, ready=True, **options):
        super().__init__(*args, **options)
        if ready and not self.is_bound:
            self.fields["isbns"].widget.attrs["autofocus"] = True

    def ask_for_barcodes_alone(self):
        """For copies of another title: what else may be missing is not missed."""
        for field in self.fields.values():
            field.required = False


class ScanForm(Uncut, forms.Form):
    """A field for one barcode, which a scanner types and ends with Enter."""

    barcode = forms.CharField(
        max_length=BARCODE_LENGTH,
        error_messages={
            "required": "Scan a barcode, or type one.",
            "max_length": f"A barcode has at most {BARCODE_LENGTH} characters.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
