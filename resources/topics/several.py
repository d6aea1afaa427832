"""Several topics in one form, as it comes and goes; with scripts off it grows by its buttons."""

from functools import cached_property

from collab import asked
from resources.topics import queries
from resources.topics.errors import TopicRefused
from resources.topics.forms import TopicForm, initial_of, sending_of
from resources.topics.offers import Offers
from resources.topics.terms import a_year_before

MOST = 30  # Topics in one go.
SHOWN_AGAIN = 100  # What comes back where somebody sends even more.
TOO_MANY = f"At most {MOST} topics go in one go. Take some away, and say them in a second one."
RESHAPE = ("another", "copy", "drop", "again")  # Buttons that only show the form again, with nothing lost.


class Several:
    """The topics of one teacher for one term: `blocks` are their forms, `trouble` is what is wrong with all of them.

    `sent` is what came by POST, None where the form is opened; `member` is who fills it in.
    """

    def __init__(self, sent, *, member, teacher, term):
        self.sent, self.member, self.teacher, self.term = sent, member, teacher, term
        self.is_reshaped = sent is not None and any(name in sent for name in RESHAPE)
        self.trouble = ""
        self.before = a_year_before(term) if term and teacher else None
        self.last_year = {str(one.pk): one for one in queries.said_in(teacher, self.before)} if self.before else {}
        self.offers = Offers(member, term, teacher, self.last_year)
        self.blocks = self._blocks()
        if len(self.blocks) > MOST:
            self.trouble = TOO_MANY

    @property
    def is_sent(self):
        """Whether it is sent to be kept, and not only to be shown again."""
        return self.sent is not None and not self.is_reshaped

    @property
    def is_for_another(self):
        return self.offers.is_for_another

    @cached_property
    def said(self):
        """What the teacher has said for this term already."""
        return queries.said_in(self.teacher, self.term) if self.teacher and self.term else []

    @property
    def known(self):
        """The sendings that the server has, with spaces between them: the browser forgets what it kept of them."""
        return " ".join(str(one.sending) for one in self.said if one.sending)

    @property
    def offered_again(self):
        """Last year's topics as (request, whether it is taken over already)."""
        taken = {str(one.copied_from_id) for one in self.said}
        taken |= {str(block["copied_from"].value()) for block in self.blocks}
        return [(one, key in taken) for key, one in self.last_year.items()]

    @property
    def spare(self):
        """An empty topic, from which the browser makes further ones."""
        return self._empty("__n__")

    @property
    def may_grow(self):
        return len(self.blocks) < MOST

    @property
    def most(self):
        return MOST

    def is_valid(self):
        """Whether there is a topic, and nothing wrong with any of those that are said."""
        is_right = [block.is_valid() for block in self.blocks]
        if not self._filled:
            self.blocks[0].add_error("topic", "Say in a few words what you will teach.")
        return all(is_right) and bool(self._filled) and not self.trouble

    @property
    def topics(self):
        """The clean topics, as `ask_topics` takes them."""
        return [dict(block.cleaned_data) for block in self._filled]

    def refuse(self, refusal):
        """Says at its field what the action refused."""
        if isinstance(refusal, TopicRefused) and refusal.field in self._filled[refusal.place].fields:
            self._filled[refusal.place].add_error(refusal.field, str(refusal))
        else:
            self.trouble = str(refusal)

    @property
    def _filled(self):
        return [block for block in self.blocks if block.has_changed()]

    def _blocks(self):
        if self.sent is None:
            return [self._empty(0)]
        numbers = _numbers(self.sent.getlist("block"))
        if self.is_sent:
            return [self._form(number, self.sent) for number in numbers or [0]]
        return self._reshaped(numbers)

    def _reshaped(self, numbers):
        """The topics as they were typed, without or with one more than before."""
        kept = [self._as_typed(number) for number in numbers if str(number) != self.sent.get("drop")]
        again = self.last_year.get(self.sent.get("copy", ""))
        following = max(numbers, default=-1) + 1
        if again:
            kept = [block for block in kept if block.says_something] + [self._copy(following, again)]
        elif "another" in self.sent:
            kept = [*kept, self._empty(following, autofocus=True)]
        return kept or [self._empty(following)]

    def _form(self, number, data=None, initial=None):
        form = TopicForm(
            data,
            prefix=f"t{number}",
            initial=initial,
            offers=self.offers,
            empty_permitted=True,
            use_required_attribute=False,
        )
        form.number = number
        return form

    def _as_typed(self, number):
        form = self._form(number, self.sent)
        typed = {name: form[name].value() for name in form.fields}
        again = self._form(number, initial=typed)
        again.says_something = form.has_changed()
        return again

    def _empty(self, number, *, autofocus=False):
        form = self._form(number, initial={"sending": sending_of("")})
        if autofocus:
            form.fields["topic"].widget.attrs["autofocus"] = True
        return form

    def _copy(self, number, again):
        """Last year's topic, said again: its weeks as far as this term has them, its students counted anew."""
        values = initial_of(again) | {"copied_from": again.pk, "sending": sending_of("")}
        weeks = dict(self.offers.weeks)
        if values["last_week"] not in weeks:
            values |= {"first_week": None, "last_week": None}
        if values["classes"]:
            values["students"] = None
        return self._form(number, initial=values)


def _numbers(texts):
    """The numbers of the topics in the order in which they stand on the page."""
    numbers = [asked.number(text, 0, 9_999) for text in texts]
    return list(dict.fromkeys(number for number in numbers if number is not None))[:SHOWN_AGAIN]
