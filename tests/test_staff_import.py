"""The staff import: what is recognised, what is refused and why, and that nothing is written before “Import”."""

import csv
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from collab.errors import Refused
from collab.models import Department, Invitation, Member, Role, StaffImport
from collab.school_settings.lists.actions import remove_row
from collab.staff_import import actions, queries
from collab.staff_import.columns import recognised
from collab.staff_import.errors import AlreadyImported, ChangedMeanwhile, StaffImportError
from collab.staff_import.reading import MOST_ROWS, Sheet, read_file, read_paste
from collab.tables.errors import Unreadable
from tests import racing
from tests.cast import NOW
from tests.forms import forms_of

FILES = Path(__file__).parent / "files"


def keep(school, text, by):
    """The StaffImport of a pasted text, or of a Sheet."""
    sheet = text if isinstance(text, Sheet) else read_paste(text)
    return actions.keep_rows(school=school, sheet=sheet, filename="", by=by, now=NOW)


def compared(hill, text, by=None):
    return queries.comparison(staff_import=keep(hill.school, text, by or hill.omar), by=by or hill.omar)


def said(hill, text, by=None):
    """[(kind, name, what changes or the reason)] of a pasted text."""
    return [(line.kind, line.name, line.reason or line.changes) for line in compared(hill, text, by).lines]


def run(hill, text, by=None):
    by = by or hill.omar
    kept = keep(hill.school, text, by)
    seen = queries.comparison(staff_import=kept, by=by).fingerprint
    return actions.import_staff(staff_import=kept, seen=seen, by=by, now=NOW)


def workbook(rows, title="Staff"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


# --- Reading ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Name,E-mail,Staff ID", ["name", "email", "staff_id"]),
        ("SURNAME,Given Name,mail", ["last_name", "first_name", "email"]),
        ("Nachname,Vorname,Kürzel,Fachschaft", ["last_name", "first_name", "staff_id", "departments"]),
        ("kurzel,prenom,nom", ["staff_id", "first_name", "last_name"]),
        ("employee_number,Full  Name,faculty,role(s)", ["staff_id", "name", "departments", "roles"]),
        ("Department 1,Department 2,name", ["departments", "departments", "name"]),
        ("Shoe size,Name,E-mail address,Email", [None, "name", "email", None]),
    ],
)
def test_columns_are_known_by_name_in_any_spelling_and_order(header, fields):
    assert list(recognised(header.split(",")).fields) == fields


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_list_is_read_whatever_its_encoding_delimiter_and_line_ends(delimiter, encoding, word, ending):
    rows = [["Name", "E-mail"], ["Zoë Müller", "zoe@hill.example"], ["Åsa Öberg", "asa@hill.example"]]
    content = ending.join(delimiter.join(row) for row in rows).encode(encoding)
    sheet = read_file(content)
    assert [row[1]["name"] for row in sheet.rows] == ["Zoë Müller", "Åsa Öberg"]
    assert [row[0] for row in sheet.rows] == [2, 3]
    assert sheet.read_as.startswith(f"CSV, {word}")


def test_a_title_above_the_header_a_separator_line_and_blank_lines_do_no_harm():
    sheet = read_file(b"sep=;\nStaff of 2026;;\n\nName;E-mail;Car\nRosa Lind;rosa@hill.example;red\n\n")
    assert sheet.rows == [[5, {"name": "Rosa Lind", "email": "rosa@hill.example"}, ""]]
    assert sheet.ignored == ["Car"]


def test_a_workbook_is_read_from_the_first_sheet_that_has_known_columns():
    book = Workbook()
    book.active.append(["Read me first"])
    sheet = book.create_sheet("Staff")
    sheet.append(["ID", "Name", "Phone"])
    sheet.append([1042.0, "Rosa Lind", 5551234])
    content = io.BytesIO()
    book.save(content)
    read = read_file(content.getvalue())
    assert read.rows == [[2, {"staff_id": "1042", "name": "Rosa Lind", "phone": "5551234"}, ""]]
    assert read.read_as == "XLSX, sheet “Staff”"


def packed(names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in names.items():
            package.writestr(name, body)
    return content.getvalue()


def damaged_workbook():
    good = workbook([["Name"], ["Rosa"]])
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData><row><c t='s'><v>9999</v>"
    return packed(parts)


def wide_workbook():
    """Small to send, a hundred megabytes when unpacked."""
    return packed({"xl/workbook.xml": b"<workbook/>", "xl/sharedStrings.xml": b"a" * 100_000_000})


BROKEN = [
    ("nothing", b"", "This file is empty."),
    ("blank lines", b"\n \r\n\t\n", "This file is empty."),
    ("a mark alone", b"\xef\xbb\xbf", "This file is empty."),
    ("PNG renamed", (FILES / "picture.csv").read_bytes, "This is a picture (PNG), not a table."),
    ("JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "This is a picture (JPEG), not a table."),
    ("PDF", b"%PDF-1.7\n%\xe2\xe3", "This is a PDF, not a table."),
    ("web page", b"\n<html><table><tr><td>Name</table>", "This is a web page, not a table."),
    ("noise", bytes(range(256)) * 4, "This is no text:"),
    ("NUL in text", b"Name,E-mail\nRo\x00sa,rosa@hill.example\n", "This is no text:"),
    ("no header", (FILES / "no-header.csv").read_bytes, "The first row must name the columns"),
    ("header alone", b"Name,E-mail\n", "The first row names the columns, but no row follows it."),
    ("unknown header", b"Shoe,Hat\n42,7\n", "The first row must name the columns"),
    ("open quotation", (FILES / "open-quotation.csv").read_bytes, "A quotation mark opens near line 2"),
    ("endless cell", b'Name,Phone\n"' + b"x" * 200_000, "One cell is far too long."),
    ("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "This is an old Excel file (XLS)."),
    (
        "password",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "This workbook is protected by a password.",
    ),
    ("ODS", lambda: packed({"mimetype": b"ods", "content.xml": b"<x/>"}), "This is an OpenDocument file."),
    ("DOCX", lambda: packed({"word/document.xml": b"<x/>"}), "This is a Word document, not a table."),
    ("ZIP", lambda: packed({"staff.csv": b"Name"}), "This is a ZIP archive, not a table."),
    ("cut off", lambda: workbook([["Name"], ["Rosa"]])[:900], "This XLSX file is damaged"),
    ("empty parts", lambda: packed({"xl/workbook.xml": b""}), "This XLSX file is damaged"),
    ("broken sheet", damaged_workbook, "This XLSX file is damaged"),
    ("bomb", wide_workbook, "This XLSX file unpacks to far more than a staff list needs."),
    ("no rows", lambda: workbook([]), "There are no rows in this list."),
    ("too long", b"Name\n" + b"Rosa\n" * (MOST_ROWS + 1), "This list has more than 20,000 rows."),
    ("too wide", b"Name" + b"," * 300 + b"\nRosa\n", "This list has more than 100 columns."),
]


@pytest.mark.parametrize(("content", "sentence"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_file_gets_a_plain_sentence(content, sentence):
    with pytest.raises(Unreadable) as refused:
        read_file(content() if callable(content) else content)
    assert str(refused.value).startswith(sentence)


def test_a_formula_is_read_by_its_saved_value_and_refused_without_one(hill):
    sheet = read_file(workbook([["Name", "E-mail"], ["Rosa", '="rosa"&"@hill.example"'], ["Tom", "tom@hill.example"]]))
    lines = queries.comparison(staff_import=keep(hill.school, sheet, hill.omar), by=hill.omar).lines
    assert [(line.kind, line.reason[:43]) for line in lines] == [
        ("refused", "The cell under E-mail holds a formula whose"),
        ("new", ""),
    ]
    assert read_file((FILES / "formula-saved.xlsx").read_bytes()).rows == [[2, {"name": "Rosa Lind"}, ""]]


def test_a_date_that_a_spreadsheet_made_of_a_code_is_refused_and_elsewhere_does_no_harm(hill):
    header = ["Name", "Staff ID", "Started on"]
    day = date(2024, 12, 3)
    rows = read_file(workbook([header, ["Rosa", day, day], ["Tom", "3-12", day]])).rows
    assert [(row[1].get("staff_id"), row[2]) for row in rows] == [
        (
            "2024-12-03",
            "The cell under Staff ID holds a date, which is what spreadsheets make of codes like 3-12. "
            "Write it there as text.",
        ),
        ("3-12", ""),
    ]


def test_in_a_csv_a_formula_is_refused_and_a_text_kept_by_one_is_read(hill):
    text = 'Name,ID\n=1+1,1\nRosa,"=""0042"""\nTom,\'-7\n'
    assert [(row[1].get("staff_id"), row[2]) for row in read_paste(text).rows] == [
        ("1", "The cell under Name holds a formula. Put the value itself there."),
        ("0042", ""),
        ("-7", ""),
    ]


# --- Comparing ----------------------------------------------------------------------------------------------


def test_people_are_matched_by_staff_id_then_by_address_and_shown_as_new_changed_or_unchanged(hill):
    Member.objects.filter(pk=hill.ben.pk).update(staff_id="T-1")
    text = (
        "ID,Name,E-mail,Phone,Departments\n"
        "t-1,Ben Okafor,,,\n"
        ",Cleo Tanaka,CLEO@hill.example,x 12,Science; Art\n"
        ",Lena Voss,lena@hill.example,,\n"
        "T-9,Rosa Lind,rosa@hill.example,,science\n"
    )
    found = compared(hill, text)
    assert [(line.kind, line.name, line.changes) for line in found.lines] == [
        ("changed", "Ben Okafor", (("Staff ID", "T-1", "t-1"),)),
        ("changed", "Cleo Tanaka", (("Phone", "", "x 12"), ("Departments", "Science", "Art; Science"))),
        ("unchanged", "Lena Voss", ()),
        ("new", "Rosa Lind", ()),
    ]
    assert found.new_departments == ["Art"]
    assert found.counts == {"new": 1, "changed": 2, "unchanged": 1, "refused": 0}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("T-1,Ben,cleo@hill.example,,", "Its staff ID belongs to Ben Okafor, its e-mail address to Cleo Tanaka."),
        ("T-9,Rosa,not an address,,", "“not an address” is no e-mail address."),
        ("T-9,Rosa,,Astronaut,", "“Astronaut” is no role. Known are: Librarian, Teacher, Leader, Administrator."),
        ("T-9,,,,", "Nobody here has this e-mail address or staff ID, and a new person needs a name."),
        (",,,Teacher,", "It has no name, no e-mail address and no staff ID."),
        (",Ben Okafor,,,", "It has no e-mail address and no staff ID, and somebody of this name is known already."),
        ("T-9,Rosa,,,,,,spill", "It has more cells than there are columns. Is there a separator within a cell?"),
        (f"T-9,{'x' * 201},,,", "Name is longer than 200 characters."),
        (f"T-9,Rosa,,,{'x' * 101}", "The name of a department is longer than 100 characters."),
        (f"{'9' * 61},Rosa,,,", "Staff ID is longer than 60 characters."),
    ],
)
def test_a_row_is_refused_with_its_reason(hill, row, reason):
    Member.objects.filter(pk=hill.ben.pk).update(staff_id="T-1")
    assert [(kind, why) for kind, _, why in said(hill, f"ID,Name,E-mail,Role,Department\n{row}\n")] == [
        ("refused", reason)
    ]


@pytest.fixture
def numbered(hill):
    """Ben, Cleo and Hugo with the staff IDs T-1, T-2 and T-3."""
    for number, person in enumerate((hill.ben, hill.cleo, hill.hugo), start=1):
        Member.objects.filter(pk=person.pk).update(staff_id=f"T-{number}")


SWAPS = {
    "addresses": "T-1,Ben Okafor,cleo@hill.example\nT-2,Cleo Tanaka,ben@hill.example\n",
    "staff IDs": "T-2,Ben Okafor,ben@hill.example\nT-1,Cleo Tanaka,cleo@hill.example\n",
    "a chain": "T-1,Ben Okafor,cleo@hill.example\nT-2,Cleo Tanaka,new@hill.example\n",
    "a circle": "T-1,Ben Okafor,cleo@hill.example\nT-2,Cleo Tanaka,hugo@hill.example\n"
    "T-3,Hugo Lindqvist,ben@hill.example\n",
    "IDs passed on": "T-2,Ben Okafor,ben@hill.example\nT-9,Cleo Tanaka,cleo@hill.example\n",
}


@pytest.mark.parametrize("rows", SWAPS.values(), ids=SWAPS.keys())
@pytest.mark.parametrize("turned", [False, True], ids=["", "last row first"])
def test_people_may_swap_their_addresses_and_staff_ids_in_one_list(hill, numbered, rows, turned):
    lines = rows.splitlines(keepends=True)
    text = "ID,Name,E-mail\n" + "".join(reversed(lines) if turned else lines)
    users = dict(Member.objects.values_list("pk", "user"))
    result = run(hill, text)
    assert [line.kind for line in result.lines] == ["changed"] * len(lines)
    expected = {tuple(line.strip().split(",")) for line in lines}
    names = [name for _, name, _ in expected]
    assert set(Member.objects.filter(name__in=names).values_list("staff_id", "name", "email")) == expected
    assert dict(Member.objects.values_list("pk", "user")) == users
    assert [line.kind for line in compared(hill, text).lines] == ["unchanged"] * len(lines)


@pytest.mark.parametrize(
    "rows",
    [
        "T-1,Ben Okafor,cleo@hill.example\n",
        "T-1,Ben Okafor,cleo@hill.example\nT-2,Cleo Tanaka,\n",
        "T-1,Ben Okafor,cleo@hill.example\nT-2,Cleo Tanaka,no address\n",
        "T-1,Ben Okafor,cleo@hill.example\nT-2,Cleo Tanaka,hugo@hill.example\n",
        "T-1,Somebody Else,cleo@hill.example\nT-2,Cleo Tanaka,ben@hill.example\n",
        "T-1,,cleo@hill.example\nT-2,,ben@hill.example\n",
    ],
)
def test_what_is_anothers_is_taken_only_where_that_one_gives_it_up(hill, numbered, rows):
    found = compared(hill, "ID,Name,E-mail\n" + rows)
    assert found.lines[0].reason == "Its staff ID belongs to Ben Okafor, its e-mail address to Cleo Tanaka."
    assert not found.does_something


def test_of_a_long_chain_that_breaks_nobody_is_changed(hill):
    count = 3_000
    people = [
        Member(school=hill.school, name=f"P {n}", staff_id=f"S{n}", email=f"p{n}@hill.example", created_at=NOW)
        for n in range(count)
    ]
    Member.objects.bulk_create(people)
    text = "ID,Name,E-mail\n" + "".join(f"S{n},P {n},p{n + 1}@hill.example\n" for n in range(count - 1))
    assert {line.kind for line in compared(hill, text).lines} == {"refused"}
    assert len(run(hill, text + f"S{count - 1},P {count - 1},p0@hill.example\n").lines) == count
    assert Member.objects.get(staff_id="S0").email == "p1@hill.example"


def test_rows_about_one_person_are_refused_together(hill):
    text = "ID,Name,E-mail\nT-9,Rosa,rosa@hill.example\n,Rose,rosa@hill.example\n,Tom,tom@hill.example\n"
    assert said(hill, text) == [
        ("refused", "Rosa", "Rows 2 and 3 are about the same person. Keep one of them."),
        ("refused", "Rose", "Rows 2 and 3 are about the same person. Keep one of them."),
        ("new", "Tom", ()),
    ]


def test_a_row_that_lacks_a_name_still_counts_as_about_the_same_person(hill):
    text = "Name,E-mail\nRosa,rosa@hill.example\n,rosa@hill.example\n"
    assert [kind for kind, *_ in said(hill, text)] == ["refused", "refused"]


def test_an_empty_cell_wipes_nothing_and_no_role_is_taken(hill):
    run(hill, "Name,E-mail,Phone,Roles,Departments,Expertise\nBen Okafor,ben@hill.example,x 1,Leader,,Maps\n")
    run(hill, "Name,E-mail,Phone,Roles,Departments,Expertise\nBen Okafor,ben@hill.example,,Teacher,,\n")
    ben = Member.objects.get(pk=hill.ben.pk)
    assert (ben.phone, ben.roles, ben.expertise) == ("x 1", [Role.TEACHER, Role.LEADER], "Maps")
    assert [department.name for department in ben.departments.all()] == ["Humanities"]


def test_a_new_person_without_a_role_is_a_teacher(hill):
    run(hill, "First name,Last name,E-mail\nRosa,Lind,rosa@hill.example\n")
    rosa = Member.objects.get(email="rosa@hill.example")
    assert (rosa.name, rosa.roles, rosa.user, rosa.created_at) == ("Rosa Lind", [Role.TEACHER], None, NOW)


def test_only_an_administrator_imports_administrators_or_changes_them(hill):
    text = "Name,E-mail,Roles\nRosa,rosa@hill.example,Admin\nOmar Haddad,other@hill.example,\n"
    by_id = text + ",omar@hill.example,Teacher\n"
    assert said(hill, by_id, by=hill.ada) == [
        ("refused", "Rosa", "Only an administrator may give the role of administrator."),
        ("new", "Omar Haddad", ()),
        ("refused", "omar@hill.example", "Omar Haddad is an administrator, whom only an administrator may change."),
    ]
    assert [kind for kind, *_ in said(hill, by_id, by=hill.omar)] == ["new", "new", "changed"]


def test_somebody_who_has_left_is_not_brought_back(hill):
    Member.objects.filter(pk=hill.ben.pk).update(deactivated_at=NOW)
    assert said(hill, "Name,E-mail\nBen Okafor,ben@hill.example\n") == [
        ("refused", "Ben Okafor", "Ben Okafor has left the school. Bring them back on their page first.")
    ]


def test_a_department_with_a_comma_in_its_name_stays_one(hill):
    Department.objects.create(school=hill.school, name="Art, Design")
    run(
        hill,
        'Name,E-mail,Departments\nBen Okafor,ben@hill.example,"art, design"\nCleo Tanaka,cleo@hill.example,"A, B"\n',
    )
    assert {name for (name,) in hill.ben.departments.values_list("name")} == {"Art, Design"}
    assert {name for (name,) in hill.cleo.departments.values_list("name")} == {"A", "B"}


# --- Importing ----------------------------------------------------------------------------------------------


def test_the_same_list_a_second_time_changes_nothing(hill):
    text = (
        "ID,Name,E-mail,Roles,Departments,Phone,Expertise\n"
        '1,Rosa Lind,rosa@hill.example,"Teacher, librarian",New; Science,+61 2,=\n'.replace("=", "Maps")
        + ",Maria Only,,,,,\n,Cleo Tanaka,cleo@hill.example,leader,Art,,\n"
    )
    assert run(hill, text).counts == {"new": 2, "changed": 1, "unchanged": 0, "refused": 0}
    before = list(Member.objects.order_by("pk").values())
    assert compared(hill, text).counts == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}
    run(hill, text)
    assert list(Member.objects.order_by("pk").values()) == before


WORDS = st.text(max_size=12)
CELLS = st.fixed_dictionaries(
    {
        "Name": st.sampled_from(["Ada Marlow", "Rosa", "rosa", "Ben Okafor", "Zoë\u202e", ""]) | WORDS,
        "E-mail": st.sampled_from(["", "ben@hill.example", "Rosa@hill.example", "z@hill.example", "x@İ.example"]),
        "ID": st.sampled_from(["", "1", "a", "A", "ß", "SS"]) | WORDS,
        "Roles": st.sampled_from(["", "Teacher", "Librarian, leader", "?"]),
        "Departments": st.sampled_from(["", "Science", "science;Straße", "STRASSE", "Kelvin K"]) | WORDS,
        "Expertise": WORDS,
    }
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(CELLS, max_size=8))
def test_whatever_was_imported_is_unchanged_the_second_time(hill, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, ["Name", "E-mail", "ID", "Roles", "Departments", "Expertise"])
    writer.writeheader()
    writer.writerows(rows)
    with transaction.atomic():
        try:
            first = run(hill, text.getvalue())
        except Unreadable:
            return
        second = compared(hill, text.getvalue())
        transaction.set_rollback(True)
    imported = [
        (before, after) for before, after in zip(first.lines, second.lines, strict=True) if before.kind != "refused"
    ]
    assert [after.kind for _, after in imported] == ["unchanged"] * len(imported)


def test_rows_are_imported_once(hill):
    kept = keep(hill.school, "Name\nRosa\n", hill.ada)
    seen = queries.comparison(staff_import=kept, by=hill.ada).fingerprint
    actions.import_staff(staff_import=kept, seen=seen, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyImported):
        actions.import_staff(staff_import=kept, seen=seen, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyImported):
        actions.discard(staff_import=kept, by=hill.ada, now=NOW)


def test_what_changed_since_the_look_is_shown_before_it_is_written(hill):
    kept = keep(hill.school, "Name,E-mail,Phone\nBen Okafor,ben@hill.example,x 1\n", hill.ada)
    seen = queries.comparison(staff_import=kept, by=hill.ada).fingerprint
    Member.objects.filter(pk=hill.ben.pk).update(phone="x 7")
    with pytest.raises(ChangedMeanwhile):
        actions.import_staff(staff_import=kept, seen=seen, by=hill.ada, now=NOW)
    assert Member.objects.get(pk=hill.ben.pk).phone == "x 7"
    assert StaffImport.objects.get(pk=kept.pk).imported_at is None


def test_a_new_address_ends_the_invitation_to_the_old_one(hill):
    rosa = Member.objects.create(school=hill.school, name="Rosa", staff_id="9", email="r@hill.example", created_at=NOW)
    sent = Invitation.objects.create(
        member=rosa, token_hash="x", sent_to=rosa.email, created_at=NOW, expires_at=NOW + timedelta(days=14)
    )
    run(hill, "ID,Name,E-mail\n9,Rosa,rosa@hill.example\n")
    sent.refresh_from_db()
    assert sent.revoked_at == NOW


def test_only_librarians_and_administrators_of_the_school_import(hill, vale):
    for stranger in (hill.ben, hill.lena, vale.nils):
        with pytest.raises(StaffImportError):
            keep(hill.school, "Name\nRosa\n", stranger)


@pytest.mark.parametrize("rows", [1, 30])
def test_an_import_takes_a_fixed_number_of_queries(hill, django_assert_num_queries, rows):
    text = "Name,E-mail,Departments,Phone\nBen Okafor,ben@hill.example,Art,x 1\nCleo Tanaka,cleo@hill.example,,x 2\n"
    text += "".join(f"Person {number},p{number}@hill.example,New {number % 7},\n" for number in range(rows))
    kept = keep(hill.school, text, hill.omar)
    with django_assert_num_queries(3):
        seen = queries.comparison(staff_import=kept, by=hill.omar).fingerprint
    with django_assert_num_queries(16):
        actions.import_staff(staff_import=kept, seen=seen, by=hill.omar, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["import", "removal"])
def test_a_department_removed_during_an_import_ends_in_a_sentence(hill, first):
    Department.objects.create(school=hill.school, name="Arts")
    kept = keep(hill.school, "Name,Departments\nRosa,Arts\n", hill.ada)
    seen = queries.comparison(staff_import=kept, by=hill.ada).fingerprint
    arts = Department.objects.get(name="Arts")

    def importing():
        actions.import_staff(staff_import=kept, seen=seen, by=hill.ada, now=NOW)

    def removing():
        remove_row(row=arts, by=hill.omar, now=NOW)

    begins, follows = (importing, removing) if first == "import" else (removing, importing)
    [refused] = racing.refusals(begins, follows, of=(Refused, StaffImportError))
    assert refused.startswith(
        "“Arts” is used by 1 member. Change " if first == "import" else "Nothing was imported: people were c"
    )


def test_old_lists_are_forgotten_after_a_day(hill):
    keep(hill.school, "Name\nRosa\n", hill.ada)
    assert actions.forget_old_rows(now=NOW + timedelta(hours=23)) == 0
    assert actions.forget_old_rows(now=NOW + timedelta(hours=25)) == 1


# --- The pages ----------------------------------------------------------------------------------------------


def post(client, **data):
    return client.post(reverse("staff_import", kwargs={"school_slug": "hill"}), data)


def upload(content, name="staff.csv"):
    return SimpleUploadedFile(name, content)


def test_ada_uploads_looks_and_imports_and_nothing_is_written_before(as_ada, hill):
    people = Member.objects.count()
    answer = post(as_ada, file=upload(b"Name,E-mail,Car\nRosa Lind,rosa@hill.example,red\nTom,nowhere,\n"))
    kept = StaffImport.objects.get()
    address = reverse("staff_import_preview", kwargs={"school_slug": "hill", "import_id": kept.pk})
    assert (answer.status_code, answer.url) == (302, address)
    page = as_ada.get(address)
    assert page.context["found"].counts == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert [row.name for row in as_ada.get(address, {"kind": "refused"}).context["rows"]] == ["Tom"]
    assert Member.objects.count() == people
    run_address = reverse("staff_import_run", kwargs={"school_slug": "hill", "import_id": kept.pk})
    assert as_ada.get(run_address).status_code == 405
    done = as_ada.post(run_address, {"seen": page.context["found"].fingerprint}, follow=True)
    assert [row.name for row in done.context["rows"]] == ["Tom"]
    assert done.context["sentence"] == "1 person added, 0 changed, 0 as before, and 1 row refused."
    assert Member.objects.count() == people + 1


def test_a_second_click_on_import_shows_what_the_first_did(as_ada, hill):
    post(as_ada, pasted="Name\tE-mail\nRosa\trosa@hill.example\n")
    address = {"school_slug": "hill", "import_id": StaffImport.objects.get().pk}
    seen = as_ada.get(reverse("staff_import_preview", kwargs=address)).context["found"].fingerprint
    for _ in range(2):
        answer = as_ada.post(reverse("staff_import_run", kwargs=address), {"seen": seen}, follow=True)
    assert list(answer.context["messages"]) == []
    assert answer.context["sentence"] == "1 person added, 0 changed, and 0 as before."


def test_a_wrong_or_old_look_imports_nothing_and_says_so(as_ada, hill):
    post(as_ada, pasted="Name\tE-mail\nRosa\trosa@hill.example\n")
    address = {"school_slug": "hill", "import_id": StaffImport.objects.get().pk}
    answer = as_ada.post(reverse("staff_import_run", kwargs=address), {"seen": "\x00nonsense"}, follow=True)
    assert [str(message)[:21] for message in answer.context["messages"]] == ["Nothing was imported:"]
    gone = as_ada.post(reverse("staff_import_discard", kwargs=address), follow=True)
    assert [str(message) for message in gone.context["messages"]] == ["The rows are gone; nobody was changed."]
    assert not StaffImport.objects.exists()


def test_a_file_of_50_megabytes_is_let_go_with_a_sentence(as_ada, settings):
    settings.LARGEST_UPLOAD = 2**20
    answer = post(as_ada, file=upload(b"Name\n" + b"x" * 2_000_000))
    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["file"]
    assert error.startswith("This file is larger than 1 MB.")


def test_a_paste_of_more_than_can_be_read_leads_back_to_the_form_with_a_sentence(as_ada):
    answer = post(as_ada, pasted="x" * 5_300_000)
    assert answer.url == "/hill/people/import/?too-large"
    page = as_ada.get(answer.url)
    assert (page.status_code, "What you pasted is larger than 5 MB" in page.content.decode()) == (200, True)
    (form,) = [form for form in forms_of(page.content.decode(), answer.url) if "pasted" in form.typed]
    assert form.action == "/hill/people/import/"
    assert "larger than 5 MB" not in as_ada.get("/hill/people/import/").content.decode()


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({}, "__all__", "Choose a file, or paste the rows."),
        ({"pasted": "hello"}, "pasted", "The first row must name the columns"),
        ({"file": upload(b"\x89PNG\r\n"), "pasted": "Name"}, "__all__", "There is a file and a paste."),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_the_paste(as_ada, data, field, sentence):
    answer = post(as_ada, **data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field][0].startswith(sentence)
    assert data.get("pasted", "") in answer.content.decode()


@pytest.mark.parametrize(
    "text", ["x" * 5000, "😀" * 100, "مرحبا \u202eabc", "a\x00b", "\ud800", "<script>alert(1)</script>", "=1+1", "'"]
)
@pytest.mark.parametrize("column", ["Name", "E-mail", "ID", "Roles", "Departments", "Phone", "Expertise"])
def test_whatever_a_cell_holds_it_is_saved_or_refused_in_words(as_ada, text, column):
    rows = io.StringIO()
    writer = csv.DictWriter(rows, ["Name", "E-mail", "ID", "Roles", "Departments", "Phone", "Expertise"], restval="")
    writer.writeheader()
    writer.writerow({"Name": "Rosa", "ID": "9"} | {column: text})
    content = rows.getvalue().encode("utf-8", "surrogatepass")
    for data in ({"file": upload(content)}, {"pasted": rows.getvalue().encode("utf-8", "replace").decode()}):
        answer = post(as_ada, **data)
        assert answer.status_code in (302, 422)
        if answer.status_code == 302:
            page = as_ada.get(answer.url)
            assert page.status_code == 200
            assert "<script>alert" not in page.content.decode()
            as_ada.post(f"{answer.url}run/", {"seen": page.context["found"].fingerprint})


def test_nils_of_another_school_finds_nothing(as_ada, as_nils, hill):
    post(as_ada, pasted="Name\nRosa\n")
    address = {"school_slug": "vale", "import_id": StaffImport.objects.get().pk}
    assert as_nils.get(reverse("staff_import_preview", kwargs=address)).status_code == 404
    assert as_nils.post(reverse("staff_import_run", kwargs=address)).status_code == 404
    assert as_nils.get(reverse("staff_import", kwargs={"school_slug": "hill"})).status_code == 404


def test_ben_may_not_import(as_ben):
    assert as_ben.get(reverse("staff_import", kwargs={"school_slug": "hill"})).status_code == 403


def test_the_sample_list_can_be_handed_in_again(as_ada):
    sample = as_ada.get(reverse("staff_import_sample", kwargs={"school_slug": "hill"}))
    post(as_ada, file=upload(b"".join(sample.streaming_content)))
    assert queries.comparison(staff_import=StaffImport.objects.get(), by=as_ada.member).counts["new"] == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_runs_a_fixed_number_of_queries(as_omar, django_assert_num_queries, rows):
    text = "Name,E-mail,Departments\n" + "".join(f"P {number},p{number}@hill.example,New\n" for number in range(rows))
    address = post(as_omar, pasted=text).url
    with django_assert_num_queries(6):
        as_omar.get(address)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_directory_as_downloaded_is_unchanged_when_imported(hill, as_omar, form):
    Member.objects.filter(pk=hill.ben.pk).update(phone="+61 2 5550", expertise="=maps, @museum", staff_id="007")
    hill.ben.departments.add(Department.objects.create(school=hill.school, name="Art, Design"))
    answer = as_omar.get(reverse("people_download", kwargs={"school_slug": "hill"}), {"format": form})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kept = keep(hill.school, read_file(content), hill.omar)
    found = queries.comparison(staff_import=kept, by=hill.omar)
    assert found.counts == {"new": 0, "changed": 0, "unchanged": 6, "refused": 0}, found.lines


def test_ten_thousand_rows_are_imported_at_once(hill):
    rows = [
        [number, {"name": f"P {number}", "staff_id": str(number), "departments": f"D{number % 40}"}, ""]
        for number in range(10_000)
    ]
    sheet = Sheet(rows=rows, columns={}, ignored=[], read_as="")
    assert run(hill, sheet).counts["new"] == 10_000
    for row in rows:
        row[1]["phone"] = "x 1"
    assert run(hill, sheet).counts["changed"] == 10_000
    assert Member.objects.filter(phone="x 1", version=2).count() == 10_000
