"""What somebody asks of the list of messages: read from the address, forgiving, and applied to a queryset."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q

from collab import asked
from outreach.models import Message

TROUBLE = "trouble"  # Stands for the states that a person has to look at.
NEED_A_PERSON = (Message.State.FAILED, Message.State.UNKNOWN)
STATES = ((TROUBLE, "Needs a person"), *Message.State.choices)
MOST_WORDS = 6


@dataclass(frozen=True)
class Asked:
    """The filters and the page of one request; whatever makes no sense is left out."""

    q: str = ""
    state: str = ""
    kind: str = ""
    page: int = 1

    @classmethod
    def read(cls, query):
        """From the parameters of an address (a QueryDict)."""
        state, kind = query.get("state"), query.get("kind")
        return cls(
            q=asked.words(query.get("q")),
            state=state if state in dict(STATES) else "",
            kind=kind if kind in Message.Kind.values else "",
            page=asked.page(query.get("page")),
        )

    @cached_property
    def filters(self):
        """The filters that are set: name → value, as they stand in an address."""
        values = {"q": self.q, "state": self.state, "kind": self.kind}
        return {name: value for name, value in values.items() if value}

    def address(self):
        """The query string of this list without its page. Starts with “?”."""
        return f"?{urlencode(self.filters)}"

    def narrow(self, messages):
        """The messages of a queryset that fit the filters, newest first.

        Words are looked for in the subject, the name and the address of those that still have them.
        """
        if self.state:
            messages = messages.filter(state__in=NEED_A_PERSON if self.state == TROUBLE else (self.state,))
        if self.kind:
            messages = messages.filter(kind=self.kind)
        if self.q:
            messages = messages.filter(reduced_at__isnull=True)
        for word in self.q.split()[:MOST_WORDS]:
            held = Q(subject__icontains=word) | Q(to_name__icontains=word) | Q(to_address__icontains=word)
            messages = messages.filter(held)
        return messages.order_by("-created_at", "-pk")
