"""Open Library (openlibrary.org): what it knows about an ISBN, in one request, with limits to time and size."""

import json
import re
import time

import urllib3
from django.conf import settings

SECONDS = 4.0
SECONDS_OF_SILENCE = 1.5
MOST_BYTES = 300_000
MOST_SUBJECTS = 8
POOL = urllib3.PoolManager(
    retries=False,
    timeout=urllib3.Timeout(connect=SECONDS_OF_SILENCE, read=SECONDS_OF_SILENCE),
    headers={"User-Agent": "Collab, a school library's planner", "Accept": "application/json"},
)


class NoAnswer(Exception):
    """It could not be reached in time, or what it said cannot be read."""


def look_up(number):
    """What is known of a valid ISBN-13: field of `Resource` → value; empty where it is unknown. Raises `NoAnswer`."""
    key = f"ISBN:{number}"
    about = _answer({"bibkeys": key, "jscmd": "data", "format": "json"}).get(key, {})
    if not isinstance(about, dict):
        raise NoAnswer
    values = {
        "title": _text(about.get("title"), 500),
        "subtitle": _text(about.get("subtitle"), 500),
        "creators": _names(about.get("authors")),
        "publisher": next(iter(_names(about.get("publishers"))), ""),
        "year": _year(about.get("publish_date")),
        "subjects": _names(about.get("subjects"))[:MOST_SUBJECTS],
    }
    return {name: value for name, value in values.items() if value} if values["title"] else {}


def _answer(fields):
    """The JSON object that it answers with."""
    latest = time.monotonic() + SECONDS - SECONDS_OF_SILENCE
    try:
        response = POOL.request(
            "GET", f"{settings.OPEN_LIBRARY_ADDRESS}/api/books", fields=fields, redirect=False, preload_content=False
        )
        try:
            found = json.loads(_content(response, latest)) if response.status == 200 else None
        finally:
            response.close()
    except (urllib3.exceptions.HTTPError, OSError, ValueError, RecursionError) as error:
        raise NoAnswer from error
    if not isinstance(found, dict):
        raise NoAnswer
    return found


def _content(response, latest):
    """The body, unless it comes too slowly or is too long. A wait for the next piece ends by itself."""
    content = b""
    while piece := response.read1(16_384):
        content += piece
        if len(content) > MOST_BYTES or time.monotonic() > latest:
            raise NoAnswer
    return content


def _names(entries):
    """The names in a list of objects that have one."""
    entries = entries if isinstance(entries, list) else []
    names = [_text(entry.get("name"), 200) for entry in entries if isinstance(entry, dict)]
    return [name for name in dict.fromkeys(names) if name]


def _text(value, longest):
    return " ".join(value.replace("\0", "").split())[:longest] if isinstance(value, str) else ""


def _year(value):
    found = re.search(r"\b(1[5-9]|20)\d\d\b", value) if isinstance(value, str) else None
    return int(found[0]) if found else None
