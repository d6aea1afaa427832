"""What may be spent, as somebody types it."""

from django import forms

from collab.money import MoneyField, currency_of


class BudgetForm(forms.Form):
    """An amount; empty for no limit."""

    amount = MoneyField(label="Budget", max_digits=11, required=False)

    def __init__(self, *args, country, **options):
        super().__init__(*args, **options)
        code = currency_of(country).code
        self.fields["amount"].help_text = f"{f'In {code}. ' if code else ''}Leave it empty for no limit."
