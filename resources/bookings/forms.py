"""Forms of a loan: for whom and when, until when instead, and why it does not happen."""

from django import forms
from django.db.models import Q

from collab.models import Member
from collab.school_settings.widgets import DayField
from collab.uncut import Uncut
from resources.bookings.days import days_of
from resources.bookings.follow_ups import POSSIBLE, Outcome
from resources.bookings.weeks import Weeks
from resources.models import TopicRequest
from resources.topics.moves import STILL_OPEN

GONE = {"invalid_choice": "This is not there any more. Choose again."}
NO_SUCH_WEEK = {"invalid_choice": "This is no week to come. Choose again."}


class BookingForm(Uncut, forms.Form):
    """A box for somebody: librarians say for whom, teachers ask for themselves; when in weeks of school, or in days."""

    borrower = forms.ModelChoiceField(
        Member.objects.none(),
        label="For whom",
        empty_label="Choose a colleague",
        error_messages=GONE | {"required": "Choose who gets the box."},
    )
    first_week = forms.ChoiceField(label="From week", required=False, error_messages=NO_SUCH_WEEK)
    last_week = forms.ChoiceField(label="To week", required=False, error_messages=NO_SUCH_WEEK)
    starts_on = DayField(label="First day")
    ends_on = DayField(label="Last day")
    place = forms.CharField(
        label="Where it is needed", required=False, max_length=100, help_text="A room, if you know."
    )
    request = forms.ModelChoiceField(
        TopicRequest.objects.none(), label="For which topic", required=False, empty_label="None", error_messages=GONE
    )
    note = forms.CharField(
        label="Note", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )

    def __init__(self, data=None, *, by, box, today, topic_request=None, span=None, **options):
        weeks = Weeks(by, today)
        super().__init__(weeks.as_days(data), **options)
        self.by, self.box = by, box
        self.fields["first_week"].choices, self.fields["last_week"].choices = weeks.firsts, weeks.lasts
        self._offer_borrowers(topic_request)
        self._offer_requests(box, topic_request)
        span = span or (days_of(topic_request, not_before=today) if topic_request else None)
        if span:
            self.initial |= {"starts_on": span.first, "ends_on": span.last}

    def _offer_borrowers(self, topic_request):
        if not self.by.is_librarian:
            del self.fields["borrower"]
            return
        self.fields["borrower"].queryset = Member.objects.visible_to(self.by).active()
        if topic_request:
            self.initial["borrower"] = topic_request.teacher_id

    def _offer_requests(self, box, topic_request):
        """To librarians the topics that the box serves, to teachers their own; and the one that they come from."""
        served = Q(pk__in=box.requests.values("pk"))
        theirs = served if self.by.is_librarian else Q(teacher=self.by)
        named = Q(pk=topic_request.pk if topic_request else None)
        offered = TopicRequest.objects.visible_to(self.by).filter((theirs & Q(state__in=STILL_OPEN)) | named)
        field = self.fields["request"]
        field.queryset = offered.select_related("term", "teacher").order_by("-term__starts_on", "topic")
        field.label_from_instance = self._request_in_words
        if topic_request:
            self.initial["request"] = topic_request.pk

    def _request_in_words(self, topic_request):
        whose = f", {topic_request.teacher.name}" if self.by.is_librarian else ""
        return f"{topic_request.topic} ({topic_request.term}{whose})"

    def clean(self):
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day comes before the first one.")
        self._say_what_is_wrong_with_weeks()

    def _say_what_is_wrong_with_weeks(self):
        """Weeks that make days have become them by now; of the others it is said, and not that there are no days."""
        first, last = self.cleaned_data.get("first_week"), self.cleaned_data.get("last_week")
        if first and last:
            self.add_error("last_week", "The last week comes before the first one.")
        elif last and "first_week" not in self.errors:
            self.add_error("first_week", "From which week on?")
        if {"first_week", "last_week"} & self.errors.keys():
            for name in ("starts_on", "ends_on"):
                self.errors.pop(name, None)

    @property
    def values(self):
        """What the action writes: the fields of a loan but its borrower."""
        return {name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "place", "request", "note")}


class ExtendForm(forms.Form):
    """Until when instead."""

    ends_on = DayField(label="Last day")


class CancelForm(Uncut, forms.Form):
    """Why a loan does not happen. Librarians say it to the borrower; who cancels their own need not."""

    why = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": "Say in a few words why: the borrower reads it."},
    )

    def __init__(self, *args, is_own, **options):
        super().__init__(*args, **options)
        self.fields["why"].required = not is_own
        self.fields["why"].help_text = "If you like." if is_own else "The borrower reads it."


class SettleForm(forms.Form):
    """What became of something that came back missing or damaged, or did not come back."""

    WORDS = {
        Outcome.FOUND: "Found: it is in the box again",
        Outcome.REPAIRED: "Repaired: it is in the box again",
        Outcome.REPLACED: "Replaced: another one is in the box, or will be",
        Outcome.WRITTEN_OFF: "Written off: it leaves the box, and a copy with a barcode leaves the catalogue",
    }

    outcome = forms.ChoiceField(
        label="What became of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it.", "invalid_choice": "Choose from the list."},
    )

    def __init__(self, *args, follow_up, **options):
        super().__init__(*args, **options)
        possible = POSSIBLE[follow_up.is_missing]
        self.fields["outcome"].choices = [(outcome.value, self.WORDS[outcome]) for outcome in possible]
