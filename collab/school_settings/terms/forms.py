"""Forms of terms: one term, and a sheet of several that is filled in at once."""

from datetime import date, timedelta

from django import forms

from collab.calendars import PRESET_CHOICES
from collab.school_settings.terms.queries import AS_BEFORE
from collab.school_settings.widgets import DayField
from collab.uncut import Uncut

FIELDS = ("name", "year", "starts_on", "ends_on", "half_term_starts_on", "half_term_ends_on")
HALF_TERM = ("half_term_starts_on", "half_term_ends_on")
LONGEST = timedelta(days=366)


class TermForm(Uncut, forms.Form):
    """One term. The limits of its half-term come together or not at all."""

    name = forms.CharField(max_length=60, help_text="For example Term 3, Autumn term, Semester 1.")
    year = forms.CharField(label="School year", max_length=9, help_text="For example 2026, or 2026/27.")
    starts_on = DayField(label="First day")
    ends_on = DayField(label="Last day")
    half_term_starts_on = DayField(label="Half-term from", required=False)
    half_term_ends_on = DayField(label="Half-term to", required=False)

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on:
            if ends_on <= starts_on:
                self.add_error("ends_on", "The last day must come after the first.")
            elif ends_on - starts_on > LONGEST:
                self.add_error("ends_on", "A term is no longer than a year.")
        if not self.errors:
            self._check_half_term(starts_on, ends_on, *(cleaned[name] for name in HALF_TERM))
        return cleaned

    def _check_half_term(self, starts_on, ends_on, first, last):
        if bool(first) != bool(last):
            self.add_error(HALF_TERM[first is not None], "Give both days of the half-term break, or none.")
        elif first and last < first:
            self.add_error("half_term_ends_on", "The half-term break ends before it begins.")
        elif first and not (starts_on < first and last < ends_on):
            self.add_error("half_term_starts_on", "The half-term break lies within the term.")


class TermRow(TermForm):
    """A term as one row of a sheet: the columns carry the labels, each input repeats its own for those who listen."""

    def __init__(self, row, number, *, is_checked):
        prefix = f"terms-{number}"
        typed = {f"{prefix}-{field}": row[field] for field in FIELDS} if is_checked else None
        super().__init__(typed, initial=row, prefix=prefix)
        for name, field in self.fields.items():
            field.help_text = ""
            wrong = is_checked and name in self.errors
            field.widget.attrs |= {
                "class": "form-control is-invalid" if wrong else "form-control",
                "aria-label": f"{self[name].label}, row {number + 1}",
            }

    def add_error(self, field, error):
        super().add_error(field, error)
        if field:
            self.fields[field].widget.attrs["class"] = "form-control is-invalid"


class TermSheet:
    """Several terms in one form: rows of typed text, a `TermRow` for each, and what only shows across rows.

    `rows`: list of dicts of the text of each field. Fields are named `terms-0-name` and so on.
    """

    most = 24

    def __init__(self, rows, *, is_checked):
        self.rows = rows[: self.most]
        self.is_checked = is_checked
        self.errors = []  # what concerns no single row
        self.forms = [TermRow(row, number, is_checked=is_checked) for number, row in enumerate(self.rows)]
        if is_checked:
            self._check()

    @classmethod
    def typed(cls, post):
        """The rows that a form sent, as text."""
        return [
            {field: post.get(f"terms-{number}-{field}", "")[:200] for field in FIELDS}
            for number in range(cls.most)
            if f"terms-{number}-name" in post
        ]

    @staticmethod
    def text_of(terms):
        """The rows for terms, or proposed terms, as the browser would send them."""
        return [{field: _text(getattr(term, field)) for field in FIELDS} for term in terms]

    @classmethod
    def rearranged(cls, rows, do):
        """The rows after a button: “add” gives one more in the last year, “remove-3” takes that one away."""
        if do == "add" and len(rows) < cls.most:
            return [*rows, dict.fromkeys(FIELDS, "") | {"year": rows[-1]["year"] if rows else ""}]
        return [row for number, row in enumerate(rows) if do != f"remove-{number}"]

    @property
    def is_valid(self):
        return self.is_checked and not self.errors and all(form.is_valid() for form in self.forms)

    @property
    def has_errors(self):
        return self.is_checked and not self.is_valid

    @property
    def has_half_terms(self):
        """Whether the columns of half-term breaks are of use here."""
        return any(row[field] for row in self.rows for field in HALF_TERM)

    @property
    def has_room(self):
        return len(self.rows) < self.most

    @property
    def values(self):
        """Field name → clean value, for each term."""
        return [form.cleaned_data for form in self.forms]

    def refuse(self, sentence, field, number):
        """Says at a field of one row why the terms were refused; above all rows where it belongs to none."""
        if number is None or field is None:
            self.errors.append(sentence)
        else:
            self.forms[number].add_error(field, sentence)

    def _check(self):
        if not self.forms:
            self.errors.append("Add at least one term.")
        seen = []
        for form in self.forms:
            if form.is_valid():
                term = dict(form.cleaned_data)
                for other in seen:
                    self._compare(form, term, other)
                seen.append(term)

    @staticmethod
    def _compare(form, term, other):
        label = f"{other['name']}, {other['year']}"
        if (term["name"].lower(), term["year"]) == (other["name"].lower(), other["year"]):
            form.add_error("name", f"There is a {label} already.")
        if term["starts_on"] <= other["ends_on"] and other["starts_on"] <= term["ends_on"]:
            form.add_error("starts_on", f"These dates overlap {label}.")


def _text(value):
    return value.isoformat() if isinstance(value, date) else value or ""


class PresetForm(forms.Form):
    """Which dates to propose."""

    preset = forms.ChoiceField(
        label="How the school year is divided",
        choices=PRESET_CHOICES,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class NextYearForm(PresetForm):
    """Which dates to propose where there has been a year already."""

    preset = forms.ChoiceField(
        label="Start from",
        choices=[(AS_BEFORE, "Last year's dates, 52 weeks on"), *PRESET_CHOICES],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
