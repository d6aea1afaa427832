"""For which term and, where a librarian says it for somebody, for which teacher topics are said."""

from django import forms

from collab.models import Member, Term
from resources.topics.queries import teachers_of


class WhenAndWhoForm(forms.Form):
    """The term that is meant; and, where a librarian says it for somebody, the teacher."""

    term = forms.ModelChoiceField(
        Term.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Choose the term.",
            "invalid_choice": "This term is over, or not there any more. Choose again.",
        },
    )
    teacher = forms.ModelChoiceField(
        Member.objects.none(),
        empty_label="Choose a teacher",
        error_messages={
            "required": "Choose who will teach it.",
            "invalid_choice": "This person does not teach here any more. Choose again.",
        },
    )

    def __init__(self, *args, member, terms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = Term.objects.filter(pk__in=[term.pk for term in terms])
        self.fields["term"].choices = [(term.pk, str(term)) for term in terms]
        if member.is_librarian:
            self.fields["teacher"].queryset = teachers_of(member)
        else:
            del self.fields["teacher"]
        for field in self.fields.values():
            field.widget.attrs["data-again"] = ""
