"""What consent and audience are called: short on a card, whole where somebody chooses."""

from collab.when import dates
from planning.models import Evidence

Consent, Audience = Evidence.Consent, Evidence.Audience

CONSENTS = [
    (Consent.NOT_NEEDED, "Not needed: nobody can be recognised, and it is not a student’s own work"),
    (Consent.ASKED, "Asked, no answer yet: until then only those on this plan see it"),
    (Consent.GIVEN, "Given"),
]
REFUSED = (Consent.REFUSED, "Refused: the file or the link is removed, and only this line stays")
AUDIENCES = [
    (Audience.PLAN, "Those on this plan, and the librarians"),
    (Audience.SCHOOL, "Everybody in the school who can open this plan"),
    (Audience.LEADERS, "Leaders as well: it may stand in reports for them"),
    (Audience.PUBLIC, "Anybody: it may leave the school, in a newsletter or a report"),
]
WAY_OF_AUDIENCE = {
    Audience.PLAN: ("On this plan", "lock"),
    Audience.SCHOOL: ("School", "building"),
    Audience.LEADERS: ("Leaders", "people"),
    Audience.PUBLIC: ("Public", "globe"),
}
ICONS = {
    Evidence.Kind.SAMPLE: "clipboard-check",
    Evidence.Kind.WORK: "journal-bookmark",
    Evidence.Kind.PHOTO: "image",
    Evidence.Kind.RESULT: "graph-up",
}
NAMES_OF_TYPES = {
    "image/jpeg": "Picture",
    "image/png": "Picture",
    "application/pdf": "PDF",
    "audio/mpeg": "MP3",
    "audio/mp4": "M4A",
    "video/mp4": "MP4",
}
KILOBYTE = 1024


def of_consent(piece, *, on):
    """(word, tone, icon) of a piece's consent on a day."""
    if piece.consent == Consent.NOT_NEEDED:
        return "No consent needed", "plain", "check2"
    if piece.consent == Consent.REFUSED:
        return "Consent refused", "plain", "x-circle"
    if piece.consent == Consent.ASKED:
        return "Consent asked", "waiting", "clock-history"
    if not piece.is_consented(on=on):
        return f"Consent ended on {dates(piece.consent_until, None)}", "waiting", "clock-history"
    until = f" until {dates(piece.consent_until, None)}" if piece.consent_until else ""
    return f"Consent given{until}", "good", "check2-circle"


def of_file(file):
    """“PDF, 240 KB”"""
    kind = NAMES_OF_TYPES.get(file.media_type) or file.name.rpartition(".")[2].upper()
    size = file.size / KILOBYTE
    return f"{kind}, {size / KILOBYTE:.1f} MB" if size >= KILOBYTE else f"{kind}, {max(1, round(size))} KB"
