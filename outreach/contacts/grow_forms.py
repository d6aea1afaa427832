"""What a conversation grows into, with what is known filled in.

Its line is a note among librarians, and what grows out of it is read by the teacher and by colleagues: so a sentence
is never filled in for the librarian, but stands beside the form.
"""

from django import forms

from collab.models import Member, Term
from collab.uncut import Uncut
from planning.plans.forms import StartForm
from resources.models import Help
from resources.topics.queries import teachers_of
from resources.topics.terms import term_to_ask_for, terms_to_ask_for

LONGEST_TITLE = 200
MOST_WORDS = 4  # of a line that says no more than a topic does


class TopicForm(Uncut, forms.Form):
    """One topic of a teacher: what it is about, when, and the help that is wanted. The rest is said on its own page."""

    topic = forms.CharField(
        max_length=LONGEST_TITLE,
        help_text="A few words, as the teacher would say it: Volcanoes, Whose news is it?",
        error_messages={"required": "Say in a few words what it is about."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "autocapitalize": "sentences"}),
    )
    teacher = forms.ModelChoiceField(
        Member.objects.none(),
        empty_label="Choose a teacher",
        error_messages={
            "required": "Choose who will teach it.",
            "invalid_choice": "This person does not teach here any more. Choose again.",
        },
    )
    term = forms.ModelChoiceField(
        Term.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Choose the term.",
            "invalid_choice": "This term is over, or not there any more. Choose again.",
        },
    )
    help_wanted = forms.MultipleChoiceField(
        label="Help wanted",
        choices=Help.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list."},
    )
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))

    def __init__(self, *args, contact, by, today, **options):
        super().__init__(*args, **options)
        terms = terms_to_ask_for(by, today)
        self.fields["term"].queryset = Term.objects.filter(pk__in=[term.pk for term in terms])
        self.fields["term"].choices = [(term.pk, str(term)) for term in terms]
        self.fields["teacher"].queryset = teachers_of(by)
        self.initial |= {
            "topic": topic_in(contact),
            "teacher": contact.with_member_id,
            "term": term_to_ask_for(terms, today),
        }

    def clean_topic(self):
        return " ".join(self.cleaned_data["topic"].split())

    def clean_help_wanted(self):
        """In the order of the list, as everywhere."""
        return [one for one in Help.values if one in self.cleaned_data["help_wanted"]]

    @property
    def has_term(self):
        """Whether there is a term that a topic can be for."""
        return bool(self.fields["term"].choices)


def plan_form(data, *, contact, by, today):
    """The two first fields of a plan, filled in from a conversation or from the topic that came of it."""
    form = StartForm(data, by=by, today=today, topic_request=contact.topic_request)
    if contact.topic_request is None:
        form.initial["title"] = topic_in(contact)
        form.initial["partner"] = next(
            (label for label, person in form.people.items() if person.pk == contact.with_member_id), ""
        )
    return form


def topic_in(contact):
    """The line of a conversation where it is as short as a topic, or nothing."""
    words = contact.about.split()
    return " ".join(words) if len(words) <= MOST_WORDS and "." not in contact.about else ""
