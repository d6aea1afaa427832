"""Imports into the catalogue: what is refused and why, what is written, twice, by two workers, and what pages say."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from collab.errors import AlreadyDone, Refused
from collab.models import StaffImport
from collab.tables.cells import folded
from collab.tables.errors import Unreadable
from resources.catalogue_import import actions, kinds, parts, running, tasks
from resources.catalogue_import.permissions import may_see_import
from resources.catalogue_import.tables.column_names import SYNONYMS
from resources.catalogue_import.tables.columns import LABELS, recognised
from resources.catalogue_import.tables.kind_names import KINDS
from resources.models import (
    CatalogueImport,
    CatalogueWord,
    ColumnMapping,
    Copy,
    ImportPart,
    ImportRemark,
    Resource,
)
from tests import marc_files
from tests.cast import NOW
from tests.marc_files import book, record

State = CatalogueImport.State


def hand_in(hill, content, *, now=NOW, name="catalogue.mrc"):
    """The CatalogueImport of a file's bytes."""
    file = io.BytesIO(content)
    kind = kinds.kind_of(file, len(content))
    return actions.keep_file(
        school=hill.school, file=file, kind=kind, filename=name, size=len(content), by=hill.ada, now=now
    )


def run(kept, *, now=NOW, size=1000):
    """The import after a worker had it; its numbers as a tuple."""
    if kept.state == State.MAPPING:
        actions.begin(catalogue_import=kept, mapping=kept.mapping, by=kept.created_by, now=now)
    running.work(running.take(import_id=kept.pk, now=now), clock=lambda: now, seconds=100, batch_size=size)
    kept.refresh_from_db()
    return kept


def imported(hill, content, **options):
    return run(hand_in(hill, content), **options)


def numbers(kept):
    return {name: getattr(kept, name) for name in running.COUNTS if getattr(kept, name)}


def remarks(kept):
    return list(kept.remarks.values_list("record", "is_skipped", "sentence"))


def stock():
    """What stands in the catalogue, with what every change would change."""
    return list(Resource.objects.order_by("pk").values_list("pk", "title", "version", "changed_at"))


def workbook(rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def packed(names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in names.items():
            package.writestr(name, body)
    return content.getvalue()


UNIMARC = record(("001", "1"), ("100", "$a20200101d2014    m  y0frey50      ba"), ("200", "$aLe titre$fAuteur"))
BOMB = '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
REFUSED = [
    ("nothing", b"", "This file is empty."),
    ("blank lines", b"\n \r\n", "This file is empty."),
    ("UNIMARC", UNIMARC, "This is UNIMARC, and not MARC 21:"),
    (
        "UNIMARC as XML",
        marc_files.marcxml([("200", [("a", "Le titre")])]),
        "This is UNIMARC, and not MARC 21:",
    ),
    ("XML bomb", marc_files.marcxml([("245", [("a", "T")])], before=BOMB), "This XML file declares a document type"),
    ("other XML", b"<?xml version='1.0'?><mods><title>T</title></mods>", "This is an XML file (“mods”), but there are"),
    ("broken XML", b"<?xml version='1.0'?><a><b></a>", "The XML is broken in line 1 (mismatched tag)."),
    ("web page", b"<!DOCTYPE html><html><body>", "This is a web page,"),
    ("picture", b"\x89PNG\r\n\x1a\n" + bytes(99), "This is a picture (PNG),"),
    ("PDF", b"%PDF-1.7\n", "This is a PDF,"),
    ("JSON", b'{"title": "T"}', "This is JSON,"),
    ("MRK", b"=LDR  00000nam a2200000\n=245  10$aT\n", "This is MARC as lines of text (MRK)."),
    ("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is an old Excel file (XLS)."),
    ("a letter", b"Dear library,\nplease read this.\n", "This is text, but no table:"),
    ("noise", bytes(range(256)) * 4, "This is no text:"),
    ("header alone", b"Title,Author\n", "The first row names the columns, but no row follows it."),
    ("ZIP", packed({"a.csv": b"Title"}), "This is a ZIP archive, not a table."),
    (
        "XLSX bomb",
        lambda: packed({"xl/workbook.xml": b"<a/>", "xl/sharedStrings.xml": bytes(320_000_000)}),
        "This XLSX file unp",
    ),
    ("damaged XLSX", workbook([["Title"], ["T"]])[:900], "This XLSX file is damaged"),
]


@pytest.mark.parametrize(("content", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_catalogue_is_refused_with_a_sentence(content, sentence):
    content = content() if callable(content) else content
    with pytest.raises(Unreadable) as refused:
        kinds.kind_of(io.BytesIO(content), len(content))
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (book(1, "T"), "marc"),
        (marc_files.marcxml([("245", [("a", "T")])], prefix="marc"), "marcxml"),
        ("Titel;Autor\nÜber Wölfe;Grün\n".encode("cp1252"), "csv"),
        (workbook([["Title", "Author"], ["T", "A"]]), "xlsx"),
    ],
)
def test_the_kind_of_a_file_is_found_by_its_content(content, kind):
    assert kinds.kind_of(io.BytesIO(content), len(content)).format == kind


def test_the_same_file_twice_changes_nothing(hill):
    content = b"".join(
        [
            book(1, "One", ("020", "$a9780140328721"), ("852", "$pB1")),
            book(2, "Two", ("020", "$a9780140328721")),
            record(("245", "$aNo number"), ("952", "$pB2")),
            book(1, "One again"),
            record(("001", "9")),
        ]
    )
    kept = imported(hill, content, size=2)
    first, copies = stock(), list(Copy.objects.values_list("barcode", "resource__title"))
    assert numbers(kept) == {"records": 5, "added": 3, "unchanged": 1, "skipped": 1, "flagged": 2}
    assert remarks(kept) == [
        (2, False, "Record 1 of this file has the same ISBN. Both were kept."),
        (4, False, "Record 1 of this file has the same control number. That one counts."),
        (5, True, "It has no title (245 $a)."),
    ]
    again = imported(hill, content, now=NOW + timedelta(days=1), size=2)
    assert numbers(again) == {"records": 5, "unchanged": 4, "skipped": 1, "flagged": 1}
    assert stock() == first
    assert (
        list(Copy.objects.values_list("barcode", "resource__title")) == copies == [("B1", "One"), ("B2", "No number")]
    )


def test_records_match_by_control_number_then_by_isbn_and_the_file_counts_where_it_says_something(hill):
    by_hand = Resource.objects.create(
        school=hill.school,
        title="Matlida",
        summary="Ours.",
        location="Shelf 3",
        isbns=["9780140328721"],
        added_on=NOW.date(),
        created_at=NOW,
        created_by=hill.ada,
    )
    kept = imported(hill, book(1, "Matilda", ("020", "$a0140328726"), ("852", "$cFiction")))
    by_hand.refresh_from_db()
    assert (numbers(kept), Resource.objects.count()) == ({"records": 1, "changed": 1}, 1)
    found = (by_hand.title, by_hand.summary, by_hand.location, by_hand.control_number, by_hand.version)
    assert found == ("Matilda", "Ours.", "Fiction", "(AuHS)n1", 2)
    assert numbers(imported(hill, book(1, "Matilda!"))) == {"records": 1, "changed": 1}


def test_what_no_longer_comes_is_not_deleted_and_what_was_withdrawn_stays_so(hill):
    imported(hill, book(1, "One") + book(2, "Two"))
    Resource.objects.filter(title="One").update(withdrawn_at=NOW, withdrawn_by=hill.ada)
    kept = imported(hill, book(1, "One"))
    assert list(Resource.objects.values_list("title", "withdrawn_at")) == [("One", NOW), ("Two", None)]
    assert remarks(kept) == [
        (1, False, "This title was withdrawn here. It was brought up to date and stays withdrawn.")
    ]


def test_a_barcode_of_another_title_stays_there(hill):
    kept = imported(hill, book(1, "One", ("852", "$pB1")) + book(2, "Two", ("852", "$pB1$pB2")))
    assert list(Copy.objects.values_list("barcode", "resource__title")) == [("B1", "One"), ("B2", "Two")]
    assert remarks(kept) == [(2, False, "The barcode B1 belongs to “One”. It stays there.")]


def test_a_copy_that_was_withdrawn_stays_so_and_the_report_says_it(hill):
    one = book(1, "One", ("852", "$pB1$pB2"))
    imported(hill, one)
    Copy.objects.filter(barcode="B1").update(withdrawn_at=NOW)
    kept = imported(hill, one)
    assert remarks(kept) == [(1, False, "Its copy B1 was withdrawn here. It stays withdrawn.")]
    assert (kept.unchanged, kept.flagged, Copy.objects.get(barcode="B1").withdrawn_at) == (1, 1, NOW)


def test_schools_do_not_meet(hill, vale):
    imported(hill, book(1, "One", ("852", "$pB1")))
    hill.school, hill.ada = vale.school, vale.nils
    assert numbers(imported(hill, book(1, "One", ("852", "$pB1")))) == {"records": 1, "added": 1}


def test_control_characters_stop_no_import_and_reach_no_report(hill):
    deleted = record(("001", "1"), ("245", "$aOld\x00 \x07one"), leader="dam a22")
    kept = imported(hill, deleted + book(2, "Two", ("020", "$a\x01\x02"), ("020", "$a12\x003")))
    assert list(kept.remarks.values_list("title", "sentence")) == [
        ("Old one", "It is marked as deleted. An import deletes nothing."),
        ("Two", "“123” is no valid ISBN. It was kept as text."),
    ]
    assert Resource.objects.get().odd_isbns == ["123"]


def test_a_control_character_in_a_control_number_stops_no_import(hill):
    content = record(("001", "n\x00 \x07 1"), ("003", "A\x1bU"), ("245", "$aOne"))
    assert numbers(imported(hill, content)) == {"records": 1, "added": 1}
    assert Resource.objects.get().control_number == "(AU)n  1"
    assert numbers(imported(hill, content)) == {"records": 1, "unchanged": 1}


@pytest.mark.parametrize("broken", [b"\x1b)", b"\x1b$", b"\x1b", b"\x1b$1!"])
def test_letters_that_cannot_be_read_stop_no_import_and_no_upload(hill, broken):
    in_marc_8 = record(("245", b"\x1faWolves " + broken), leader="nam  22")
    kept = imported(hill, in_marc_8 + book(2, "Bears"))
    assert (kept.state, Resource.objects.filter(title="Bears").count()) == (State.DONE, 1)


def test_the_words_of_the_records_come_into_the_catalogues_words(hill):
    imported(hill, book(1, "Vulkane", ("650", "$aGeologie")))
    assert set(CatalogueWord.objects.values_list("word", flat=True)) == {"vulkane", "geologie"}
    assert Resource.objects.get().dictionary == "english"


# --- Tables -------------------------------------------------------------------------------------------------


CSV = (
    "Titel;Autor;ISBN;Jahr;Medientyp;Exemplarnummer\r\n"
    "Über Wölfe;Grün, Zoë;9780140328721;2014;Buch;B1\r\n"
    "Über Wölfe;Grün, Zoë;9780140328721;2014;Buch;B2\r\n"
    ";Niemand;;;;\r\n"
    "Rauten;;9.78014E+12;bald;Schaf;\r\n"
    "=1+1;;;;;\r\n"
)


def test_a_csv_in_windows_1252_with_semicolons_is_read(hill):
    kept = imported(hill, CSV.encode("cp1252"))
    assert kept.read_as == "CSV, Windows-1252 (see that the accents are right), semicolon between the columns"
    assert numbers(kept) == {"records": 5, "added": 2, "unchanged": 1, "skipped": 2, "flagged": 1}
    found = Resource.objects.values_list("title", "creators", "isbns", "year", "kind", "odd_isbns").order_by("pk")
    assert list(found) == [
        ("Über Wölfe", ["Grün, Zoë"], ["9780140328721"], 2014, "book", []),
        ("Rauten", [], [], None, "book", ["9.78014E+12"]),
    ]
    assert list(Copy.objects.values_list("barcode", flat=True)) == ["B1", "B2"]
    assert remarks(kept) == [
        (3, True, "It has no title."),
        (4, False, "“Schaf” is no kind that is known here. It was taken as a book, if it is new."),
        (4, False, "“bald” names no year. It was left out."),
        (4, False, "“9.78014E+12” is no valid ISBN. It was kept as text."),
        (4, False, "A spreadsheet rounded its ISBN. Format that column as text there, and export it again."),
        (5, True, "The cell under Title holds a formula. Put the value itself there."),
    ]


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            "Sachtitel;Verfasser;Kat.-Nr;Signatur;Standort;Schlagworte;Erscheinungsjahr;Verlag;Strichcode",
            "title creators control_number call_number location subjects year publisher barcodes",
        ),
        (
            "Titre;Auteur(s);ISBN;Éditeur;Année de parution;Mots-clés;Cote;Code-barres;Emplacement",
            "title creators isbns publisher year subjects call_number barcodes location",
        ),
        (
            "Título;Autor/a;ISBN;Editorial;Año de publicación;Materias;Signatura;Código de barras;Ubicación",
            "title creators isbns publisher year subjects call_number barcodes location",
        ),
        (
            "Titolo;Autori;Codice ISBN;Casa editrice;Anno;Soggetti;Collocazione;N. inventario;Scaffale",
            "title creators isbns publisher year subjects call_number barcodes location",
        ),
        (
            "Titel;Schrijver;ISBN;Uitgeverij;Jaar van uitgave;Trefwoorden;Plaatskenmerk;Streepjescode;Locatie",
            "title creators isbns publisher year subjects call_number barcodes location",
        ),
        (
            "TÍTULO;Autores;ISBN;Editora;Ano de publicação;Assuntos;Cota;Nº de registo;Localização",
            "title creators isbns publisher year subjects call_number barcodes location",
        ),
        ("Verfasser / Author;Titel / Title;Title (245 $a)", "creators title"),
        ("Shelf / Call number;Title;Author – Autor", "title creators"),
        ("A / B;;Title", "title"),
    ],
)
def test_columns_are_known_by_their_names_in_many_languages(header, fields):
    found = recognised(header.split(";"))
    assert sorted(found, key=found.get) == fields.split()


def test_no_name_of_a_kind_means_two_things():
    assert set(KINDS) == set(Resource.Kind)
    means = {}
    for kind, words in KINDS.items():
        for word in words.split("|"):
            assert means.setdefault(folded(word), kind) == kind


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Bücher", "book"), ("Bande dessinée", "book"), ("AUDIOLIBRO", "ebook"), ("Vidéo", "video"), ("Jogo", "kit")],
)
def test_a_kind_is_known_by_its_name_in_many_languages(hill, word, kind):
    kept = imported(hill, f"Title,Type\nOne,{word}\n".encode())
    assert (Resource.objects.get().kind, remarks(kept)) == (kind, [])


def test_no_name_of_a_column_means_two_things():
    means = {}
    for field, words in SYNONYMS.items():
        for word in words.split("|"):
            assert means.setdefault(folded(word), field) == field
    assert set(SYNONYMS) == set(LABELS)


def test_a_workbook_is_read_and_twice_changes_nothing(hill):
    content = workbook([["Title", "ISBN", "Age"], ["Wolves", 9780140328721, "8-12"], ["Bears", None, "12+"]])
    kept = imported(hill, content)
    assert numbers(kept) == {"records": 2, "added": 2}
    assert list(Resource.objects.order_by("pk").values_list("title", "isbns", "reads_from", "reads_to")) == [
        ("Wolves", ["9780140328721"], 8, 12),
        ("Bears", [], 12, None),
    ]
    assert numbers(imported(hill, content)) == {"records": 2, "unchanged": 2}


def test_the_mapping_is_remembered_for_the_next_table_with_these_columns(hill):
    content = b"Foo,Bar\nWolves,Zoe\n"
    kept = hand_in(hill, content)
    assert kept.mapping == {}
    actions.begin(catalogue_import=kept, mapping={"title": 0, "creators": 1}, by=hill.ada, now=NOW)
    assert hand_in(hill, content).mapping == {"title": 0, "creators": 1}
    assert hand_in(hill, b"Foo,Baz\nWolves,Zoe\n").mapping == {}
    with pytest.raises(AlreadyDone):
        actions.begin(catalogue_import=kept, mapping={"title": 0}, by=hill.ada, now=NOW)


def test_a_quotation_mark_that_is_never_closed_ends_in_a_sentence(hill):
    kept = imported(hill, b'Title,Author,Year\nOne,A,2001\n"Two,B,2002\nThree,C,2003\n')
    assert numbers(kept) == {"records": 2, "added": 1, "skipped": 1}
    with pytest.raises(Unreadable) as refused:
        hand_in(hill, b'Title,Author\n"' + b"x" * 200_000)
    assert str(refused.value).startswith("Near line")


def test_tables_that_nobody_goes_on_with_are_forgotten_after_a_week(hill):
    hand_in(hill, b"Title,Author\nOne,A\n")
    assert actions.forget_unmapped(now=NOW + timedelta(days=6)) == 0
    assert actions.forget_unmapped(now=NOW + timedelta(days=8)) == 1
    assert (CatalogueImport.objects.count(), ImportPart.objects.count()) == (0, 0)


# --- Workers ------------------------------------------------------------------------------------------------

MANY = b"".join(book(number, f"Title {number}", ("852", f"$pB{number}")) for number in range(1, 8))


@pytest.mark.parametrize(
    "content",
    [
        MANY,
        marc_files.marcxml(*([("001", str(number)), ("245", [("a", f"Title {number}")])] for number in range(1, 8))),
        b"Title,Author\n" + b"".join(b"Title %d,A\n" % number for number in range(1, 8)),
    ],
    ids=["MARC", "MARCXML", "CSV"],
)
def test_a_worker_that_dies_between_batches_loses_and_doubles_nothing(hill, content):
    kept = hand_in(hill, content)
    if kept.state == State.MAPPING:
        actions.begin(catalogue_import=kept, mapping=kept.mapping, by=hill.ada, now=NOW)
    job = running.take(import_id=kept.pk, now=NOW)
    assert running.work(job, clock=lambda: NOW, seconds=0, batch_size=3) is True  # One batch, and it is gone.
    assert Resource.objects.count() == 3
    assert running.left_behind(now=NOW + timedelta(minutes=2)) == []
    assert running.left_behind(now=NOW + timedelta(minutes=4)) == [(kept.pk, 2)]
    second = running.take_up(import_id=kept.pk, attempt=2)
    assert running.work(second, clock=lambda: NOW, seconds=9, batch_size=3) is False
    kept.refresh_from_db()
    assert (kept.state, numbers(kept)) == (State.DONE, {"records": 7, "added": 7})
    assert Resource.objects.count() == 7
    # The first worker was only asleep: what it does now finds that the import is not its own.
    assert running.work(job, clock=lambda: NOW, seconds=9, batch_size=3) is False
    assert Resource.objects.count() == 7


def test_after_three_attempts_an_import_fails_with_a_sentence(hill):
    kept = hand_in(hill, MANY)
    running.take(import_id=kept.pk, now=NOW)
    for minutes, found in ((4, [(kept.pk, 2)]), (8, [(kept.pk, 3)]), (12, [])):
        assert running.left_behind(now=NOW + timedelta(minutes=minutes)) == found
    kept.refresh_from_db()
    assert (kept.state, kept.failure) == (
        State.FAILED,
        "It stopped three times after record 0. Look at the record after it.",
    )
    assert ImportPart.objects.count() == 0


def test_an_import_that_moves_on_outlives_any_number_of_workers(hill):
    kept = hand_in(hill, MANY)
    job, now = running.take(import_id=kept.pk, now=NOW), NOW
    sleeper = running.take_up(import_id=kept.pk, attempt=1)
    for done in range(1, 7):
        assert running.work(job, clock=lambda: now, seconds=0, batch_size=1) is True  # noqa: B023 - asked at once
        now += timedelta(minutes=4)
        assert running.left_behind(now=now) == [(kept.pk, 2)]
        job = running.take_up(import_id=kept.pk, attempt=2)
        assert job.records == done
    assert running.work(sleeper, clock=lambda: now, seconds=9, batch_size=1) is False
    assert running.work(job, clock=lambda: now, seconds=9, batch_size=1) is False
    kept.refresh_from_db()
    assert (kept.state, numbers(kept)) == (State.DONE, {"records": 7, "added": 7})


def test_one_import_of_a_school_runs_at_a_time_and_a_lost_message_is_made_up_for(hill):
    first, second = hand_in(hill, MANY), hand_in(hill, MANY, now=NOW + timedelta(seconds=1))
    job = running.take(import_id=first.pk, now=NOW)
    assert running.take(import_id=second.pk, now=NOW) is None
    assert running.take(import_id=first.pk, now=NOW) is None
    running.work(job, clock=lambda: NOW, seconds=9)
    assert running.next_in_line(hill.school.pk) == second.pk
    assert running.left_behind(now=NOW + timedelta(minutes=5)) == [(second.pk, None)]


@pytest.mark.parametrize(
    "size", [parts.PART, parts.PART + 1, parts.AT_ONCE * parts.PART, parts.AT_ONCE * parts.PART + 1]
)
def test_a_file_comes_back_whole_from_wherever_it_is_read(hill, size):
    content = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    kept = CatalogueImport.objects.create(
        school=hill.school,
        filename="f",
        format="marc",
        size=size,
        state=State.WAITING,
        created_at=NOW,
        created_by=hill.ada,
    )
    parts.keep(kept, io.BytesIO(content))
    for begin in (0, 7, parts.PART - 1, parts.PART):
        assert b"".join(parts.pieces(kept.pk, begin)) == content[begin:]


def test_another_worker_knows_what_the_first_one_came_upon(hill):
    kept = hand_in(hill, book(1, "First") + book(2, "Other") + book(1, "Second"))
    running.work(running.take(import_id=kept.pk, now=NOW), clock=lambda: NOW, seconds=0, batch_size=2)
    running.work(running.take_up(import_id=kept.pk, attempt=1), clock=lambda: NOW, seconds=9, batch_size=2)
    assert list(Resource.objects.order_by("pk").values_list("title", flat=True)) == ["First", "Other"]
    assert ImportRemark.objects.get().sentence == "Record 1 of this file has the same control number. That one counts."


def test_cancelling_keeps_what_was_imported_and_stops_the_worker(hill):
    kept = hand_in(hill, MANY)
    job = running.take(import_id=kept.pk, now=NOW)
    running.work(job, clock=lambda: NOW, seconds=0, batch_size=3)
    actions.cancel(catalogue_import=kept, by=hill.ada, now=NOW)
    assert running.work(job, clock=lambda: NOW, seconds=9, batch_size=3) is False
    kept.refresh_from_db()
    assert (kept.state, numbers(kept), Resource.objects.count()) == (State.CANCELLED, {"records": 3, "added": 3}, 3)
    assert ImportPart.objects.count() == 0
    with pytest.raises(AlreadyDone):
        actions.cancel(catalogue_import=kept, by=hill.ada, now=NOW)


def test_a_file_that_breaks_off_fails_with_a_sentence_and_keeps_what_came_before(hill):
    content = marc_files.marcxml([("245", [("a", "Eins")])], [("245", [("a", "Zwei")])])
    kept = imported(hill, content[: content.index(b"Zwei")])
    assert (kept.state, numbers(kept)) == (State.FAILED, {"records": 1, "added": 1})
    assert kept.failure == "The XML is broken in line 1 (no element found). 1 records before that were read."


def test_the_task_imports_and_clears_up(hill):
    kept = hand_in(hill, MANY)
    tasks.run_import(kept.pk)
    kept.refresh_from_db()
    assert (kept.state, kept.added, kept.alive_at is not None, kept.finished_at is not None) == (
        State.DONE,
        7,
        True,
        True,
    )
    assert ImportPart.objects.count() == 0
    tasks.run_import(kept.pk)  # A message that comes twice does nothing.


# --- Pages --------------------------------------------------------------------------------------------------


@pytest.fixture
def started(monkeypatch):
    """No message leaves the tests; the imports that would have been started."""
    found = []
    monkeypatch.setattr(tasks.run_import, "delay", found.append)
    return found


def send(client, content, name="catalogue.mrc"):
    path = reverse("catalogue_import_start", kwargs={"school_slug": "hill"})
    return client.post(path, {"file": SimpleUploadedFile(name, content)})


def test_marc_is_started_at_once_and_the_page_follows_it_to_its_report(
    hill, as_ada, started, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(as_ada, MANY + record(("001", "9")), name="../=export.mrc")
    kept = CatalogueImport.objects.get()
    assert (response.status_code, response.url, started) == (302, f"/hill/library/imports/{kept.pk}/", [kept.pk])
    assert "Waiting for its turn" in as_ada.get(response.url).text
    running.work(running.take(import_id=kept.pk, now=NOW), clock=lambda: NOW, seconds=0, batch_size=3)
    page = as_ada.get(response.url).text
    assert '<progress id="how-far"' in page
    assert f'hx-get="/hill/library/imports/{kept.pk}/progress/"' in page
    running.work(running.take_up(import_id=kept.pk, attempt=1), clock=lambda: NOW, seconds=9)
    part = as_ada.get(f"{response.url}progress/", headers={"HX-Request": "true"}).text
    assert " ".join(part.split()).count("7 new titles. 1 record could not be taken.") == 1
    assert "hx-get" not in part
    report = b"".join(as_ada.get(f"{response.url}report/").streaming_content).decode("utf-8-sig")
    assert report.splitlines() == ["Record,Title,What happened,Remark", "8,,Left out,It has no title (245 $a)."]
    assert as_ada.get(f"{response.url}report/?format=xlsx").status_code == 200


def test_a_table_is_asked_for_its_columns_first(hill, as_ada, started, django_capture_on_commit_callbacks):
    response = send(as_ada, "Title,Wer\n<b>Wolves</b>,Zoë\n".encode(), name="list.csv")
    kept = CatalogueImport.objects.get()
    assert response.url == f"/hill/library/imports/{kept.pk}/columns/"
    page = as_ada.get(response.url).text
    assert "&lt;b&gt;Wolves&lt;/b&gt;" in page
    assert "<b>Wolves" not in page
    looked = as_ada.post(response.url, {"column_0": "title", "column_1": "creators", "look": "1"})
    assert (looked.status_code, "Authors, makers: <strong>Zoë</strong>" in looked.text) == (200, True)
    nothing = as_ada.post(response.url, {"column_1": "creators"})
    assert (nothing.status_code, "Choose the column that holds the title" in nothing.text) == (422, True)
    twice = as_ada.post(response.url, {"column_0": "title", "column_1": "title"})
    assert (twice.status_code, "“Title” is chosen twice." in twice.text) == (422, True)
    with django_capture_on_commit_callbacks(execute=True):
        as_ada.post(response.url, {"column_0": "title", "column_1": "creators"})
    assert (started, ColumnMapping.objects.get().mapping) == ([kept.pk], {"title": 0, "creators": 1})
    tasks.run_import(kept.pk)
    assert Resource.objects.get().creators == ["Zoë"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"%PDF-1.7", "This is a PDF"), (UNIMARC, "This is UNIMARC"), (b"", "This file is empty.")],
)
def test_a_refused_file_gets_its_sentence_at_the_field(hill, as_ada, content, sentence):
    response = send(as_ada, content)
    assert (response.status_code, sentence in response.text, CatalogueImport.objects.count()) == (422, True, 0)


def test_an_import_takes_larger_files_than_others_and_says_where_it_ends(hill, as_ada, as_omar, settings, monkeypatch):
    settings.LARGEST_UPLOAD = 1000
    big = MANY * 3
    assert send(as_ada, big).status_code == 302
    staff = as_ada.post("/hill/people/import/", {"file": SimpleUploadedFile("s.csv", b"Name\n" + b"Rosa\n" * 999)})
    assert (staff.status_code, StaffImport.objects.count()) == (422, 0)
    from resources.catalogue_import import views

    monkeypatch.setattr(views.catalogue_import_start, "largest_upload", 900)
    response = send(as_ada, big)
    assert (response.status_code, "This file is larger than 256 MB." in response.text) == (422, True)


def test_a_stranger_cannot_send_a_large_file(client, hill, settings):
    settings.LARGEST_UPLOAD = 100
    send(client, MANY)
    assert CatalogueImport.objects.count() == 0


def test_only_librarians_of_the_school_see_and_run_imports(hill, vale, as_ben):
    kept = hand_in(hill, MANY)
    for person in (*hill.people, vale.nils):
        sees = CatalogueImport.objects.visible_to(person).exists() and person.is_librarian
        assert may_see_import(person, kept) == sees
    assert as_ben.get("/hill/library/imports/").status_code == 403
    with pytest.raises(Refused):
        actions.cancel(catalogue_import=kept, by=hill.ben, now=NOW)
    with pytest.raises(Refused):
        actions.cancel(catalogue_import=kept, by=vale.nils, now=NOW)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(hill, as_ada, django_assert_num_queries, how_many):
    for _ in range(how_many):
        hand_in(hill, book(1, "T"))
    with django_assert_num_queries(3):
        page = as_ada.get("/hill/library/imports/").text
    assert page.count('<tr><th scope="row">') == how_many


def test_the_numbers_of_an_import_say_what_they_count_and_stand_in_the_list_too(hill, as_ada):
    again = book(1, "One", ("852", "$pB2"))
    kept = imported(hill, book(1, "One", ("852", "$pB1")) + again + record(("001", "9")))
    page = " ".join(as_ada.get(f"/hill/library/imports/{kept.pk}/").text.split())
    numbers = re.findall(r"<[^>]*stat-number[^>]*>([^<]*)<.*?<[^>]*stat-label[^>]*>([^<]*)<", page)
    assert numbers == [
        ("3", "records read"),
        ("1", "new title"),
        ("1", "of a title that is here"),
        ("1", "left out"),
        ("1", "imported with a remark"),
    ]
    listed = as_ada.get("/hill/library/imports/").text
    assert "1 new · 1 here already · 1 left out</td>" in listed
    waiting = hand_in(hill, b"Title,Author\nOne,A\n", name="waiting.csv")
    row = as_ada.get("/hill/library/imports/").text.split(waiting.filename)[1].split("</tr>")[0]
    assert ("new" in row, "0" in row.split("Records")[1]) == (False, False)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"records": 3, "skipped": 3}, "Nothing was imported. 3 records could not be taken."),
        ({"records": 2, "unchanged": 2}, "The catalogue has these titles already: nothing was changed."),
        ({"records": 12345, "added": 12344, "changed": 1}, "12,344 new titles. 1 title brought up to date."),
    ],
)
def test_what_came_of_an_import_is_said_in_a_sentence(hill, as_ada, counts, sentence):
    kept = hand_in(hill, MANY)
    CatalogueImport.objects.filter(pk=kept.pk).update(state=State.DONE, finished_at=NOW, **counts)
    page = " ".join(as_ada.get(f"/hill/library/imports/{kept.pk}/").text.split())
    assert sentence in page


@pytest.mark.parametrize("how_many", [1, 3])
def test_an_import_costs_the_same_with_one_remark_and_with_three(hill, as_ada, django_assert_num_queries, how_many):
    kept = imported(hill, b"".join(record(("001", str(number))) for number in range(how_many)) + book(9, "T"))
    with django_assert_num_queries(4):
        page = as_ada.get(f"/hill/library/imports/{kept.pk}/").text
    assert page.count("It has no title (245 $a).") == how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_batch_costs_the_same_for_one_record_and_for_three(hill, django_assert_num_queries, how_many):
    kept = hand_in(hill, b"".join(book(number, "T", ("852", f"$pB{number}")) for number in range(how_many)))
    job = running.take(import_id=kept.pk, now=NOW)
    with django_assert_num_queries(17):
        running.work(job, clock=lambda: NOW, seconds=9)
    assert ImportRemark.objects.count() == 0
