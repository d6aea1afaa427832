"""The demo's catalogue as data, read from the text files in `records`: invented titles of invented people.

A line that begins with “=” says what holds for those below it: call number, location, subjects. Each other line is
one title: title and subtitle, creators, year, reading ages, kind, copies, summary, with bars between them.
"""

from pathlib import Path

from stdnum import ean

from resources.demo.shapes import Title

RECORDS = Path(__file__).parent / "records"
PUBLISHERS = (
    *("Bright Lantern", "Harbour & Hill", "Kestrel House", "Long Paddock Press", "Millrace", "North Window"),
    *("Paper Boat", "Red Gate", "Saltbush", "Tall Ladder", "Wren & Daughters"),
)
WITH_ISBN = ("book", "ebook")
OF_NO_BOOK = "9781999"  # Room for 100,000 numbers, which here name what was never printed.
ONE_IN_NEW = 12  # Every so many titles came within the last weeks.


def _read():
    """Every Title, always in the same order."""
    titles, group = [], None
    for path in sorted(RECORDS.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("="):
                group = [part.strip() for part in line[1:].split("|")]
            elif line and not line.startswith("#"):
                titles.append(_title(len(titles), group, [part.strip() for part in line.split("|")]))
    return tuple(titles)


def _title(number, group, parts):
    name, creators, year, ages, kind, copies, summary = parts
    call_number, location, subjects = group
    title, _, subtitle = name.partition(": ")
    first, _, last = ages.partition("-")
    creators = tuple(creators.split(" and "))
    has_isbn = kind in WITH_ISBN
    return Title(
        kind=kind,
        title=title,
        subtitle=subtitle,
        creators=creators,
        isbn=_isbn(number) if has_isbn else "",
        publisher=PUBLISHERS[number * 7 % len(PUBLISHERS)] if has_isbn else creators[0],
        year=int(year),
        summary=summary,
        subjects=tuple(subjects.split("; ")),
        reads_from=int(first) if first else None,
        reads_to=int(last) if last else None,
        call_number=f"{call_number} {_letters(creators[0])}",
        location=location,
        copies=int(copies),
        added_days_ago=_added_days_ago(number, int(year)),
    )


def _isbn(number):
    """A valid ISBN-13 for the so-manieth title."""
    digits = f"{OF_NO_BOOK}{number:05}"
    return digits + ean.calc_check_digit(digits)


def _letters(creator):
    """The first three letters of a surname, as they stand on a spine label."""
    return "".join(letter for letter in creator.split()[-1] if letter.isalpha())[:3].upper()


def _added_days_ago(number, year):
    if number % ONE_IN_NEW == 0:
        return 2 + number * 7 % 50
    return 90 + (2022 - year) * 200 + number * 53 % 300


TITLES = _read()
