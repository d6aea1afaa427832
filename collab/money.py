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
DOLLARS = {"A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD", "NZ": "NZD", "S": "SGD", "SG": "SGD", "US": "USD"}
SIGNS = {"£": "GBP", "€": "EUR", "R": "ZAR"}
CODES = sorted({currency.code for currency in CURRENCIES.values()})
# Beside an amount: a code, a dollar of some country, or a sign. A rand's R is one before a figure.
NAMED = re.compile(
    rf"(?P<code>{'|'.join(CODES)})"
    rf"|(?P<dollar>{'|'.join(sorted(DOLLARS, reverse=True))})?\$"
    r"|(?P<sign>[£€]|^R(?=[\s0-9]))",
    re.IGNORECASE,
)
NO_CENTS = re.compile(r"[.,][-–—]$")
APART = r"[\s'’]"
# “1 200,50”, “1.200,50”, “24,9”; and “1,200”, “1'234.50”, “1,20,000”. What is neither may be misread, and is not read.
COMMA_FOR_CENTS = re.compile(rf"(?:[0-9]{{1,3}}(?:(?:{APART}|\.)[0-9]{{3}})+|[0-9]*),[0-9]{{1,2}}")
IN_GROUPS = re.compile(rf"[0-9]{{1,3}}(?:(?:{APART}|,)[0-9]{{2,3}})*(?:{APART}|,)[0-9]{{3}}(?:\.[0-9]{{1,2}})?")


def currency_of(country):
    """The Currency of a country (ISO 3166 code); one without code and sign where we do not know it."""
    return CURRENCIES.get(country, UNKNOWN)


def in_words(amount, country):
    """“$1,234.50”, “−$85.00”; empty for None."""
    if amount is None:
        return ""
    return f"{'−' if amount < 0 else ''}{currency_of(country).sign}{abs(amount):,.2f}"


def named_in(text):
    """The codes of the currencies that a text names; “$” alone is any dollar."""
    for found in NAMED.finditer(text):
        if found["code"]:
            yield found["code"].upper()
        elif found["sign"]:
            yield SIGNS[found["sign"].upper()]
        else:
            yield DOLLARS[found["dollar"].upper()] if found["dollar"] else "$"


class MoneyField(forms.DecimalField):
    """An amount as people type it: “24.95”, “$1,200”, “AUD 24,95”. Its form says in which `currency`."""

    currency = UNKNOWN
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": "Write an amount, for example 24.95.",
        "min_value": "An amount below nothing cannot be paid.",
        "max_decimal_places": "Write at most two figures after the point, for example 24.95.",
    }

    def __init__(self, *, max_digits, **options):
        super().__init__(min_value=0, max_digits=max_digits, decimal_places=2, **options)

    def to_python(self, value):
        if isinstance(value, str):
            if self.currency.code and not {*named_in(value)} <= {self.currency.code, self.currency.sign}:
                raise forms.ValidationError(f"Write the amount in {self.currency.code}.", code="currency")
            value = NO_CENTS.sub("", NAMED.sub("", value).strip())
            if COMMA_FOR_CENTS.fullmatch(value):
                value = re.sub(rf"{APART}|\.", "", value).replace(",", ".")
            elif IN_GROUPS.fullmatch(value):
                value = re.sub(rf"{APART}|,", "", value)
        return super().to_python(value)
