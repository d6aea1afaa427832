"""What the pages of imports show, as plain rows and words."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat

from collab.addresses import address
from collab.found import Found
from collab.when import clock
from resources.catalogue_import.queries import imports_of
from resources.catalogue_import.reading.found import Broken
from resources.catalogue_import.tables.columns import LABELS
from resources.catalogue_import.tables.rows import first_rows
from resources.models import CatalogueImport, Resource

State = CatalogueImport.State
ON_A_PAGE = 25
REMARKS_ON_A_PAGE = 50
ROWS_OF_A_PREVIEW = 5
LONGEST_SAMPLE = 60
UNDER_WAY = (State.WAITING, State.RUNNING, State.TAKING_BACK)
# State → tone of its badge, icon.
LOOKS = {
    State.MAPPING: ("waiting", "table"),
    State.WAITING: ("plain", "hourglass-split"),
    State.RUNNING: ("accent", "arrow-repeat"),
    State.DONE: ("good", "check2"),
    State.CANCELLED: ("plain", "stop-circle"),
    State.FAILED: ("error", "exclamation-triangle"),
    State.TAKING_BACK: ("accent", "arrow-counterclockwise"),
    State.TAKEN_BACK: ("plain", "arrow-counterclockwise"),
}
# What came of the records: counter → what it counts, one and many, and as a word in the list. What is here already may
# have got one more copy.
OUTCOMES = (
    ("added", "new title", "new titles", "new"),
    ("changed", "brought up to date", "brought up to date", "brought up to date"),
    ("unchanged", "of a title that is here", "of titles that are here", "here already"),
    ("skipped", "left out", "left out", "left out"),
)


@dataclass(frozen=True)
class Line:
    """One import in the list."""

    name: str
    url: str
    kind: str
    when: str
    who: str
    state: str
    tone: str
    icon: str
    records: str
    outcome: str


def imports(*, member, number, now):
    """The list: imports of the member's school, newest first."""
    start = (number - 1) * ON_A_PAGE
    rows = list(imports_of(member)[start : start + ON_A_PAGE + 1])
    slug = member.school.slug
    lines = [_line(row, slug, now) for row in rows[:ON_A_PAGE]]
    found = Found(lines, number, start + len(lines), len(rows) > ON_A_PAGE, "import", "imports")
    return {"found": found, "lines": lines}


def _line(row, slug, now):
    tone, icon = LOOKS[row.state]
    return Line(
        name=row.filename,
        url=address("catalogue_import", school_slug=slug, import_id=row.pk),
        kind=row.get_format_display(),
        when=clock(row.created_at, now),
        who=row.created_by.name,
        state=row.get_state_display(),
        tone=tone,
        icon=icon,
        records=f"{row.records:,}" if row.state != State.MAPPING else "",
        outcome=" · ".join(f"{number:,} {word}" for number, _, word in _outcomes(row)),
    )


def _outcomes(row):
    """(number, what it counts, as a word) of what there was."""
    for name, one, many, word in OUTCOMES:
        if number := getattr(row, name):
            yield number, one if number == 1 else many, word


def _numbers(kept):
    """[(figure, what it counts)]: the records that were read, and what came of them."""
    read = (kept.records, "record read" if kept.records == 1 else "records read")
    outcomes = [(number, what) for number, what, _ in _outcomes(kept)]
    flagged = [(kept.flagged, "imported with a remark")] if kept.flagged else []
    return [(f"{number:,}", what) for number, what in (read, *outcomes, *flagged)]


def columns(kept, form):
    """The columns with what stands in them, and the first rows as they would be read."""
    try:
        rows = first_rows(kept, form.chosen, ROWS_OF_A_PREVIEW)
    except Broken as error:
        return {"kept": kept, "form": form, "broken": str(error), "lines": [], "preview": []}
    lines = [
        (field, [cell for cells, _ in rows if (cell := _sample(cells, position))])
        for position, field in enumerate(form)
    ]
    return {"kept": kept, "form": form, "lines": lines, "preview": [_previewed(found) for _, found in rows]}


def _sample(cells, position):
    text = cells[position].strip() if position < len(cells) else ""
    return text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…"


def _previewed(found):
    """(title, [(label, text)], [sentence], is skipped) of a row."""
    if found.trouble:
        return found.trouble.title, [], [str(found.trouble)], True
    record = found.record
    ages = "–".join(str(age) for age in (record.reads_from, record.reads_to) if age is not None)
    said = (
        ("subtitle", record.subtitle),
        ("creators", "; ".join(record.creators)),
        ("kind", record.kind and Resource.Kind(record.kind).label),
        ("isbns", ", ".join(record.isbns + record.odd_isbns)),
        ("publisher", record.publisher),
        ("year", record.year),
        ("subjects", "; ".join(record.subjects)),
        ("reads", ages),
        ("call_number", record.call_number),
        ("location", record.location),
        ("barcodes", ", ".join(record.barcodes)),
        ("link", record.link),
        ("control_number", record.control_number),
        ("summary", _sample([record.summary], 0)),
    )
    labelled = [("Reading age" if name == "reads" else LABELS[name], text) for name, text in said if text]
    return record.title, labelled, record.flags, False


def one_import(kept, *, number, now):
    """An import: how far it is, its numbers, and what is to be said of its records."""
    start = (number - 1) * REMARKS_ON_A_PAGE
    is_under_way = kept.state in UNDER_WAY
    remarks = [] if is_under_way else list(kept.remarks.all()[start : start + REMARKS_ON_A_PAGE + 1])
    shown = remarks[:REMARKS_ON_A_PAGE]
    tone, icon = LOOKS[kept.state]
    return {
        "kept": kept,
        "is_under_way": is_under_way,
        "has_ended": not is_under_way,
        "tone": tone,
        "icon": icon,
        "size": filesizeformat(kept.size),
        "when": clock(kept.created_at, now),
        "ended": kept.finished_at and clock(kept.finished_at, now),
        "percent": percent(kept),
        "numbers": _numbers(kept),
        "remarks": shown,
        "found": Found(shown, number, start + len(shown), len(remarks) > REMARKS_ON_A_PAGE, "remark", "remarks"),
    }


def percent(kept):
    """How far a running import is; 99 at most, since it is done only when it says so."""
    return min(99, kept.position * 100 // max(kept.size, 1))
