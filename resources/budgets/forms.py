"""What may be spent, as somebody types it."""

from django import forms

from collab.money import MoneyField, currency_of


class BudgetForm(forms.Form):
    """An amount; empty for no limit."""

    amount = MoneyField(label="Budget", max_digits=11, required=False)

    def __init__(self, *args, country, **options):
        super().__init__(*args, **options)
        currency = currency_of(country)
        self.fields["amount"].currency = currency
        in_code = f"In {currency.code}. " if currency.code else ""
        self.fields["amount"].help_text = f"{in_code}Leave it empty for no limit."
