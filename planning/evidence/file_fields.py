"""Fields of a form that take files, and clean to what is kept of them."""

from django import forms

from collab.errors import Refused
from planning.evidence.files import named, read

AT_ONCE = 6


class FilesInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class FilesField(forms.FileField):
    """Several files; cleans to a list of `Kept`, empty where none was chosen."""

    widget = FilesInput

    def clean(self, data, initial=None):
        sent = [one for one in data or [] if one]
        if len(sent) > AT_ONCE:
            raise forms.ValidationError(f"Add {AT_ONCE} at a time at most, and the others after that.")
        return [self._read(file, len(sent)) for file in sent]

    def _read(self, file, sent):
        try:
            return read(file)
        except Refused as refusal:
            about = f"{named(file.name, '')}: " if sent > 1 else ""
            raise forms.ValidationError(f"{about}{refusal}") from refusal


class FileField(FilesField):
    """One file, or none; cleans to a `Kept` or None."""

    widget = forms.FileInput

    def clean(self, data, initial=None):
        return next(iter(super().clean([data])), None)
