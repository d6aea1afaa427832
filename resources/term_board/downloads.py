"""The term board as a table for spreadsheets: the same topics as on screen, in the same order, with more columns."""

from resources.behind.marks import MARKS, NAMES
from resources.behind.things import things_behind
from resources.models import Help, TopicRequest
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
    "Unit plans",
    "Note",
    "Asked on",
)


def rows_of_topics(*, member, asked, today):
    """The rows under `HEADER`: the board's own query, one for what only the file has, one for the things behind."""
    term = chosen_term(terms_of(member), asked, today)
    rows = rows_of_board(member=member, term=term, asked=asked) if term else []
    keys = [row.pk for row in rows]
    details = {detail.pk: detail for detail in details_of(keys)}
    things = things_behind(keys, reader=member)
    return [
        row_of(row, details[row.pk], things.get(row.pk, ()), term, member.school) for row in rows if row.pk in details
    ]


def details_of(keys):
    """What the board does not show: note, reading ages, and when it was asked."""
    requests = TopicRequest.objects.filter(pk__in=keys).order_by()
    return requests.values_list("pk", "note", "reads_from", "reads_to", "created_at", named=True)


def row_of(row, detail, things, term, school):
    """One topic as a list of cells."""
    has = (row.has_box, row.has_list, row.has_purchase, row.has_plan)
    words = [mark.word for mark, is_there in zip(MARKS, has, strict=True) if is_there]
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
        *(", ".join(dict.fromkeys(thing.name for thing in things if thing.mark == name)) for name in NAMES),
        detail.note,
        school.day_of(detail.created_at),
    ]
