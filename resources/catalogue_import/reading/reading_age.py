"""For whom a title is, as ages in years: from words (“8-12”, “12+”), from grades, from the code of MARC 008."""

import re

# MARC 008/22; “j” says no more than juvenile.
BY_CODE = {"a": (0, 5), "b": (6, 8), "c": (9, 13), "d": (14, 17)}
HAS_AN_AUDIENCE = frozenset("acdgijkmort")  # The types of material (leader/06) whose 008 has one.
AGES, GRADES = "1", "02"  # The first indicator of 521.
AGE_OF_GRADE = 5  # Those in grade 1 are six.
RANGE = re.compile(r"(?<![0-9])0{0,2}([0-9]{1,2})\s*(?:-|–|to|bis|à)\s*0{0,2}([0-9]{1,2})(?![0-9])")
FROM = re.compile(r"(?<![0-9])0{0,2}([0-9]{1,2})\s*(?:\+|years?\s*\+|(?:and|&) (?:up|over|older))", re.IGNORECASE)
ONE = re.compile(r"(?<![0-9])0{0,2}([0-9]{1,2})(?![0-9])")
KINDERGARTEN = re.compile(r"\bK(?=\s*[-–])")
SPEAKS_OF_AGES = re.compile(r"\bage[sd]?\b|years", re.IGNORECASE)


def ages_in(text):
    """(from, to) of the ages that a text names, either of them None where it says nothing."""
    if found := RANGE.search(text):
        first, last = int(found[1]), int(found[2])
        return (first, last) if first <= last else (None, None)
    if found := FROM.search(text):
        return int(found[1]), None
    if found := ONE.search(text):
        return int(found[1]), int(found[1])
    return None, None


def ages_of(marc):
    """(from, to) of a Marc."""
    for indicators, parts in marc.fields.get("521", ()):
        text = " ".join(text for code, text in parts if code == "a")
        first = indicators[:1]
        if (first and first in AGES) or SPEAKS_OF_AGES.search(text):
            ages = ages_in(text)
        elif first and first in GRADES:
            ages = _of_grades(*ages_in(KINDERGARTEN.sub("0", text)))
        else:
            continue
        if ages != (None, None):
            return ages
    code = marc.control.get("008", "").ljust(40)[22]
    return BY_CODE.get(code, (None, None)) if marc.leader[6:7] in HAS_AN_AUDIENCE else (None, None)


def _of_grades(first, last):
    """A grade is of two ages: who is in it turns the older one."""
    youngest = None if first is None else first + AGE_OF_GRADE
    oldest = None if last is None else last + AGE_OF_GRADE + 1
    return youngest, oldest
