"""How fast a catalogue is imported, and once more, as a share of the speed at which pymarc reads the same file."""

import io
import random
import statistics
import time

from django.utils import timezone
from pymarc import Field, Indicators, MARCReader, Record, Subfield

from bench.seed_catalogue import ADJECTIVES, FIRST_NAMES, LOCATIONS, THINGS
from resources.catalogue_import import actions, running
from resources.catalogue_import.kinds import kind_of
from resources.models import CatalogueImport

RECORDS = 20_000
GOAL = 0.5  # of pymarc's own speed
LEADER = "00000nam a2200000 i 4500"


def measure_import(*, school, by, records=RECORDS):
    """Imports a generated file twice, has pymarc read it before, between and after, and prints all speeds and ratios.

    The median of the three readings counts: the speed of a machine with neighbours changes from moment to moment.
    Raises when the first import did not add all records, or when the second one changed any.
    """
    content = marc_file(records)
    readings = [_reading(content)]
    first = _import(content, school=school, by=by, expected={"added": records})
    readings.append(_reading(content))
    again = _import(content, school=school, by=by, expected={"unchanged": records})
    readings.append(_reading(content))
    reading = statistics.median(readings)
    print(f"\nImport of {records:,} MARC records, {len(content) / 1e6:.0f} MB; goal in brackets.")
    print(f"{'read by pymarc alone':24}{records / reading:8,.0f} records a second")
    for name, seconds in (("imported", first), ("imported once more", again)):
        ratio = reading / seconds
        print(
            f"{name:24}{records / seconds:8,.0f} records a second, ratio {ratio:.2f} ({GOAL})"
            f"{'  missed' if ratio < GOAL else ''}"
        )


def _reading(content):
    """Seconds that pymarc takes to read a file's bytes."""
    return _seconds(lambda: sum(1 for _ in MARCReader(io.BytesIO(content))))


def _import(content, *, school, by, expected):
    """Seconds that the import of a file's bytes takes. `expected`: the count that all of its records are in."""
    kept = actions.keep_file(
        school=school,
        file=io.BytesIO(content),
        kind=kind_of(io.BytesIO(content), len(content)),
        filename="bench.mrc",
        size=len(content),
        by=by,
        now=timezone.now(),
    )
    job = running.take(import_id=kept.pk, now=timezone.now())
    importing = _seconds(lambda: running.work(job, clock=timezone.now, seconds=3600))
    kept.refresh_from_db()
    found = {name: getattr(kept, name) for name in expected}
    if (kept.state, found) != (CatalogueImport.State.DONE, expected):
        raise SystemExit(f"import: {kept.state}, {found} and not {expected}. {kept.failure}")
    return importing


def _seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def marc_file(records):
    """The bytes of so many records as a school library has them, about a kilobyte each; the same every time."""
    chance = random.Random(9)  # noqa: S311 - the same records every time
    return b"".join(_record(chance, number) for number in range(records))


def _record(chance, number):
    thing, other = chance.choices(THINGS, k=2)
    record = Record(force_utf8=True, leader=LEADER)
    record.leader = LEADER
    year = 1960 + number % 66
    record.add_field(
        Field("001", data=f"bench{number:07}"),
        Field("003", data="AuBench"),
        Field("008", data=f"200101s{year}    at a   c      000 1 eng d"),
    )
    name, number_of_shelf = chance.choice(FIRST_NAMES), f"{number % 1000:03}.{number % 99}"
    for tag, first, subfields in (
        ("020", " ", {"a": f"{_isbn(f'978177{number:06}')} (paperback)"}),
        ("040", " ", {"a": "AuBench", "b": "eng", "e": "rda"}),
        ("082", "0", {"a": number_of_shelf, "2": "23"}),
        ("100", "1", {"a": f"{other.title()}, {name},", "e": "author."}),
        ("245", "1", {"a": f"The {chance.choice(ADJECTIVES)} {thing} :", "b": f"a story of the {other} /", "c": name}),
        ("264", " ", {"a": "Sydney :", "b": f"{thing.title()} Press,", "c": f"{year}."}),
        ("300", " ", {"a": f"{number % 400} pages :", "b": "illustrations ;", "c": "24 cm"}),
        ("336", " ", {"a": "text", "b": "txt", "2": "rdacontent"}),
        ("337", " ", {"a": "unmediated", "b": "n", "2": "rdamedia"}),
        ("338", " ", {"a": "volume", "b": "nc", "2": "rdacarrier"}),
        ("520", " ", {"a": " ".join(chance.choices(THINGS + ADJECTIVES, k=chance.randint(10, 60)))}),
        ("650", " ", {"a": thing.title(), "v": "Juvenile fiction."}),
        ("650", " ", {"a": f"{other.title()}."}),
        ("700", "1", {"a": f"{thing.title()}, {chance.choice(FIRST_NAMES)},", "e": "illustrator."}),
        ("852", " ", {"c": chance.choice(LOCATIONS), "h": number_of_shelf, "p": f"BENCH{number:07}"}),
    ):
        record.add_field(Field(tag, Indicators(first, " "), [Subfield(code, text) for code, text in subfields.items()]))
    return record.as_marc()


def _isbn(digits):
    """Twelve digits with the one that checks them."""
    numbers = [int(digit) for digit in digits]
    return f"{digits}{-(sum(numbers[::2]) + 3 * sum(numbers[1::2])) % 10}"
