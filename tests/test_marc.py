"""Reading MARC 21 and MARCXML: what good, odd and broken files give, record by record. No database is needed."""

import pytest

from resources.catalogue_import.reading import iso2709, marcxml
from resources.catalogue_import.reading.found import Broken
from resources.catalogue_import.reading.reading_age import ages_in
from tests import marc_files
from tests.marc_files import book, record


def read(content, piece=1000):
    """[Found] of a file that comes in pieces."""
    return list(iso2709.records(content[at : at + piece] for at in range(0, len(content), piece)))


def told(content, piece=1000):
    """[title, or the reason why there is none]"""
    return [found.record.title if found.record else str(found.trouble) for found in read(content, piece)]


def only(content):
    [found] = read(content)
    return found.record


FULL = record(
    ("001", "42"),
    ("003", "AuHS"),
    ("008", "200101s2014    at a   c      000 1 eng d"),
    ("020", "$a9780140328721 (pbk.)"),
    ("082", "$a823/.914$222"),
    ("100", "$aDahl, Roald,$d1916-1990,$eauthor."),
    ("245", "$aMatilda :$ba story /$cRoald Dahl ; illustrated by Quentin Blake."),
    ("264", "$aLondon :$bPuffin,$c[2013]"),
    ("520", "$aA girl who reads."),
    ("650", "$aGirls$vJuvenile fiction."),
    ("650", "$aReading."),
    ("653", "$aschool$alibraries"),
    ("700", "$aBlake, Quentin,$eillustrator."),
    ("852", "$aHS$cFiction$hF$iDAH$pB001"),
    ("856", "$uhttps://hill.example/matilda"),
    ("952", "$pB002$cFiction$oF DAH"),
)


def test_a_full_record_fills_our_columns():
    found = only(FULL)
    assert {name: getattr(found, name) for name in found.__slots__} == {
        "title": "Matilda",
        "subtitle": "a story",
        "kind": "book",
        "creators": ["Dahl, Roald", "Blake, Quentin"],
        "isbns": ["9780140328721"],
        "odd_isbns": [],
        "publisher": "Puffin",
        "year": 2013,
        "summary": "A girl who reads.",
        "subjects": ["Girls – Juvenile fiction", "Reading", "school", "libraries"],
        "reads_from": 9,
        "reads_to": 13,
        "call_number": "F DAH",
        "location": "Fiction",
        "link": "https://hill.example/matilda",
        "control_number": "(AuHS)42",
        "barcodes": ["B001", "B002"],
        "flags": [],
    }


@pytest.mark.parametrize("piece", [1, 7, 100, 10**6])
def test_records_are_parted_wherever_the_pieces_end(piece):
    content = book(1, "One") + b"\r\n" + book(2, "Two") + book(3, "Three") + b"\x1a"
    assert told(content, piece) == ["One", "Two", "Three"]
    assert read(content, piece)[1].ends_at == len(book(1, "One") + b"\r\n" + book(2, "Two"))


def test_a_reader_goes_on_at_the_byte_at_which_another_one_stopped():
    content = book(1, "One") + book(2, "Two") + book(3, "Three")
    stopped_at = read(content)[0].ends_at
    rest = list(iso2709.records([content[stopped_at:]], stopped_at))
    assert [found.record.title for found in rest] == ["Two", "Three"]
    assert rest[-1].ends_at == len(content)


def test_a_record_without_a_title_is_no_record():
    assert told(record(("001", "1"), ("100", "$aDahl, Roald"))) == ["It has no title (245 $a)."]


def test_three_isbns_are_kept_and_a_bad_one_stays_as_text():
    found = only(book(1, "M", ("020", "$a9780140328721"), ("020", "$a0-14-032872-6"), ("020", "$a9780316769174 (hbk)")))
    assert (found.isbns, found.odd_isbns) == (["9780140328721", "9780316769174"], [])
    found = only(book(1, "M", ("020", "$a9780140328722")))
    assert (found.isbns, found.odd_isbns) == ([], ["9780140328722"])
    assert found.flags == ["“9780140328722” is no valid ISBN. It was kept as text."]


def test_a_tag_that_is_not_ascii_leaves_out_its_field_alone():
    found = only(record(("001", "1"), ("9é5", "$ax"), ("245", "$aOdd")))
    assert (found.title, found.flags) == ("Odd", ["One of its tags is no number. That field was left out."])


def test_a_record_that_breaks_off_takes_no_neighbour_along():
    broken = book(2, "Two")[:-4]
    assert told(book(1, "One") + broken + book(3, "Three")) == ["One", iso2709.CUT_OFF, "Three"]
    assert told(book(1, "One") + broken) == ["One", "It is cut off: the file ends in it."]
    assert told(book(1, "One") + broken + b"\x1d" + book(3, "Three")) == [
        "One",
        "It is cut off in the middle.",
        "Three",
    ]


@pytest.mark.parametrize("length", [0, 30, 99_000])
def test_a_leader_whose_length_lies_is_not_believed(length):
    first, second, third = read(book(1, "One") + book(2, "Two", length=length) + book(3, "Three"))
    assert [first.record.title, second.record.title, third.record.title] == ["One", "Two", "Three"]
    assert second.record.flags == ([] if length == 0 else ["Its leader gives a wrong length."])


def test_a_directory_that_lies_is_mended_by_the_ends_of_the_fields():
    content = book(1, "One", ("520", "$aWords"))
    at = content.index(b"245")
    lying = content[: at + 3] + b"0003" + content[at + 7 :]
    assert (only(lying).title, only(lying).summary) == ("One", "Words")


def test_what_has_no_end_is_given_up_without_filling_the_memory():
    content = b"\x20" + b"x" * 5_000_000
    found = told(content, 2**20)
    assert found[0] == "It has no end within two million bytes."


def test_marc_8_is_read_with_its_diacritics():
    fields = (("100", b"\x1faM\xe8uller, Andr\xe2e"), ("245", b"\x1faH\xe8auser"))
    found = only(record(*fields, leader="nam  22"))
    assert (found.creators, found.title) == (["Müller, André"], "Häuser")


def test_marc_8_in_hebrew_is_read_by_its_escapes():
    assert only(record(("245", b"\x1fa\x1b(2ylem\x1b(B"), leader="nam  22")).title == "שלום"


@pytest.mark.parametrize("title", ["מלחמה ושלום", "नेपालको इतिहास", "Žižek a Müller"])
def test_titles_in_other_scripts_are_kept(title):
    assert only(book(1, title)).title == title
    assert only(record(("245", f"$a{title}"), leader="nam  22")).title == title  # UTF-8 whose leader says MARC-8.


def test_title_and_names_in_their_own_script_are_kept_beside_the_romanized_ones():
    found = only(
        book(
            1,
            "Sefer ha-Yam :$ba tale /$cR. Levi.",
            ("100", "$6880-01$aLevi, Rut"),
            ("880", "$6100-01/(2/r$aלוי, רות"),
            ("880", "$6245-02/(2/r$aספר הים :$bמעשייה /$cרות לוי."),
            ("880", "$6500-03/(2/r$aהערה"),
        )
    )
    assert (found.title, found.subtitle) == ("Sefer ha-Yam", "a tale. ספר הים. מעשייה")
    assert found.creators == ["Levi, Rut", "לוי, רות"]


def test_a_title_that_stands_in_its_own_script_alone_is_the_title():
    found = only(record(("001", "1"), ("880", "$6245-00/(3$a海の本")))
    assert (found.title, found.subtitle) == ("海の本", "")


def test_text_is_composed_and_without_control_characters():
    assert only(book(1, "Mu\u0308ller\u0098")).title == "Müller"


def test_a_leader_that_says_utf_8_wrongly_is_seen():
    found = only(record(("245", b"\x1faCaf\xe9"), leader="nam a22"))
    assert (found.title, found.flags) == (
        "Café",
        ["Its leader says UTF-8, but its text is not. It was read as Windows-1252: see that the accents are right."],
    )


def test_what_is_too_long_is_cut_and_flagged():
    found = only(book(1, "x" * 600, ("852", "$p" + "9" * 100)))
    assert (len(found.title), found.barcodes) == (500, [])
    assert found.flags == [
        "Its title is longer than 500 characters. The rest was cut off.",
        "The barcode “99999999999999999999…” is too long and was left out.",
    ]


@pytest.mark.parametrize(
    ("leader", "fields", "kind"),
    [
        ("nam a22", (), "book"),
        ("nam a22", (("007", "cr |||"),), "ebook"),
        ("nam a22", (("338", "$bcr"),), "ebook"),
        ("ngm a22", (), "video"),
        ("nai a22", (("008", "200101s2014    at    w        000 0 eng d"),), "website"),
        ("nai a22", (("008", "200101s2014    at    d        000 0 eng d"),), "database"),
        ("nrm a22", (), "equipment"),
        ("nom a22", (), "kit"),
    ],
)
def test_the_kind_is_read_off_the_leader(leader, fields, kind):
    assert only(record(*fields, ("245", "$aT"), leader=leader)).kind == kind


@pytest.mark.parametrize(
    ("leader", "sentence"),
    [
        ("nz  a22", "It is an authority record, which describes no title."),
        ("nx  a22", "It is a holdings record, which describes no title."),
        ("dam a22", "It is marked as deleted. An import deletes nothing."),
    ],
)
def test_records_that_describe_no_title_are_left_out(leader, sentence):
    assert told(book(1, "T", leader=leader)) == [sentence]


@pytest.mark.parametrize(
    ("text", "ages"),
    [("008-012", (8, 12)), ("8–12", (8, 12)), ("12+", (12, None)), ("ages 14 and up", (14, None)), ("7", (7, 7)),
     ("", (None, None)), ("12-8", (None, None)), ("young", (None, None))],
)  # fmt: skip
def test_reading_ages_are_read_from_words(text, ages):
    assert ages_in(text) == ages


ONE = [("001", "1"), ("245", [("a", "Eins :"), ("b", "zwei")]), ("020", [("a", "9780140328721")])]


@pytest.mark.parametrize("prefix", ["", "marc", "m"])
@pytest.mark.parametrize("piece", [3, 10**6])
def test_marcxml_is_read_whatever_its_prefix(prefix, piece):
    content = marc_files.marcxml(ONE, [("245", [("a", "Drei")])], prefix=prefix)
    found = list(marcxml.records(content[at : at + piece] for at in range(0, len(content), piece)))
    assert [(one.record.title, one.record.isbns) for one in found] == [("Eins", ["9780140328721"]), ("Drei", [])]


def test_an_xml_bomb_is_refused_before_it_unfolds():
    bomb = '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(Broken) as refused:
        list(marcxml.records([marc_files.marcxml(ONE, before=bomb)]))
    assert str(refused.value) == marcxml.A_DOCTYPE


def test_marcxml_that_breaks_off_gives_what_came_before():
    content = marc_files.marcxml(ONE, [("245", [("a", "Drei")])])
    records = marcxml.records([content[: content.index(b"Drei")]])
    assert next(records).record.title == "Eins"
    with pytest.raises(Broken) as broken:
        next(records)
    assert str(broken.value) == "The XML is broken in line 1 (no element found)."
