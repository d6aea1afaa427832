"""Forms of one row of each list, and of several classes at once."""

from django import forms
from django.db.models import Q

from collab.models import ClassGroup, Department, Member, Subject, YearLevel
from collab.uncut import Uncut

MOST_LINES = 300


class RowForm(Uncut, forms.ModelForm):
    """One row of a list of the member's school. What must be unique is left to the database: see the actions."""

    def __init__(self, *args, member, **options):
        super().__init__(*args, **options)
        self.member = member
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self._choices_of(field.queryset.model)
                field.empty_label = "None"

    def _choices_of(self, model):
        choices = model.objects.visible_to(self.member)
        if model is not Member:
            return choices
        chosen = [self.instance.head_id, self.instance.champion_id]
        return choices.filter(Q(deactivated_at__isnull=True) | Q(pk__in=filter(None, chosen)))

    def validate_constraints(self):
        """Left to the database."""


class YearLevelForm(RowForm):
    class Meta:
        model = YearLevel
        fields = ["name"]
        help_texts = {"name": "For example Year 7, Grade 3, Reception."}


class DepartmentForm(RowForm):
    class Meta:
        model = Department
        fields = ["name", "head", "champion"]
        labels = {"head": "Head of department", "champion": "Library champion"}


class SubjectForm(RowForm):
    class Meta:
        model = Subject
        fields = ["name", "department"]


class ClassForm(RowForm):
    class Meta:
        model = ClassGroup
        fields = ["name", "year_level", "subject", "size"]
        help_texts = {
            "name": "For example 6B, or 9 History 2.",
            "subject": "Only where the class has a single one.",
            "size": "",
        }
        labels = {"size": "Number of students"}


class ClassLinesForm(Uncut, forms.Form):
    """Several classes, one on each line: name, year level, subject, number of students."""

    lines = forms.CharField(
        label="Classes, one on each line",
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "placeholder": "6A, Year 6, , 24\n6B, Year 6, , 27"}),
        help_text="Name, year level, subject, number of students; all but the name may be left out. "
        "Rows copied from a spreadsheet work too.",
    )

    def __init__(self, *args, member, **options):
        super().__init__(*args, **options)
        self.member = member

    def clean_lines(self):
        """List of (line number, values of a ClassGroup). Every line that cannot be read is named."""
        numbered = [(n, line) for n, line in enumerate(self.cleaned_data["lines"].splitlines(), 1) if line.strip()]
        if not numbered:
            raise forms.ValidationError("Write at least one class.")
        if len(numbered) > MOST_LINES:
            raise forms.ValidationError(f"At most {MOST_LINES} lines at once.")
        known = {
            "year_level": ("year level", self._by_name(YearLevel)),
            "subject": ("subject", self._by_name(Subject)),
        }
        found, wrong = [], []
        for number, line in numbered:
            try:
                found.append((number, self._read(line, known)))
            except forms.ValidationError as error:
                wrong.append(f"Line {number}: {error.message}")
        if wrong:
            raise forms.ValidationError(wrong[:20])
        return found

    def _by_name(self, model):
        return {row.name.lower(): row for row in model.objects.visible_to(self.member)}

    def _read(self, line, known):
        separator = "\t" if "\t" in line else ";" if ";" in line else ","
        cells = [cell.strip() for cell in line.split(separator)]
        if len(cells) > 4:
            raise forms.ValidationError("it has more than four parts.")
        name, year_level, subject, size = cells + [""] * (4 - len(cells))
        values = {"name": name, "year_level": year_level, "subject": subject}
        for field, (word, rows) in known.items():
            values[field] = self._named(values[field], word, rows)
        if not 0 < len(name) <= 60:
            raise forms.ValidationError("the name of a class has 1 to 60 characters.")
        if size and not (size.isascii() and size.isdigit() and len(size) < 5):
            raise forms.ValidationError(f"“{size[:40]}” is not a number of students.")
        return values | {"size": int(size) if size else None}

    @staticmethod
    def _named(name, word, rows):
        if not name:
            return None
        if name.lower() not in rows:
            raise forms.ValidationError(f"there is no {word} “{name[:60]}”.")
        return rows[name.lower()]
