"""From the fields of MARC 21 to our columns. See https://www.loc.gov/marc/bibliographic/ for what each of them is."""

import re

from resources.catalogue_import.reading.marc_kinds import kind_of
from resources.catalogue_import.reading.reading_age import ages_of
from resources.catalogue_import.reading.record import Record, Unusable, plain

CREATORS = ("100", "110", "700", "710")
HEADINGS = ("650", "651")
CALL_NUMBERS = (("952", "o"), ("082", "a"), ("084", "a"))
BARCODES = (("852", "p"), ("952", "p"), ("876", "p"))
UNIMARC_TITLE = "200"
WANTED = frozenset((*CREATORS, *HEADINGS, "001", "003", "006", "007", "008", "020", "082", "084", "245", "260", "264"))
IN_ITS_SCRIPT = "880"  # What another field says, in the script of the thing itself; $6 begins with its tag.
WANTED |= {"338", "520", "521", "653", "852", "856", "876", IN_ITS_SCRIPT, "952", UNIMARC_TITLE}
NO_TITLES = {"z": "an authority", "w": "a classification", "q": "a community"} | dict.fromkeys("uvxy", "a holdings")
YEAR = re.compile(r"(?<![0-9])(1[0-9]{3}|20[0-9]{2})(?![0-9])")
PUNCTUATION = " \t\r\n/:;=,"  # What ISBD puts between the parts of a description.
SENTENCE_END = re.compile(r"(?<=\w{3})\.$")  # Not that of an initial, nor of “Jr.”
BRACKETS = str.maketrans("", "", "[]<>")


def record_of(marc):
    """The Record in a Marc. Raises `Unusable`."""
    _refuse_others(marc)
    title, subtitle = _titles(marc)
    if not title:
        raise Unusable("It has no title (245 $a).")
    reads_from, reads_to = ages_of(marc)
    record = Record(
        title=title,
        subtitle=subtitle,
        kind=kind_of(marc).value,
        creators=_creators(marc),
        publisher=_bare(marc.first("264", "b") or marc.first("260", "b")).translate(BRACKETS),
        year=_year(marc),
        summary=" ".join(marc.all("520", "ab")),
        subjects=_subjects(marc),
        reads_from=reads_from,
        reads_to=reads_to,
        call_number=_call_number(marc),
        location=marc.first("852", "c") or marc.first("852", "b") or marc.first("952", "c"),
        link=marc.first("856", "u").strip(),
        control_number=_control_number(marc),
        barcodes=[text for tag, code in BARCODES for text in marc.all(tag, code)],
        flags=marc.flags,
    )
    record.take_isbns(marc.all("020", "a"))
    return record.fit()


def _refuse_others(marc):
    leader = marc.leader.ljust(24)
    if leader[6] in NO_TITLES:
        raise Unusable(f"It is {NO_TITLES[leader[6]]} record, which describes no title.")
    if leader[5] == "d":
        raise Unusable("It is marked as deleted. An import deletes nothing.", plain(_titles(marc)[0]))


def _bare(text):
    """A text without the punctuation that leads on to the next part."""
    return SENTENCE_END.sub("", text.strip(PUNCTUATION))


def _titles(marc):
    """Title with number and name of its part, and subtitle; to which the title in its own script goes, if there is one.

    Where that stands alone, it is the title.
    """
    title, subtitle = _titles_in(parts for _, parts in marc.fields.get("245", ()))
    own_title, own_subtitle = _titles_in(_in_its_script(marc, "245"))
    if not title:
        return own_title, own_subtitle
    return title, ". ".join(filter(None, [subtitle, own_title, own_subtitle]))


def _in_its_script(marc, tag):
    """The subfields of each field that says again, in the script of the thing itself, what is in the field `tag`."""
    for _, parts in marc.fields.get(IN_ITS_SCRIPT, ()):
        if any(code == "6" and text.startswith(tag) for code, text in parts):
            yield parts


def _titles_in(fields):
    """Title with number and name of its part, and subtitle, of the first field that has one."""
    for parts in fields:
        title, subtitle, of_part = "", "", []
        for code, text in parts:
            if code == "a" and not title:
                title = _bare(text)
            elif code == "b" and not subtitle:
                subtitle = _bare(text)
            elif code in "np":
                of_part.append(_bare(text))
        whole = ". ".join(filter(None, [title, *of_part]))
        if whole:
            return whole, subtitle
    return "", ""


def _creators(marc):
    """Names as they are catalogued, “Surname, First”, then those in a script of their own; each is kept once."""
    fields = [parts for tag in CREATORS for _, parts in marc.fields.get(tag, ())]
    fields += [parts for tag in CREATORS for parts in _in_its_script(marc, tag)]
    names = (" ".join(_bare(text) for code, text in parts if code in "ab") for parts in fields)
    return [name for name in names if name]


def _subjects(marc):
    """Headings with their subdivisions behind dashes, and free words each on its own."""
    found = []
    for tag in HEADINGS:
        for _, parts in marc.fields.get(tag, ()):
            heading = " – ".join(_bare(text) for code, text in parts if code in "avxyz")
            if heading:
                found.append(heading)
    return found + [word for text in marc.all("653", "a") if (word := _bare(text))]


def _year(marc):
    for tag in ("264", "260"):
        for text in marc.all(tag, "c"):
            if found := YEAR.search(text):
                return int(found[1])
    found = YEAR.fullmatch(marc.control.get("008", "")[7:11])
    return int(found[1]) if found else None


def _call_number(marc):
    """That of the shelf, or else the number of a classification, which marks with “/” where it can be shortened."""
    for _, parts in marc.fields.get("852", ()):
        if shelf := " ".join(text.strip() for code, text in parts if code in "hi"):
            return shelf
    for tag, code in CALL_NUMBERS:
        if found := marc.first(tag, code):
            return found.strip() if tag == "952" else found.replace("/", "").strip()
    return ""


def _control_number(marc):
    number, owner = marc.control.get("001", "").strip(), marc.control.get("003", "").strip()
    return f"({owner}){number}" if number and owner else number
