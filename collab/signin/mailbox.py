"""The letters that development writes to files instead of sending them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings

SHOWN = 50
LINE_BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Letter:
    """One letter as a page shows it."""

    file: str
    number: int
    written_at: datetime
    subject: str
    to: str
    sender: str
    text: str
    html: str


def latest():
    """The latest letters, newest first."""
    files = sorted(Path(settings.MAIL_FOLDER).glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    letters = []
    for path in files[:SHOWN]:
        letters += reversed(letters_in(path))
    return letters[:SHOWN]


def find(file, number):
    """The letter with this place in a file of the mail folder; None where there is none."""
    for path in Path(settings.MAIL_FOLDER).glob("*.log"):
        if path.name == file:
            return next((letter for letter in letters_in(path) if letter.number == number), None)
    return None


def letters_in(path):
    """The letters that one connection wrote to its file, oldest first."""
    written_at = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    parts = [part for part in path.read_bytes().split(LINE_BETWEEN) if part.strip()]
    return [_read(path.name, number, written_at, part) for number, part in enumerate(parts, start=1)]


def _read(file, number, written_at, raw):
    message = message_from_bytes(raw.lstrip(), policy=policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Letter(
        file=file,
        number=number,
        written_at=written_at,
        subject=message["Subject"] or "",
        to=message["To"] or "",
        sender=message["From"] or "",
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
    )
