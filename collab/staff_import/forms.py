"""The form that takes a staff list: a file, or a paste."""

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings

from collab.staff_import.reading import read_file, read_paste
from collab.tables.errors import Unreadable


class StaffListForm(forms.Form):
    """Cleans to `sheet` (what was read) and `filename` (empty for a paste)."""

    file = forms.FileField(
        label="A file",
        required=False,
        help_text="CSV or XLSX, up to 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    pasted = forms.CharField(
        label="Or paste from a spreadsheet",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Select the rows in your spreadsheet, with the row that names the columns. Copy, and paste here.",
    )

    def __init__(self, *args, is_too_large=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_too_large = is_too_large
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_file(self):
        file = self.cleaned_data["file"]
        if self.is_too_large or (file and file.size > settings.LARGEST_UPLOAD):
            limit = settings.LARGEST_UPLOAD // 2**20
            raise forms.ValidationError(
                f"This file is larger than {limit} MB. A staff list is smaller: "
                "save only its rows, without pictures, or paste them."
            )
        return file

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        file, pasted = values.get("file"), values.get("pasted", "")
        if file and pasted.strip():
            raise forms.ValidationError("There is a file and a paste. Use one of them.")
        if not file and not pasted.strip():
            raise forms.ValidationError("Choose a file, or paste the rows.")
        try:
            values["sheet"] = read_file(file.read()) if file else read_paste(pasted)
        except Unreadable as error:
            self.add_error("file" if file else "pasted", str(error))
        values["filename"] = file.name if file else ""
        return values
