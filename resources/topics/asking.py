"""The form in which people of the school say topics: it asks besides for which term and, if need be, which teacher."""

from collab import asked
from resources.topics import queries
from resources.topics.pick_form import WhenAndWhoForm
from resources.topics.several import Several
from resources.topics.terms import term_to_ask_for, terms_to_ask_for


class Asking(Several):
    """One person's form: `pick` says for which term and teacher its topics are."""

    def __init__(self, request, today):
        self.member = request.member
        self.terms = terms_to_ask_for(self.member, today)
        sent = request.POST if request.method == "POST" else None
        chosen = sent or request.GET
        super().__init__(
            sent,
            member=self.member,
            teacher=self._teacher(asked.key(chosen.get("teacher"))),
            term=self._term(asked.key(chosen.get("term")), today),
        )
        self.pick = self._pick()

    def is_valid(self):
        """Whether there is a topic, and nothing wrong with any of those that are said, nor for when and whom."""
        return all([self.pick.is_valid(), super().is_valid()])

    def _term(self, key, today):
        return next((term for term in self.terms if term.pk == key), None) or term_to_ask_for(self.terms, today)

    def _teacher(self, key):
        """Librarians say it for whom they choose, everybody else for themselves."""
        if not self.member.is_librarian:
            return self.member
        found = queries.teachers_of(self.member).filter(pk=key).first() if key else None
        return found or (self.member if self.member.is_teacher else None)

    def _pick(self):
        if self.is_sent:
            return WhenAndWhoForm(self.sent, member=self.member, terms=self.terms)
        initial = {"term": self.term and self.term.pk, "teacher": self.teacher and self.teacher.pk}
        return WhenAndWhoForm(initial=initial, member=self.member, terms=self.terms)
