"""Named reads: the evidence of a plan as cards, for one reader on a day."""

from dataclasses import dataclass

from collab.prepared import Joined, Prepared
from planning.evidence.words import ICONS, WAY_OF_AUDIENCE, of_consent, of_file
from planning.models import Evidence
from planning.permissions import may_see_evidence
from planning.rows.lines import Line
from planning.unit_plan.addresses import of_plan

ROW = Joined(Evidence, "file", without=["content", "preview"])
pieces_of = Prepared(ROW, lambda plan: Evidence.objects.filter(plan=plan).values_list(*ROW.columns))


@dataclass(frozen=True)
class Card:
    """A piece of evidence on a plan's page. `url` opens it, in a window of its own where it `is_elsewhere`.

    `consent` and `audience` are (word, tone, icon); the last is None where a piece holds nothing any more. What has no
    consent is not printed: paper goes further than those who work on the plan.
    """

    pk: int
    title: str
    kind: str
    icon: str
    note: str
    url: str
    preview_url: str
    is_elsewhere: bool
    what: str
    consent: tuple
    is_printed: bool
    audience: tuple | None
    change_url: str
    remove_url: str


def cards(plan, *, reader, on):
    """The `Card`s of what a reader of the plan (partners loaded) may see on a day. One query."""
    pieces = pieces_of(plan.pk)
    return [_card(plan, piece, on) for piece in pieces if may_see_evidence(reader, plan, piece, on=on)]


def _card(plan, piece, on):
    holds_file, holds_link = piece.holds == Evidence.Holds.FILE, piece.holds == Evidence.Holds.LINK
    file = piece.file if holds_file else None
    version = f"?v={piece.version}"
    audience, icon = WAY_OF_AUDIENCE[piece.audience]
    return Card(
        pk=piece.pk,
        title=piece.title,
        kind=piece.get_kind_display(),
        icon=ICONS[piece.kind],
        note=piece.note,
        url=piece.link if holds_link else of_plan("evidence_file", plan, row_id=piece.pk) + version if file else "",
        preview_url=of_plan("evidence_preview", plan, row_id=piece.pk) + version if file and file.is_picture else "",
        is_elsewhere=holds_link,
        what=of_file(file) if file else "Link" if holds_link else "Removed",
        consent=of_consent(piece, on=on),
        is_printed=piece.is_consented(on=on),
        audience=(audience, "plain", icon) if file or holds_link else None,
        change_url=of_plan("evidence_change", plan, row_id=piece.pk),
        remove_url=of_plan("evidence_remove", plan, row_id=piece.pk),
    )


def line_of(piece, *, on):
    """A piece as the question names it before it is removed."""
    consent, tone, _ = of_consent(piece, on=on)
    badges = ((piece.get_kind_display(), "plain"), (consent, tone))
    facts = (("", piece.note),) if piece.note else ()
    return Line(pk=piece.pk, anchor="", title=piece.title, change_url="", remove_url="", badges=badges, facts=facts)
