"""The term board as a table for spreadsheets: the same topics as on screen, in the same order, with more columns."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from resources import behind
from resources.models import Help, PurchaseSuggestion, ResourceBox, ResourceList, TopicRequest
from resources.term_board.pages import chosen_term
from resources.term_board.queries import rows_of_board, terms_of

HEADER = (
    "Topic",
    "Term",
    "Teacher",
    "Department",
    "Subject",
    "Year levels",
    "Classes",
    "First week",
    "Last week",
    "Students",
    "Reading age from",
    "Reading age to",
    "Help wanted",
    "State",
    "Behind it",
    "Boxes",
    "Lists",
    "Purchases",
    "Note",
    "Asked on",
)


def rows_of_topics(*, member, asked, today):
    """The rows under `HEADER`; the board's own query, and one for what only the file has."""
    term = chosen_term(terms_of(member), asked, today)
    rows = rows_of_board(member=member, term=term, asked=asked) if term else []
    details = {detail.pk: detail for detail in details_of([row.pk for row in rows])}
    return [row_of(row, details[row.pk], term, member.school) for row in rows if row.pk in details]


def details_of(keys):
    """What the board does not show: note, reading ages, when it was asked, and the names of what is behind."""
    boxes = ResourceBox.objects.filter(requests=OuterRef("pk"), retired_at__isnull=True)
    purchases = PurchaseSuggestion.objects.filter(request=OuterRef("pk"))
    purchases = purchases.exclude(state=PurchaseSuggestion.State.DECLINED)
    return (
        TopicRequest.objects.filter(pk__in=keys)
        .order_by()
        .annotate(
            boxes_named=ArraySubquery(boxes.order_by("name").values("name")),
            lists_named=ArraySubquery(
                ResourceList.objects.filter(requests=OuterRef("pk")).order_by("title").values("title")
            ),
            purchases_named=ArraySubquery(purchases.order_by("title").values("title")),
        )
        .values_list(
            "pk",
            "note",
            "reads_from",
            "reads_to",
            "created_at",
            "boxes_named",
            "lists_named",
            "purchases_named",
            named=True,
        )
    )


def row_of(row, detail, term, school):
    """One topic as a list of cells."""
    has = (row.has_box, row.has_list, row.has_purchase, row.has_plan)
    words = [mark.word for mark, is_there in zip(behind.MARKS, has, strict=True) if is_there]
    return [
        row.topic,
        str(term),
        row.teacher,
        row.department,
        row.subject,
        row.year_levels,
        row.classes,
        row.first_week,
        row.last_week,
        row.students,
        detail.reads_from,
        detail.reads_to,
        ", ".join(Help(kind).label for kind in row.help_wanted),
        TopicRequest.State(row.state).label,
        "Nothing yet" if row.is_bare else ", ".join(words),
        ", ".join(detail.boxes_named),
        ", ".join(detail.lists_named),
        ", ".join(detail.purchases_named),
        detail.note,
        school.day_of(detail.created_at),
    ]
