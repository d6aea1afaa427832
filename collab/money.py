"""Amounts of money in the currency of a school's country: read as people type them, written plainly."""

import re
from dataclasses import dataclass

from django import forms


@dataclass(frozen=True)
class Currency:
    """`code` as ISO 4217 has it, `sign` as people of the country write it before an amount."""

    code: str
    sign: str


# Those of the countries that the set-up offers first; elsewhere amounts are written as bare numbers.
CURRENCIES = {
    "AU": Currency("AUD", "$"),
    "CA": Currency("CAD", "$"),
    "GB": Currency("GBP", "£"),
    "IE": Currency("EUR", "€"),
    "NZ": Currency("NZD", "$"),
    "SG": Currency("SGD", "$"),
    "US": Currency("USD", "$"),
    "ZA": Currency("ZAR", "R"),
}
UNKNOWN = Currency("", "")
CODES = "|".join(sorted({currency.code for currency in CURRENCIES.values()}))
BESIDE_THE_NUMBER = re.compile(rf"\s|{CODES}|[$£€'’]|^R", re.IGNORECASE)
COMMA_FOR_CENTS = re.compile(r"[0-9.]*,[0-9]{1,2}")


def currency_of(country):
    """The Currency of a country (ISO 3166 code); one without code and sign where we do not know it."""
    return CURRENCIES.get(country, UNKNOWN)


def in_words(amount, country):
    """“$1,234.50”, “−$85.00”; empty for None."""
    if amount is None:
        return ""
    return f"{'−' if amount < 0 else ''}{currency_of(country).sign}{abs(amount):,.2f}"


class MoneyField(forms.DecimalField):
    """An amount as people type it: “24.95”, “$1,200”, “AUD 24,95”."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": "Write an amount, for example 24.95.",
        "min_value": "An amount below nothing cannot be paid.",
    }

    def __init__(self, *, max_digits, **options):
        super().__init__(min_value=0, max_digits=max_digits, decimal_places=2, **options)

    def to_python(self, value):
        if isinstance(value, str):
            value = BESIDE_THE_NUMBER.sub("", value)
            if COMMA_FOR_CENTS.fullmatch(value):
                value = value.replace(".", "").replace(",", ".")
            value = value.replace(",", "")
        return super().to_python(value)
