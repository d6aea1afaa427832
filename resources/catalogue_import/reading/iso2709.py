"""MARC 21 as ISO 2709: a stream of bytes is parted into records so that a bad one never takes its neighbours along.

A record ends with the byte 0x1D, whatever the length in its leader says. One that lost its end is known by the leader
of the next one that stands in it.
"""

import re
from typing import NamedTuple

from resources.catalogue_import.reading.found import Found
from resources.catalogue_import.reading.marc import Marc, text_of
from resources.catalogue_import.reading.marc_records import WANTED, record_of
from resources.catalogue_import.reading.record import Unusable

RECORD_END, FIELD_END = b"\x1d", b"\x1e"
LEADER_LENGTH, ENTRY_LENGTH = 24, 12
LONGEST_RECORD = 2_000_000
MOST_A_LEADER_SAYS = 99_999
BETWEEN = b" \r\n\t\x00\x1a"  # What some programs write between records, or at the end of the file.
# Length, status, type, level, control, encoding, “22”, base address, three free signs, “45”, two more.
LEADER = re.compile(rb"[0-9 ]{5}[a-z ]{2}[a-z0-9 ]{2}[a #][0-9 ]{2}[0-9 ]{5}[^\x1d-\x1f]{3}45[0-9 ]{2}")
CUT_OFF = "It is cut off in the middle: another record begins in it."


class Chunk(NamedTuple):
    """The bytes of one record, and where in the file they end; `sentence` says why they are none."""

    raw: bytes
    ends_at: int
    sentence: str = ""


def chunks(pieces, starts_at=0):
    """The Chunks in a stream of bytes that begins at a byte of its file. Holds one record and one piece at a time."""
    rest, at = b"", starts_at
    for piece in pieces:
        ended = (rest + piece).split(RECORD_END)
        rest = ended.pop()
        for raw in ended:
            at += len(raw) + 1
            yield from _records_in(raw, at, len(raw) + 1)
        if len(rest) > LONGEST_RECORD:
            at += len(rest)
            yield Chunk(b"", at, "It has no end within two million bytes.")
            rest = b""
    if rest.strip(BETWEEN):
        yield Chunk(rest, at + len(rest), "It is cut off: the file ends in it.")


def _records_in(raw, at, length):
    """One record, if all is well; before it, the remains of those that lost their end."""
    stripped = raw.lstrip(BETWEEN)
    if not stripped:
        return
    length -= len(raw) - len(stripped)
    begins = 0
    if stripped[:5] != b"%05d" % length:
        for lost in LEADER.finditer(stripped, LEADER_LENGTH):
            yield Chunk(stripped[begins : lost.start()], at - length + lost.start(), CUT_OFF)
            begins = lost.start()
    yield Chunk(stripped[begins:], at)


def fields_in(raw, wanted):
    """A Marc with the wanted fields of a record's bytes. Raises `Unusable` where they cannot be told apart."""
    leader = raw[:LEADER_LENGTH]
    base = _number(leader[12:17])
    if not LEADER_LENGTH < base <= len(raw):
        raise Unusable("Its leader does not say where its fields begin.")
    marc = Marc(leader.decode("latin-1"))
    directory = raw[LEADER_LENGTH : base - 1].decode("latin-1")
    if _number(leader[:5]) not in (len(raw) + 1, 0, MOST_A_LEADER_SAYS):
        marc.flags.append("Its leader gives a wrong length.")
    if not directory.isascii():
        marc.flags.append("One of its tags is no number. That field was left out.")
    fields = _by_directory(raw, base, directory, wanted)
    if fields is None:
        fields = _by_their_ends(raw, wanted)
    if raw.isascii() and b"\x1b" not in raw:
        for tag, data in fields:
            marc.add(tag, data.decode("ascii"))
    else:
        is_utf8 = leader[9:10] == b"a"
        for tag, data in fields:
            marc.add(tag, text_of(data, is_utf8, marc.flags))
    return marc


def _number(digits):
    """The number in some bytes, or 0 where they are none."""
    return int(digits) if digits.isdigit() else 0


def _by_directory(raw, base, directory, wanted):
    """(tag, bytes) of each wanted field, or None where the directory does not fit the fields."""
    fields = []
    try:
        for at in range(0, len(directory), ENTRY_LENGTH):
            tag = directory[at : at + 3]
            if tag in wanted:
                start = base + int(directory[at + 7 : at + 12])
                end = start + int(directory[at + 3 : at + 7]) - 1
                if raw[end : end + 1] != FIELD_END or raw[start - 1 : start] != FIELD_END:
                    return None
                fields.append((tag, raw[start:end]))
    except ValueError:
        return None
    return fields


def _by_their_ends(raw, wanted):
    """The same where the directory lies: fields part where they end, and come in its order."""
    if not raw.endswith(FIELD_END):
        raise Unusable("It is cut off in the middle.")
    head, *fields = raw.removesuffix(FIELD_END).split(FIELD_END)
    directory = head[LEADER_LENGTH:].decode("latin-1")
    tags = [directory[at : at + 3] for at in range(0, len(directory), ENTRY_LENGTH)]
    if len(tags) != len(fields) or len(directory) % ENTRY_LENGTH:
        raise Unusable("Its directory does not fit its fields.")
    return [(tag, data) for tag, data in zip(tags, fields, strict=True) if tag in wanted]


def records(pieces, starts_at=0):
    """A Found for each record in a stream of bytes that begins at a byte of its file."""
    for chunk in chunks(pieces, starts_at):
        yield _found(chunk)


def _found(chunk):
    try:
        if chunk.sentence:
            raise Unusable(chunk.sentence)
        return Found(chunk.ends_at, record_of(fields_in(chunk.raw, WANTED)))
    except Unusable as trouble:
        return Found(chunk.ends_at, trouble=trouble)
