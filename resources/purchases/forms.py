"""What somebody says about a thing that the library might buy."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from collab.models import Department, Term
from collab.money import MoneyField, currency_of
from collab.uncut import Uncut
from collab.web_addresses import WebAddressField
from resources.catalogue import isbn
from resources.models import PurchaseSuggestion, TopicRequest

TERMS_AHEAD = 2
REMOVED = {"invalid_choice": "This is not there any more. Choose again."}


class TopicField(forms.ModelChoiceField):
    """A topic request; that of a colleague says whose it is."""

    reader = None

    def label_from_instance(self, request):
        whose = "" if request.teacher_id == self.reader.pk else f"{request.teacher.name}, "
        return f"{request.topic} ({whose}{request.term})"


class PurchaseForm(Uncut, forms.ModelForm):
    """A suggestion. It only cleans: saving is for the actions."""

    link = WebAddressField(
        max_length=2000, required=False, assume_scheme="https", help_text="A shop, a publisher, or the thing itself."
    )
    quantity = forms.IntegerField(label="How many", min_value=1, max_value=999, initial=1)
    price = MoneyField(label="Price of one", max_digits=9, required=False)
    request = TopicField(
        TopicRequest.objects.none(),
        label="For which topic",
        required=False,
        empty_label="No particular topic",
        error_messages=REMOVED,
    )

    class Meta:
        model = PurchaseSuggestion
        fields = ["title", "creator", "isbn", "link", "why", "quantity", "price", "department", "request"]
        help_texts = {
            "isbn": "With or without hyphens; a scan will do.",
            "why": "Who would use it, and what for.",
        }
        widgets = {"why": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}

    def __init__(self, *args, by, today, topic=None, **options):
        super().__init__(*args, **options)
        self.fields["department"].queryset = Department.objects.visible_to(by)
        self.fields["department"].empty_label = "No department"
        self.fields["department"].error_messages |= REMOVED
        self.fields["request"].queryset = _topics(by, today, self.instance.request_id, topic)
        self.fields["request"].reader = by
        currency = currency_of(by.school.country)
        self.fields["price"].currency = currency
        self.fields["price"].help_text = f"In {currency.code}." if currency.code else ""
        self.fields["title"].widget.attrs |= {"autocomplete": "off", "dir": "auto"}
        self.fields["isbn"].widget.attrs |= {"autocomplete": "off", "inputmode": "text"}
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "title",
            "creator",
            Row(Column("isbn"), Column("link")),
            "why",
            "request",
            Row(Column("quantity"), Column("price"), Column("department")),
        )

    def clean_isbn(self):
        """Its 13 digits; what is no ISBN stays as it was typed, and is flagged where it is shown."""
        typed = self.cleaned_data["isbn"]
        return isbn.read(typed)[0] or typed

    def _post_clean(self):
        """The row stays as it was read: the action writes, and compares versions."""


def _topics(by, today, chosen, wanted):
    """Own topics of this term and the next, for librarians those of everybody; and two by their keys or None.

    `chosen` is the one that stands there, `wanted` one that the address names: from the page of a topic of any term.
    """
    of_school = TopicRequest.objects.visible_to(by)
    mine = of_school if by.is_librarian else of_school.of(by)
    terms = list(Term.objects.visible_to(by).from_day(today)[:TERMS_AHEAD])
    offered = mine.standing().filter(term__in=terms) | mine.filter(pk=wanted) | of_school.filter(pk=chosen)
    return offered.select_related("teacher", "term").order_by("term__starts_on", "topic", "pk")


def proposed(*, topics, topic, by, **typed):
    """What a new suggestion begins with: what the address says, and the department of the topic, or else one's own.

    `topics`: the requests that the form offers; `topic`: the key of one of them, or None.
    """
    request = topics.filter(pk=topic).first() if topic else None
    department = request.department_id if request else None
    own = by.departments.order_by("name").values_list("pk", flat=True)
    return typed | {"request": request and request.pk, "department": department or own.first()}


class MoveForm(Uncut, forms.Form):
    """Where a suggestion goes next from the state that was on the page (`was`), and why."""

    to = forms.ChoiceField(choices=PurchaseSuggestion.State.choices)
    was = forms.ChoiceField(choices=PurchaseSuggestion.State.choices, required=False)
    why = forms.CharField(
        label="Why not",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def clean(self):
        if self.errors.keys() & {"to", "was"}:
            raise forms.ValidationError("Press one of the buttons.")
