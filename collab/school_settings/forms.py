"""The forms of the school's own details."""

from django import forms
from django.conf import settings

from collab.countries import LOCALES, country_choices, locale_of, zone_choices, zones
from collab.errors import Refused
from collab.school_settings.logo import clean_logo
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


class LogoForm(forms.Form):
    """The school's logo, sent along with its details: another one, none any more, or nothing new."""

    logo = forms.FileField(
        required=False,
        help_text="PNG or JPEG, up to 5 MB, as you would print it on white. It stands on reports.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        error_messages={"empty": "This file is empty. Choose the picture again."},
    )
    no_logo = forms.BooleanField(label="Remove the logo", required=False)

    def __init__(self, request):
        super().__init__(*([request.POST, request.FILES] if request.method == "POST" else []))
        if getattr(request, "upload_is_too_large", False):
            limit = settings.LARGEST_UPLOAD // 2**20
            self.add_error("logo", f"This file is larger than {limit} MB. Save the logo smaller first.")

    def clean_logo(self):
        """The `Picture` that was made of the file, or None."""
        file = self.cleaned_data["logo"]
        try:
            return clean_logo(file) if file else None
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("logo") and cleaned.get("no_logo"):
            self.add_error("logo", "Either choose another logo or remove it. Then choose the file again.")
        return cleaned

    def ask_again(self):
        """Says that a chosen file has to be chosen again, since no page can put it back into its field."""
        if self.is_bound and self.cleaned_data.get("logo"):
            self.add_error("logo", "Choose the logo once more: something else on this page has to be put right first.")
