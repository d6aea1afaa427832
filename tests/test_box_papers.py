"""Label and sheet of a box as PDFs, and its picture: who may have them, what stands in them, and bad files."""

import io
import struct
import zlib
from datetime import date

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from collab.errors import Refused
from resources.boxes.actions import add_box
from resources.boxes.contents import add_item, current_version, seal
from resources.boxes.papers import documents
from resources.boxes.papers.views import file_name
from resources.boxes.picture import made_anew
from resources.models import BoxPicture, Resource, ResourceBox
from tests.cast import NOW, TODAY

ADDRESS = "https://collab.example/hill/library/boxes/7/"


def url(name, box):
    return reverse(name, kwargs={"school_slug": "hill", "box_id": box.pk})


def pdf_of(client, name, box):
    answer = client.get(url(name, box))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content))


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\u200b", "").split())


def is_tagged(pdf):
    return b"pdfuaid:part>1<" in pdf.trailer["/Root"]["/Metadata"].get_data()


@pytest.fixture
def box(hill):
    values = {"name": "Volcanoes", "topics": "Fire, earth", "place": "Shelf C4", "note": "Count the lenses."}
    return add_box(values=values, by=hill.ada, now=NOW)


def fill(box, hill, number=1):
    about = {"school": hill.school, "added_on": TODAY, "created_at": NOW, "created_by": hill.ada}
    for index in range(number):
        about |= {"title": f"Title {index}", "call_number": f"55{9 - index}.2", "creators": ["Ann Lee"]}
        add_item(box=box, resource=Resource.objects.create(**about), by=hill.ada, now=NOW)
    add_item(box=box, name="Magnifying glass", quantity=12, note="In the pouch", by=hill.ada, now=NOW)


def test_the_label_says_what_the_box_is_and_where_it_belongs(box, as_ben):
    pdf = pdf_of(as_ben, "box_label", box)
    text = text_of(pdf)
    for words in ("HILL SCHOOL", "Volcanoes", "Resource box", "Shelf C4", "Fire, earth", "Scan to see what is in it"):
        assert words in text
    assert (len(pdf.pages), is_tagged(pdf), pdf.metadata.title) == (1, True, "Label: Volcanoes")


def test_the_code_on_the_label_is_the_address_of_the_box(box, as_ben, settings):
    code = documents.qr_code(ADDRESS)
    assert (code.error, code.is_micro) == ("M", False)
    assert code.matrix == segno.make(ADDRESS, error="m", boost_error=False, micro=False).matrix
    made = documents.label(box, address=ADDRESS, printed_on=TODAY)
    assert made["code"] == code.svg_inline(border=0, omitsize=True, dark="#1d2b2a")
    assert made["address"] == "collab.example/hill/library/boxes/7/"
    assert f"testserver{url('box', box)}" in text_of(pdf_of(as_ben, "box_label", box))


def test_the_sheet_lists_what_is_in_the_box_as_it_stands_on_the_shelves(box, hill, as_ben):
    fill(box, hill, 3)
    pdf = pdf_of(as_ben, "box_sheet", box)
    text = text_of(pdf)
    places = [text.index(words) for words in ("Title 2", "Title 1", "Title 0", "Magnifying glass")]
    assert places == sorted(places)
    for words in (
        "Version 1",
        "Things in it 15",
        "Count the lenses.",
        "In the pouch",
        "Ann Lee",
        "557.2",
        "Page 1 of 1",
    ):
        assert words in text
    assert (is_tagged(pdf), pdf.metadata.title, pdf.trailer["/Root"]["/Lang"]) == (True, "Volcanoes", "en-AU")


def test_the_sheet_of_what_went_out_says_when(box, hill, as_ben):
    seal(version=current_version(box), now=NOW)
    text = text_of(pdf_of(as_ben, "box_sheet", box))
    assert ("Version 1, went out on 18 November 2026" in text, "Nothing yet." in text) == (True, True)


@pytest.mark.parametrize(
    "words",
    [
        "I loved it 😀 👩‍🔬 🇳🇿",
        "שלום עולם, السلام عليكم",
        "火山 汉字 नमस्ते ไทย",
        "w" * 200,
        "word " * 39,
        '#panic("x") *bold* $x$ @ref `raw` \\ = Heading ] } <label> {{ x }} // no',
    ],
    ids=["emoji", "right to left", "other scripts", "one long word", "many words", "markup"],
)
def test_no_text_breaks_a_paper_nor_its_tags(box, hill, as_ada, words):
    ResourceBox.objects.update(name=words, topics=words, place=words[:100], note=words)
    box.refresh_from_db()
    add_item(box=box, name=words, note=words, by=hill.ada, now=NOW)
    label, sheet = pdf_of(as_ada, "box_label", box), pdf_of(as_ada, "box_sheet", box)
    assert (is_tagged(label), is_tagged(sheet), len(label.pages)) == (True, True, 1)


def test_papers_come_down_under_safe_names_and_for_the_school_alone(box, hill, as_ben, as_lena, as_nils):
    for name, filename in (("box_label", "volcanoes-label.pdf"), ("box_sheet", "volcanoes-contents.pdf")):
        assert as_ben.get(url(name, box))["Content-Disposition"] == f'attachment; filename="{filename}"'
        assert [client.get(url(name, box)).status_code for client in (as_lena, as_nils)] == [200, 404]
    assert file_name(ResourceBox(pk=7, name="!!"), "label") == "box-7-label.pdf"


@pytest.mark.parametrize("number", [1, 3])
def test_the_sheet_costs_as_many_queries_for_one_title_as_for_three(
    box, hill, as_ada, django_assert_num_queries, number
):
    fill(box, hill, number)
    with django_assert_num_queries(5):
        as_ada.get(url("box_sheet", box))


# --- The picture ------------------------------------------------------------------------------------------


def photo(size=(1600, 900), kind="JPEG", mode="RGB", **options):
    content = io.BytesIO()
    Image.new(mode, size, options.pop("colour", "teal")).save(content, kind, **options)
    return content.getvalue()


def upload(client, box, content, name="box.jpg"):
    return client.post(url("box_picture_change", box), {"file": SimpleUploadedFile(name, content)})


def test_a_photo_is_kept_small_upright_and_without_what_the_camera_wrote(box, as_ada):
    exif = Image.Exif()
    exif[0x0112] = 6  # Lies on its side.
    exif[0x010F] = "Secret camera"
    exif.get_ifd(0x8825)[1] = "S"
    assert upload(as_ada, box, photo(exif=exif)).status_code == 302
    kept = BoxPicture.objects.get()
    assert b"Secret camera" not in bytes(kept.content)
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (675, 1200), {})
        assert (kept.width, kept.height) == picture.size


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("GIF", "L"), ("WEBP", "RGB"), ("JPEG", "CMYK"), ("PNG", "I;16")]
)
def test_pictures_of_other_kinds_become_a_jpeg(kind, mode):
    made = made_anew(io.BytesIO(photo((40, 30), kind, mode, colour=0)))
    with Image.open(io.BytesIO(made.content)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (40, 30))


def test_what_is_transparent_becomes_white(box):
    made = made_anew(io.BytesIO(photo((8, 8), "PNG", "RGBA", colour=(0, 0, 0, 0))))
    with Image.open(io.BytesIO(made.content)) as picture:
        assert picture.getpixel((4, 4)) == (255, 255, 255)


def bomb():
    """A PNG of a few bytes that says it has 60,000 by 60,000 pixels."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


BAD = {
    "text": (b"This is no picture.", "This is no picture"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "Export it as PNG"),
    "cut off": (photo()[:400], "the file is damaged"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "This is no picture"),
    "bomb": (bomb(), "too many pixels"),
    "nothing": (b"", "This file is empty."),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused_with_a_sentence(box, as_ada, name):
    content, sentence = BAD[name]
    answer = upload(as_ada, box, content)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert BoxPicture.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_with_a_sentence(box, as_ada, settings):
    settings.LARGEST_UPLOAD = 2**20
    answer = upload(as_ada, box, photo() + b"\0" * 2**20)
    assert (answer.status_code, "larger than 1 MB" in answer.content.decode()) == (422, True)
    assert as_ada.post(url("box_picture_change", box)).status_code == 422


def test_the_name_of_a_file_says_nothing_about_what_it_is(box, as_ada):
    assert upload(as_ada, box, photo(kind="PNG"), name="../../evil.html").status_code == 302
    with pytest.raises(Refused):
        made_anew(io.BytesIO(b"GIF89a"))


def test_the_picture_is_shown_to_the_school_alone_and_kept_by_no_proxy(box, as_ada, as_ben, as_nils):
    assert as_ben.get(url("box_picture", box)).status_code == 404
    upload(as_ada, box, photo())
    answer = as_ben.get(url("box_picture", box))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, max-age=86400")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content[:3] == b"\xff\xd8\xff"
    assert as_nils.get(url("box_picture", box)).status_code == 404
    assert 'alt="Picture of the box “Volcanoes”"' in as_ben.get(url("box", box)).content.decode()


def test_another_picture_has_another_address_and_none_can_be_there_again(box, as_ada):
    def shown():
        return as_ada.get(url("box", box)).context["picture_url"]

    upload(as_ada, box, photo())
    first = shown()
    upload(as_ada, box, photo((900, 900)))
    assert (shown() != first, BoxPicture.objects.count()) == (True, 1)
    for _ in range(2):
        assert as_ada.post(url("box_picture_remove", box)).status_code == 302
    assert (shown(), BoxPicture.objects.count()) == (None, 0)


def test_only_librarians_change_the_picture(box, as_ben):
    assert [upload(as_ben, box, photo()).status_code, as_ben.post(url("box_picture_remove", box)).status_code] == [
        403,
        403,
    ]


def test_the_head_of_a_paper_is_fit_for_any_locale(hill, box):
    hill.school.locale = "mi"
    box.school = hill.school
    made = documents.sheet(box, current_version(box), printed_on=date(2026, 11, 18))
    assert (made["lang"], made["region"], made["printed"]) == ("mi", None, "18 November 2026")
