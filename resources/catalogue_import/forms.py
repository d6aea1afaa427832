"""The forms of an import: the file, and which column holds what."""

from crispy_forms.helper import FormHelper
from django import forms

from collab.tables.errors import Unreadable
from resources.catalogue_import.kinds import LARGEST, kind_of
from resources.catalogue_import.tables.columns import LABELS

LEFT_OUT = ""


class CatalogueFileForm(forms.Form):
    """Cleans to `file`, and `kind` (the KindOfFile that was found in it)."""

    file = forms.FileField(
        label="Catalogue file",
        help_text=f"MARC 21, MARCXML, CSV or XLSX, up to {LARGEST // 2**20} MB.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
        widget=forms.FileInput(attrs={"accept": ".mrc,.marc,.dat,.iso,.xml,.csv,.tsv,.txt,.xlsx"}),
    )

    def __init__(self, *args, is_too_large=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_too_large = is_too_large
        if is_too_large:
            self.fields["file"].required = False
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_file(self):
        file = self.cleaned_data["file"]
        if self.is_too_large or (file and file.size > LARGEST):
            raise forms.ValidationError(
                f"This file is larger than {LARGEST // 2**20} MB. Export the catalogue in several parts: "
                "they can be imported one after the other."
            )
        return file

    def clean(self):
        values = super().clean()
        if file := values.get("file"):
            try:
                values["kind"] = kind_of(file, file.size)
            except Unreadable as error:
                self.add_error("file", str(error))
        return values


class ColumnsForm(forms.Form):
    """A choice for each column of a table; cleans to `mapping`, field → position."""

    def __init__(self, data=None, *, columns, mapping):
        super().__init__(data)
        choices = [(LEFT_OUT, "Leave out"), *LABELS.items()]
        field_at = {position: field for field, position in mapping.items()}
        for position, name in enumerate(columns):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=name or f"Column {position + 1}",
                choices=choices,
                initial=field_at.get(position, LEFT_OUT),
                required=False,
                error_messages={"invalid_choice": "Choose one of the list."},
            )

    def clean(self):
        values = super().clean()
        mapping = {}
        for position, name in enumerate(self.fields):
            field = values.get(name)
            if field and field in mapping:
                self.add_error(name, f"“{LABELS[field]}” is chosen twice. Leave one of the columns out.")
            elif field:
                mapping[field] = position
        if not self.errors and "title" not in mapping:
            raise forms.ValidationError("Choose the column that holds the title: without it there is no record.")
        values["mapping"] = mapping
        return values

    @property
    def chosen(self):
        """The mapping as it stands on the page, whether it is valid or not; of two columns the first one counts."""
        found = {}
        for position, name in enumerate(self.fields):
            field = self[name].value()
            if field in LABELS:
                found.setdefault(field, position)
        return found
