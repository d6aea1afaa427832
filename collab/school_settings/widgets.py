"""Inputs that several settings share."""

from django import forms

from collab.widgets import DayInput


class DayField(forms.DateField):
    """A day of some school year that people now alive may plan for."""

    widget = DayInput
    default_error_messages = {
        "required": "Choose a day.",
        "invalid": "Write the day as year-month-day, for example 2026-02-03.",
        "year": "Look at the year again.",
    }
    years = range(1990, 2101)

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def validate(self, value):
        super().validate(value)
        if value is not None and value.year not in self.years:
            raise forms.ValidationError(self.error_messages["year"], code="year")
