"""Files sent as evidence: told by what is in them; what could do harm is refused in a sentence, or made harmless."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from collab import pictures
from collab.errors import Refused
from planning.evidence import documents, files

GPS = 0x8825


def picture(form="JPEG", size=(64, 48), **how):
    content = BytesIO()
    Image.new("RGB", size, "teal").save(content, form, **how)
    return content.getvalue()


def archive(*names, mimetype=""):
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, b"<x/>")
    return content.getvalue()


def read(content, name="poster.bin"):
    return files.read(SimpleUploadedFile(name, content))


WORD = ("[Content_Types].xml", "word/document.xml")
ODT = "application/vnd.oasis.opendocument.text"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(40)
TAKEN = {
    "poster.pdf": (b"%PDF-1.7\n1 0 obj", "application/pdf"),
    "notes.docx": (archive(*WORD), f"{documents.OFFICE}.wordprocessingml.document"),
    "counts.xlsx": (archive("[Content_Types].xml", "xl/workbook.xml"), f"{documents.OFFICE}.spreadsheetml.sheet"),
    "talk.pptx": (
        archive("[Content_Types].xml", "ppt/presentation.xml"),
        f"{documents.OFFICE}.presentationml.presentation",
    ),
    "notes.odt": (archive("content.xml", mimetype=ODT), ODT),
    "notes.txt": ("Wer fragt, gewinnt. 🌋".encode(), "text/plain; charset=utf-8"),
    "counts.csv": (b"level,students\n1,4\n", "text/plain; charset=utf-8"),
    "podcast.mp3": (b"ID3\x04\x00" + bytes(40), "audio/mpeg"),
    "film.mp4": (MP4, "video/mp4"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_teachers_have_is_taken_as_it_is_and_told_by_its_content(name):
    content, media_type = TAKEN[name]
    misnamed = f"{name.partition('.')[0]}.html"
    ending = ".txt" if name.endswith(".csv") else f".{name.partition('.')[2]}"
    assert read(content, name)[:3] == (name, media_type, content)
    assert read(content, misnamed)[:2] == (misnamed.replace(".html", ending), media_type)


def test_a_picture_is_drawn_anew_without_where_it_was_taken_and_has_a_small_one():
    exif = Image.Exif()
    exif.get_ifd(GPS)[2] = (48.0, 12.0, 30.0)
    sent = picture(size=(1600, 1200), exif=exif)
    kept = read(sent, "IMG_0042.PNG")
    assert (kept.name, kept.media_type) == ("IMG_0042.jpg", "image/jpeg")
    assert (b"Exif" in sent, b"Exif" in kept.content, b"Exif" in kept.preview) == (True, False, False)
    with Image.open(BytesIO(kept.content)) as whole, Image.open(BytesIO(kept.preview)) as small:
        assert (whole.size, small.size, small.format) == ((1600, 1200), (files.PREVIEW, 480), "JPEG")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MACRO = archive(*WORD, "word/vbaProject.bin")
HOSTILE = {
    "an SVG called a picture": ("poster.png", SVG, files.PAGE),
    "a page called a picture": ("poster.jpg", b"\xef\xbb\xbf\n<!doctype html><script>alert(1)</script>", files.PAGE),
    "nothing": ("empty.pdf", b"", files.EMPTY),
    "nothing but spaces": ("empty.txt", b"  \n", files.EMPTY),
    "a program": ("poster.jpg", b"MZ\x90\x00\x03" + bytes(60), files.NOT_TAKEN),
    "an archive": ("poster.docx", archive("run.exe"), documents.ARCHIVE),
    "an archive that says it is a page": ("a.odt", archive("x", mimetype="text/html"), documents.ARCHIVE),
    "half a document": ("notes.docx", archive(*WORD)[:60], documents.BROKEN),
    "a document with macros": ("notes.docx", MACRO, documents.MACROS),
    "a document of many parts": ("notes.docx", archive(*WORD, *map(str, range(5_000))), documents.UNPACKS),
    "a photo that phones alone show": ("IMG.HEIC", b"\x00\x00\x00\x18ftypheic" + bytes(40), pictures.HEIC),
    "half a picture": ("poster.jpg", picture()[:300], pictures.BROKEN),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_could_do_harm_or_cannot_be_read_is_refused_in_a_sentence(what):
    name, content, sentence = HOSTILE[what]
    assert refusal(content, name) == sentence


def test_a_small_document_that_unpacks_to_a_huge_one_is_refused():
    content = BytesIO(archive(*WORD))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as bomb, bomb.open("word/media/a.bin", "w") as part:
        for _ in range(documents.LARGEST_UNPACKED // 2**20):
            part.write(bytes(2**20))
    assert len(content.getvalue()) < files.LARGEST
    assert refusal(content.getvalue(), "notes.docx") == documents.UNPACKS


def test_a_picture_that_is_a_page_as_well_keeps_nothing_of_the_page():
    polyglot = picture("GIF") + b"<html><script>alert(1)</script></html>"
    assert b"script" not in read(polyglot, "both.html").content


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    assert refusal(bytes(files.LARGEST + 1), "film.mp4") == files.TOO_LARGE


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\ben\\poster.jpeg", "poster.txt"),
        ("poster\u202egpj.exe", "poster gpj.txt"),
        ("\x00\n.txt", "txt.txt"),
        ("", "file.txt"),
        ("p" * 300 + ".pdf", "p" * 116 + ".txt"),
        ("Plakat Ö “Vulkane”.md", "Plakat Ö “Vulkane”.txt"),
    ],
)
def test_a_file_keeps_a_name_that_can_be_seen_and_is_what_it_says(sent, kept):
    assert files.named(sent, ".txt") == kept


def refusal(content, name):
    with pytest.raises(Refused) as refused:
        read(content, name)
    return str(refused.value)
