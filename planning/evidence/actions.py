"""Named writes: evidence is added, changed, refused and removed; what is refused is gone with the same write."""

from datetime import timedelta

from planning.errors import AlreadyDone, PlanningError, RowChanged, RowGone
from planning.models import Evidence, EvidenceFile
from planning.recording import next_version, recorded

MOST = 60  # pieces in a plan
DOUBLE_PRESS = timedelta(minutes=1)  # On a phone an answer may get lost, and a patient person presses again.
STAGE = Evidence.stage
# Families may change their minds after a plan is closed.
OF_CONSENT = {"consent", "consent_until", "audience"}


def add_evidence(*, plan, values, kept, by, now):
    """New pieces of a plan: one for each file of `kept` (a list of `Kept`), or one for the link among the values.

    Several are numbered after the title. Returns the pieces, which are those there already where the same was sent a
    moment ago. Raises `Refused`.
    """
    with recorded(plan=plan, what="Added evidence", by=by, now=now, stage=STAGE):
        if sent_before := _sent_before(plan, values, kept, by, now):
            return sent_before
        if Evidence.objects.filter(plan=plan).count() + max(1, len(kept)) > MOST:
            raise PlanningError(f"A plan holds up to {MOST} pieces of evidence. Remove what tells least first.")
        stamps = {"created_at": now, "created_by": by, "changed_at": now, "changed_by": by}
        if not kept:
            return [Evidence.objects.create(plan=plan, holds=Evidence.Holds.LINK, **values, **stamps)]
        pieces = []
        for number, file in enumerate(kept, start=1):
            title = _numbered(values["title"], number, len(kept))
            words = values | {"title": title, "holds": Evidence.Holds.FILE}
            piece = Evidence.objects.create(plan=plan, **words, **stamps)
            _keep(piece, file)
            pieces.append(piece)
        return pieces


def change_evidence(*, piece, version, values, kept, by, now):
    """Writes the `values` of a piece that was read at `version`, and another file if one is `kept`.

    What stands there already is not written again. Refused consent takes the file or the link with it. What concerns
    consent alone is written to a closed plan as well. Raises `RowChanged`, `RowGone` and `Refused`.
    """
    is_refused = values.get("consent", piece.consent) == Evidence.Consent.REFUSED
    may_be_closed = values.keys() <= OF_CONSENT and not kept
    what = "Removed what was refused" if is_refused else "Changed evidence"
    if is_refused:
        values = values | {"holds": Evidence.Holds.NOTHING, "link": ""}
    current = Evidence.objects.filter(pk=piece.pk).first()
    if current is not None and current.version == version and not kept and _stands(current, values):
        return current
    with recorded(plan=piece.plan, what=what, by=by, now=now, stage=STAGE, may_be_closed=may_be_closed):
        written = Evidence.objects.filter(pk=piece.pk, version=version).update(
            **values, version=next_version(), changed_at=now, changed_by=by
        )
        current = Evidence.objects.select_related("changed_by").filter(pk=piece.pk).first()
        if current is None:
            raise RowGone
        if not written:
            if kept or not _stands(current, values):
                raise RowChanged(current)
            return current  # A second click.
        if is_refused:
            EvidenceFile.objects.filter(evidence=piece).delete()
        elif kept:
            EvidenceFile.objects.filter(evidence=piece).delete()
            _keep(piece, kept)
    return current


def remove_evidence(*, piece, version, by, now):
    """Removes a piece that was read at `version`, with what it holds. Raises `AlreadyDone` and `RowChanged`."""
    with recorded(plan=piece.plan, what="Removed evidence", by=by, now=now, stage=STAGE):
        current = Evidence.objects.select_related("changed_by").filter(pk=piece.pk).first()
        if current is None:
            raise AlreadyDone("Somebody removed this before you.")
        if current.version != version:
            raise RowChanged(current)
        current.delete()


def _stands(piece, values):
    return all(getattr(piece, name) == value for name, value in values.items())


def _keep(piece, kept):
    EvidenceFile.objects.create(evidence=piece, size=len(kept.content), **kept._asdict())


def _numbered(title, number, count):
    ending = f" {number}" if count > 1 else ""
    return f"{title[: Evidence._meta.get_field('title').max_length - len(ending)]}{ending}"


def _sent_before(plan, values, kept, by, now):
    """The pieces that the same form made a moment ago: the same words, and files of the same names and sizes."""
    recent = Evidence.objects.filter(plan=plan, created_by=by, created_at__gt=now - DOUBLE_PRESS)
    words = {name: value for name, value in values.items() if name != "title"}
    found = []
    for number, file in enumerate(kept or [None], start=1):
        titled = recent.filter(title=_numbered(values["title"], number, len(kept)), **words)
        if file:
            titled = titled.filter(file__name=file.name, file__size=len(file.content))
        found += titled[:1]
    return found if len(found) == max(1, len(kept)) else []
