"""What the pages of the import say: tabs, rows and sentences, ready for the templates."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse

from collab.staff_import.columns import LABELS
from collab.staff_import.comparing import CHANGED, NEW, REFUSED, UNCHANGED, role_words

PAGE = 50
STEPS = ["Hand in a list", "Look at the rows", "Import"]
WORDS = {NEW: "New", CHANGED: "Changed", UNCHANGED: "Unchanged", REFUSED: "Refused"}
TONES = {NEW: "good", CHANGED: "accent", UNCHANGED: "plain", REFUSED: "error"}
ICONS = {NEW: "person-plus", CHANGED: "pencil", UNCHANGED: "check2", REFUSED: "x-circle"}


@dataclass(frozen=True)
class Row:
    """A row of the preview, with everything ready to be shown."""

    number: int
    kind: str
    word: str
    tone: str
    icon: str
    name: str
    url: str
    about: list
    changes: tuple
    reason: str


def preview(kept, found, params, *, slug):
    """The context of the preview of a StaffImport, with its Comparison as it stands.

    After the import it is that of the outcome: what was done, and the rows that were refused. `params`: the parameters
    of the address, of which `kind` and `page` count.
    """
    kind = REFUSED if kept.imported_at else params.get("kind", "")
    lines = [line for line in found.lines if kind == line.kind] if kind in found.counts else found.lines
    page = Paginator(lines, PAGE).get_page(params.get("page"))
    return {
        "kept": kept,
        "found": found,
        "is_imported": kept.imported_at is not None,
        "heading": kept.filename or "Pasted rows",
        "eyebrow": "Import staff",
        "step": 4 if kept.imported_at else 2,
        "step_labels": STEPS,
        "sentence": sentence(kept.outcome) if kept.outcome else "",
        "button": _button(found.counts[NEW], found.counts[CHANGED]),
        "columns": [(title, LABELS[field]) for title, field in kept.columns.items()],
        "tabs": kind_tabs(found, kind),
        "page": page,
        "params": {"kind": kind},
        "rows": [row(line, slug=slug) for line in page],
    }


def _button(new, changed):
    """What the button will do: “Import: add 3, change 1”."""
    parts = [f"add {new:,}"] * bool(new) + [f"change {changed:,}"] * bool(changed)
    return f"Import: {', '.join(parts)}"


def row(line, *, slug):
    """The Row of a Line."""
    address = {"school_slug": slug, "member_id": line.person.pk} if line.person else None
    return Row(
        number=line.number,
        kind=line.kind,
        word=WORDS[line.kind],
        tone=TONES[line.kind],
        icon=ICONS[line.kind],
        name=line.name,
        url=reverse("person", kwargs=address) if address else "",
        about=_about(line) if line.kind == NEW else [],
        changes=line.changes,
        reason=line.reason,
    )


def _about(line):
    wanted = line.wanted
    parts = [role_words(line.values["roles"]), "; ".join(wanted.departments), wanted.email, wanted.staff_id]
    return [part for part in parts if part]


def kind_tabs(found, kind):
    """Tabs for all rows and for each kind that there is: (label, url, is_current)."""
    counts = {word: count for word, count in found.counts.items() if count}
    tabs = [(f"All {len(found.lines):,}", "?", kind not in found.counts)]
    return tabs + [(f"{WORDS[word]} {count:,}", f"?kind={word}", kind == word) for word, count in counts.items()]


def sentence(outcome):
    """What an import did, in words."""
    parts = [
        f"{outcome[NEW]:,} {'person' if outcome[NEW] == 1 else 'people'} added",
        f"{outcome[CHANGED]:,} changed",
        f"{outcome[UNCHANGED]:,} as before",
    ]
    refused = outcome[REFUSED]
    if refused:
        parts.append(f"{refused:,} {'row' if refused == 1 else 'rows'} refused")
    return f"{', '.join(parts[:-1])}, and {parts[-1]}."


def sample_rows():
    """Header and rows of a small list that shows the columns."""
    header = ["First name", "Last name", "E-mail", "Staff ID", "Roles", "Departments", "Phone", "Expertise"]
    return header, [
        ["Rosa", "Lindgren", "rosa@school.example", "T-104", "Teacher", "Science", "x 214", "Field trips, microscopes"],
        ["Tomas", "Akande", "tomas@school.example", "T-105", "Teacher, leader", "English; Humanities", "", "Debating"],
    ]
