"""Evidence of units, put into the database as it would stand there."""

from django.db import transaction

from planning.models import Evidence, EvidenceFile
from tests.units import row

ON_FILE = {"name": "poster.txt", "media_type": "text/plain", "content": b"What a poster says."}


def piece(plan, title="Poster", **values):
    """A piece of evidence that is a link, or says nothing any more where it was refused; anybody may see it."""
    refused = values.get("consent") == Evidence.Consent.REFUSED
    usual = {"holds": "nothing"} if refused else {"holds": "link", "link": "https://posters.example/6b"}
    usual |= {"kind": "work", "consent": Evidence.Consent.NOT_NEEDED, "audience": Evidence.Audience.PUBLIC}
    return row(Evidence, plan, title=title, **usual | values)


def piece_with_file(plan, title="Poster", *, file=None, **values):
    """A piece of evidence with a file: a short text, or what `file` says of its columns."""
    columns = ON_FILE | (file or {})
    with transaction.atomic():
        made = piece(plan, title, **{"holds": "file", "link": ""} | values)
        EvidenceFile.objects.create(evidence=made, size=len(columns["content"]), **columns)
    return made
