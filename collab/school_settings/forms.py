"""The form of the school's own details."""

from django import forms

from collab.countries import LOCALES, country_choices, locale_of, zone_choices, zones
from collab.uncut import Uncut


class SchoolForm(Uncut, forms.Form):
    """Name, country, time zone and locale of a school.

    Without a time zone or locale, those of the country are taken; where a country has several zones, the likeliest
    is filled in and shown first.
    """

    name = forms.CharField(label="Name of the school", max_length=200)
    country = forms.ChoiceField(choices=country_choices)
    time_zone = forms.ChoiceField(
        choices=zone_choices, required=False, help_text="Dates and times are shown as they are there."
    )
    locale = forms.ChoiceField(label="Language and spelling", choices=LOCALES, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        country = self["country"].value() or ""
        self.fields["time_zone"].choices = [("", "As the country says"), *zone_choices(country)]
        self.fields["locale"].choices = [("", "As the country says"), *self._locales()]

    def _locales(self):
        own = self.initial.get("locale")
        return [*([(own, own)] if own and own not in dict(LOCALES) else []), *LOCALES]

    def clean(self):
        cleaned = super().clean()
        country = cleaned.get("country")
        if country and not cleaned.get("locale"):
            cleaned["locale"] = locale_of(country)
        if country and not cleaned.get("time_zone") and "time_zone" not in self.errors:
            self._propose_zone(cleaned, zones().get(country, ["UTC"]))
        return cleaned

    def _propose_zone(self, cleaned, proposed):
        cleaned["time_zone"] = proposed[0]
        if len(proposed) > 1:
            self.data = self.data.copy()
            self.data[self.add_prefix("time_zone")] = proposed[0]
            self.add_error("time_zone", "This country has several time zones. Is this one yours?")
