"""The list of suggestions: a page of rows, the filters, and the money beside them."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.timezone import localtime

from collab.addresses import address
from collab.choices import Choice, options
from collab.found import COUNTED_UP_TO, Found
from collab.models import Department, Role, Term
from collab.money import in_words
from resources.advice.words import in_short
from resources.budgets.permissions import READERS
from resources.models import Advice, PurchaseSuggestion
from resources.purchases.filters import NO_DEPARTMENT, STATES, Sort
from resources.purchases.states import State
from resources.purchases.words import TONES

PAGE_SIZE = 50


@dataclass(frozen=True)
class Row:
    """One suggestion in the list; `advice` is what was said to it, in a few words each."""

    url: str
    title: str
    about: str
    topic: str
    state: str
    tone: str
    since: str
    advice: list
    price: str
    suggested: str


def seen_as_asked(*, member, asked, today):
    """The suggestions that a member may see, narrowed and ordered, with what a row shows."""
    advice = Prefetch("advice", Advice.objects.select_related("asked_of"))
    seen = asked.narrow(PurchaseSuggestion.objects.visible_to(member), school=member.school, today=today)
    seen = seen.with_last_move()
    return seen.select_related("created_by", "department", "request__term", "school").prefetch_related(advice)


def table(*, member, asked, today):
    """The table: a page of rows and what stands around it. Three queries."""
    found = _page(member, asked, today)
    return {
        "asked": asked,
        "found": found,
        "rows": [_row(purchase) for purchase in found.rows],
        "is_empty": not found.rows,
        "sorts": {sort.value: asked.address(sort=sort.value) for sort in Sort},
        "sorted_by": asked.sort.value,
        "kept": asked.address().removeprefix("?"),
        "sees_all": member.has_role(Role.LIBRARIAN, Role.LEADER),
        "reads_budgets": member.has_role(*READERS),
    }


def _page(member, asked, today):
    purchases = seen_as_asked(member=member, asked=asked, today=today)
    start = (asked.page - 1) * PAGE_SIZE
    rows = list(purchases[start : start + PAGE_SIZE + 1])
    total = purchases.order_by()[: COUNTED_UP_TO + 1].count()
    has_next = len(rows) > PAGE_SIZE
    return Found(rows[:PAGE_SIZE], asked.page, total, has_next, one="suggestion", many="suggestions")


def _row(purchase):
    return Row(
        url=address("purchase", school_slug=purchase.school.slug, purchase_id=purchase.pk),
        title=purchase.title,
        about=" · ".join(filter(None, (purchase.creator, purchase.department and purchase.department.name))),
        topic=f"{purchase.request.topic}, {purchase.request.term}" if purchase.request else "",
        state=purchase.get_state_display(),
        tone=TONES[purchase.state],
        since=date_format(localtime(purchase.moved_at), "j\u00a0M\u00a0Y") if purchase.state != State.ASKED else "",
        advice=list(map(in_short, purchase.advice.all())),
        price=_price(purchase),
        suggested=f"{purchase.created_by.name}, {date_format(localtime(purchase.created_at), 'j M Y')}",
    )


def _price(purchase):
    """“2 × $30.00”; without a price “2 ×”."""
    number = f"{purchase.quantity} ×" if purchase.quantity > 1 else ""
    return f"{number} {in_words(purchase.price, purchase.school.country)}".strip()


def filters(*, member, asked):
    """The filters with their options. Two queries."""
    departments = [*Department.objects.visible_to(member).values_list("pk", "name"), (NO_DEPARTMENT, "No department")]
    terms = [(term.pk, str(term)) for term in Term.objects.visible_to(member).order_by("-starts_on")]
    return {
        "choices": [
            Choice("state", "State", options(STATES, asked.state)),
            Choice("department", "Department", options(departments, asked.department)),
            Choice("term", "Term of the topic", options(terms, asked.term)),
        ]
    }
