"""Inputs that forms of several rooms share."""

from django import forms


class DayInput(forms.DateInput):
    """A day in the browser's own calendar; it is sent, and shown again, as 2026-11-18."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
