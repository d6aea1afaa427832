"""The list of suggestions as a table for spreadsheets: the same as on screen, with more columns."""

from django.db.models import OuterRef, Subquery

from collab.money import currency_of
from resources.advice.words import in_words
from resources.models import PurchaseMove
from resources.purchases.listing import seen_as_asked
from resources.purchases.money import cost_of
from resources.purchases.states import State

AT_ONCE = 500
BOUGHT = (State.ORDERED, State.AVAILABLE)
HEADER = (
    "Title",
    "Author or maker",
    "ISBN",
    "Link",
    "Why",
    "State",
    "Declined because",
    "Number",
    "Price of one",
    "Price of all",
    "Currency",
    "Department",
    "Topic",
    "Teacher of the topic",
    "Term of the topic",
    "Advice",
    "Suggested by",
    "Suggested on",
    "Ordered on",
)


def rows_of_purchases(*, member, asked, today):
    """The rows under `HEADER`, one suggestion at a time, read in bunches."""
    declined = PurchaseMove.objects.filter(of=OuterRef("pk"), became=State.DECLINED).order_by("-at", "-pk")
    purchases = seen_as_asked(member=member, asked=asked, today=today).select_related("request__teacher")
    purchases = purchases.with_order().annotate(reason=Subquery(declined.values("why")[:1]))
    for purchase in purchases.iterator(chunk_size=AT_ONCE):
        yield row_of(purchase, member.school)


def row_of(purchase, school):
    """One suggestion as a list of cells."""
    request = purchase.request
    return [
        purchase.title,
        purchase.creator,
        purchase.isbn,
        purchase.link,
        purchase.why,
        purchase.get_state_display(),
        purchase.reason if purchase.state == State.DECLINED else "",
        purchase.quantity,
        purchase.price,
        cost_of(purchase),
        currency_of(school.country).code,
        purchase.department.name if purchase.department else "",
        request.topic if request else "",
        request.teacher.name if request else "",
        str(request.term) if request else "",
        "; ".join(map(in_words, purchase.advice.all())),
        purchase.created_by.name,
        school.day_of(purchase.created_at),
        school.day_of(purchase.ordered_at) if purchase.state in BOUGHT else None,
    ]
