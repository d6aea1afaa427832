"""The form of when a school's mail rests, and how long it is kept."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from collab.uncut import Uncut
from outreach.models import MailRules


class ClockInput(forms.TimeInput):
    """A time of day in the browser's own input."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class RulesForm(Uncut, forms.ModelForm):
    class Meta:
        model = MailRules
        fields = ["quiet_from", "quiet_until", "goes_out_on_weekends", "keep_days"]
        labels = {
            "quiet_from": "Quiet from",
            "quiet_until": "Quiet until",
            "goes_out_on_weekends": "Mail goes out on Saturdays and Sundays, too",
            "keep_days": "Days for which texts are kept",
        }
        widgets = {"quiet_from": ClockInput, "quiet_until": ClockInput}
        help_texts = {
            "quiet_from": "By the school's clock. What is written later waits until the morning.",
            "quiet_until": "The same time twice: there are no quiet hours.",
            "keep_days": "After that only a line stays: what kind of message it was, when, and what became of it.",
        }
        error_messages = {
            "quiet_from": {"invalid": "Write a time such as 19:00."},
            "quiet_until": {"invalid": "Write a time such as 6:30."},
            "keep_days": {
                "invalid": "Write a number of days.",
                "min_value": "At least 7 days, so that what fails can be looked at.",
                "max_value": "At most 730 days, which is two years.",
            },
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
        times = Row(Column("quiet_from"), Column("quiet_until"))
        self.helper.layout = Layout(times, "goes_out_on_weekends", "keep_days")
