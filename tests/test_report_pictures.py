"""Pictures in published reports: the logo as it was, and who gets which of them at which address."""

import io
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from collab.pictures import clean_picture
from collab.school_settings.logo import keep_logo, remove_logo
from outreach.models import ReportPicture, ReportVersion
from outreach.reports.drafts.actions import draft_report
from outreach.reports.periods import Periods
from outreach.reports.published.actions import make_link, publish
from outreach.reports.published.document import report_pdf
from outreach.reports.published.queries import address_of
from tests.cast import NOW, TODAY
from tests.pictures import drawn


@pytest.fixture
def report(hill):
    period = Periods(hill.school).usual(TODAY)
    report = draft_report(school=hill.school, period=period, department=None, by=hill.ada, now=NOW)
    type(report).objects.filter(pk=report.pk).update(sections=["level_reached"])
    report.refresh_from_db()
    return report


@pytest.fixture
def logo(hill):
    return keep_logo(school=hill.school, picture=clean_picture(io.BytesIO(drawn())), by=hill.ada, now=NOW)


def url(name, report, **more):
    return reverse(name, kwargs={"school_slug": "hill", "report_id": report.pk, **more})


def other_logo(hill):
    picture = clean_picture(io.BytesIO(drawn(ink="maroon")))
    return keep_logo(school=hill.school, picture=picture, by=hill.ada, now=NOW)


def pictures_in(pdf):
    return [image.image.convert("RGB") for image in PdfReader(io.BytesIO(bytes(pdf))).pages[0].images]


def test_the_logo_stands_on_the_page_at_the_address_and_on_the_cover(hill, report, logo, as_lena, client):
    version = publish(report=report, by=hill.ada, now=NOW)
    shared = urlsplit(address_of(make_link(report=report, by=hill.ada, now=NOW))).path
    in_app = url("report_picture", report, number=1, digest=logo.digest)
    page, public = as_lena.get(url("report", report)).content.decode(), client.get(shared).content.decode()
    for where, place in ((page, in_app), (public, f"{shared}picture/{logo.digest}/")):
        assert f'src="{place}" width="320" height="120" alt="Logo of Hill School"' in where
    answers = [as_lena.get(in_app), client.get(f"{shared}picture/{logo.digest}/")]
    assert [(answer.content == bytes(logo.content), answer["Content-Type"]) for answer in answers] == [
        (True, "image/png"),
        (True, "image/png"),
    ]
    assert [answer["Cache-Control"] for answer in answers] == [
        "private, max-age=31536000, immutable",
        "private, no-store",
    ]
    [seen] = pictures_in(version.pdf)
    assert (seen.size, seen.getpixel((160, 60))) == ((320, 120), (0, 128, 128))
    assert b"pdfuaid:part" in bytes(version.pdf) or "pdfuaid" in str(PdfReader(io.BytesIO(version.pdf)).xmp_metadata)


def test_a_published_report_keeps_the_logo_that_it_had(hill, report, logo, as_lena):
    publish(report=report, by=hill.ada, now=NOW)
    first = as_lena.get(url("report", report)).content
    new = other_logo(hill)
    second = publish(report=report, by=hill.ada, now=NOW)
    remove_logo(school=hill.school, by=hill.ada, now=NOW)
    place = url("report_picture", report, number=1, digest=logo.digest)
    assert (
        place.encode() in first,
        place.encode() in as_lena.get(url("report_version", report, number=1)).content,
    ) == (
        True,
        True,
    )
    assert as_lena.get(place).content == bytes(logo.content)
    assert as_lena.get(url("report_picture", report, number=1, digest=new.digest)).status_code == 404
    assert second.contents["logo"]["digest"] == new.digest
    third = publish(report=report, by=hill.ada, now=NOW)
    assert (third.contents["logo"], ReportPicture.objects.count()) == (None, 2)
    assert b"logo-plate" not in as_lena.get(url("report", report)).content


def test_the_preview_shows_the_logo_of_today(hill, report, logo, as_ada):
    place = reverse("school_logo", kwargs={"school_slug": "hill", "digest": logo.digest})
    assert f'src="{place}"' in as_ada.get(url("report_preview", report)).content.decode()


def test_a_report_that_was_published_before_there_were_logos_still_opens(hill, report, as_lena):
    version = publish(report=report, by=hill.ada, now=NOW)
    old = {name: said for name, said in version.contents.items() if name != "logo"} | {"format": 1}
    ReportVersion.objects.filter(pk=version.pk).update(contents=old)
    page = as_lena.get(url("report", report))
    assert (page.status_code, b"logo-plate" in page.content, pictures_in(report_pdf(old))) == (200, False, [])


def test_strangers_and_colleagues_get_no_picture_of_a_report(hill, report, logo, as_nils, as_ben, as_hugo, client):
    publish(report=report, by=hill.ada, now=NOW)
    place = url("report_picture", report, number=1, digest=logo.digest)
    assert [who.get(place).status_code for who in (as_nils, as_ben, as_hugo)] == [404, 404, 404]
    assert client.get(place).status_code == 302
    assert client.get(f"/-/report/nonsense/picture/{logo.digest}/").status_code == 404


def test_a_wide_logo_and_a_tall_one_have_room_on_the_cover(hill, report):
    for size in ((800, 60), (60, 800)):
        picture = clean_picture(io.BytesIO(drawn(size=size)))
        keep_logo(school=hill.school, picture=picture, by=hill.ada, now=NOW)
        version = publish(report=report, by=hill.ada, now=NOW)
        [seen] = pictures_in(version.pdf)
        assert (seen.size, Image.MIME["PNG"]) == (size, picture.media_type)
