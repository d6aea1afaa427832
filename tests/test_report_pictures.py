"""Pictures in published reports: the logo as it was, and who gets which of them at which address."""

import io
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from collab.pictures import clean_picture
from collab.school_settings.logo import keep_logo, remove_logo
from outreach.models import ReportPicture, ReportVersion, StoryPicture
from outreach.reports.drafts.actions import draft_report, tell_of
from outreach.reports.drafts.picture_views import NOT_ANY_MORE
from outreach.reports.drafts.story_pictures import pick
from outreach.reports.periods import Periods
from outreach.reports.published.actions import make_link, publish, withdraw
from outreach.reports.published.document import report_pdf
from outreach.reports.published.queries import address_of
from planning.evidence.actions import change_evidence, remove_evidence
from planning.evidence.files import Kept
from planning.models import Evidence, EvidenceFile
from planning.unit_plan.actions import start_plan
from tests.cast import NOW, TODAY
from tests.evidence import piece_with_file
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


# --- Pictures of stories ------------------------------------------------------------------------------------------


@pytest.fixture
def plan(hill):
    return start_plan(school=hill.school, title="Volcanoes", partner=hill.ben, term=hill.term, by=hill.ada, now=NOW)


@pytest.fixture
def story(hill, report, plan):
    return tell_of(report=report, plan=plan, by=hill.ada, now=NOW)


def photo(plan, title="Posters", ink="maroon", **values):
    file = {"name": "a.jpg", "media_type": "image/jpeg", "content": drawn("JPEG", ground="white", ink=ink)}
    return piece_with_file(plan, title, file=file | {"preview": b"small"}, **values)


def picture_page(story):
    return url("report_story_picture", story.report, story_id=story.pk)


def picked(hill, story, piece):
    pick(story=story, evidence=piece, by=hill.ada, now=NOW)
    return publish(report=story.report, by=hill.ada, now=NOW)


def shared_of(hill, report):
    return urlsplit(address_of(make_link(report=report, by=hill.ada, now=NOW))).path


def sources(answer):
    return re.findall(r'<figure class="told-picture"><img src="([^"]*)"', answer.content.decode())


SHARED, EDIT = 3, 8  # Queries of the page at the address, and of the page on which a report is written.
TAKEN_BACK = b"A picture that stood here was taken back."


def test_ada_picks_among_the_pictures_that_leaders_may_be_shown(plan, story, as_ada):
    shown = [photo(plan, "For all"), photo(plan, "For leaders", audience="leaders", consent="given")]
    photo(plan, "For the school", audience="school")
    photo(plan, "Asked", consent="asked")
    photo(plan, "Over", consent="given", consent_until=TODAY - timedelta(days=1))
    piece_with_file(plan, "No picture")
    page = as_ada.get(picture_page(story))
    assert list(page.context["pieces"]) == shown
    assert page.context["public"] == {shown[0].pk}
    answer = as_ada.post(picture_page(story), {"picture": shown[1].pk})
    assert (answer.status_code, answer.url) == (302, f"{url('report_edit', story.report)}#stories")
    assert StoryPicture.objects.get().evidence == shown[1]
    as_ada.post(picture_page(story), {"picture": ""})
    assert not StoryPicture.objects.exists()


def test_what_may_not_be_shown_is_not_picked_by_its_number_either(hill, plan, story, as_ada):
    elsewhere = start_plan(school=hill.school, title="Rivers", partner=hill.ben, term=hill.term, by=hill.ada, now=NOW)
    for piece in (photo(plan, consent="asked"), photo(plan, audience="school"), photo(elsewhere)):
        answer = as_ada.post(picture_page(story), {"picture": piece.pk}, follow=True)
        assert NOT_ANY_MORE in answer.content.decode()
    assert not StoryPicture.objects.exists()


def test_the_button_for_a_picture_keeps_what_was_typed(report, story, as_ada):
    typed = {"title": report.title, "introduction": "Kept", "sections": report.sections, f"story-{story.pk}": "They"}
    report.refresh_from_db()
    answer = as_ada.post(url("report_edit", report), typed | {"version": report.version, "do": f"picture:{story.pk}"})
    report.refresh_from_db()
    assert (answer.url, report.introduction) == (picture_page(story), "Kept")


def test_a_picture_that_may_go_public_stands_on_the_page_and_at_the_address(hill, plan, story, as_lena, client):
    picked(hill, story, photo(plan, note="What they drew"))
    picture, shared = ReportPicture.objects.get(), shared_of(hill, story.report)
    [in_app] = sources(as_lena.get(url("report", story.report)))
    [public] = sources(client.get(shared))
    assert (in_app, public) == (
        url("report_picture", story.report, number=1, digest=picture.digest),
        f"{shared}picture/{picture.digest}/",
    )
    for answer in (as_lena.get(in_app), client.get(public)):
        assert (answer.content == bytes(picture.content), answer["Cache-Control"]) == (True, "private, no-store")
    assert b"What they drew" in client.get(shared).content


def test_a_picture_for_leaders_never_stands_at_the_public_address(hill, plan, story, as_lena, client):
    piece = photo(plan, audience="leaders", consent="given")
    version = picked(hill, story, piece)
    picture, shared = ReportPicture.objects.get(), shared_of(hill, story.report)
    assert len(sources(as_lena.get(url("report", story.report)))) == 1
    for _ in range(2):
        page = client.get(shared)
        assert (sources(page), TAKEN_BACK in page.content) == ([], False)
        assert client.get(f"{shared}picture/{picture.digest}/").status_code == 404
        Evidence.objects.filter(pk=piece.pk).update(audience="public")
    assert pictures_in(version.pdf) == []


@pytest.mark.parametrize("how", ["refused", "over", "asked again", "for the plan alone", "removed", "another file"])
def test_a_published_picture_goes_with_its_consent(hill, plan, story, as_lena, client, how):
    piece = photo(plan, consent="given", consent_until=TODAY)
    version = picked(hill, story, piece)
    before = version.contents, bytes(version.pdf)
    picture, shared = ReportPicture.objects.get(), shared_of(hill, story.report)
    places = [
        url("report_picture", story.report, number=1, digest=picture.digest),
        f"{shared}picture/{picture.digest}/",
    ]
    if how == "refused":
        values = {"consent": "refused", "consent_until": None}
        change_evidence(piece=piece, version=piece.version, values=values, kept=None, by=hill.ada, now=NOW)
    elif how == "removed":
        remove_evidence(piece=piece, version=piece.version, by=hill.ada, now=NOW)
    elif how == "another file":
        kept = Kept("b.jpg", "image/jpeg", drawn("JPEG", ground="white"), b"small")
        change_evidence(piece=piece, version=piece.version, values={}, kept=kept, by=hill.ada, now=NOW)
    else:
        yesterday = TODAY - timedelta(days=1)
        changes = {
            "over": {"consent_until": yesterday},
            "asked again": {"consent": "asked", "consent_until": None},
            "for the plan alone": {"audience": "plan"},
        }
        Evidence.objects.filter(pk=piece.pk).update(**changes[how])
    assert ReportPicture.objects.exists() == (how in ("over", "asked again", "for the plan alone"))
    for client_, place, page in zip((as_lena, client), places, (url("report", story.report), shared), strict=True):
        assert client_.get(place).status_code == 404
        answer = client_.get(page)
        assert (sources(answer), TAKEN_BACK in answer.content) == ([], True)
    version.refresh_from_db()
    assert (version.contents, bytes(version.pdf)) == before


def test_what_lost_its_consent_between_picking_and_publishing_is_not_published(hill, plan, story, as_ada):
    piece = photo(plan)
    pick(story=story, evidence=piece, by=hill.ada, now=NOW)
    Evidence.objects.filter(pk=piece.pk).update(consent="asked")
    assert sources(as_ada.get(url("report_preview", story.report))) == []
    version = publish(report=story.report, by=hill.ada, now=NOW)
    assert (version.contents["stories"][0]["picture"], ReportPicture.objects.count()) == (None, 0)


def test_a_later_change_of_words_and_another_picture_change_nothing_that_was_published(hill, plan, story, as_lena):
    picked(hill, story, photo(plan, note="What they drew"))
    [before] = sources(as_lena.get(url("report", story.report)))
    Evidence.objects.update(title="Rewritten", note="Rewritten")
    pick(story=story, evidence=photo(plan, "Another", ink="navy"), by=hill.ada, now=NOW)
    page = as_lena.get(url("report", story.report))
    assert (sources(page), b"Rewritten" in page.content) == ([before], False)
    second = publish(report=story.report, by=hill.ada, now=NOW)
    assert (second.number, ReportPicture.objects.count()) == (2, 2)


def test_a_story_s_picture_is_kept_small_and_as_pixels_alone(hill, plan, story):
    large = {"name": "a.jpg", "media_type": "image/jpeg", "content": drawn("JPEG", size=(2400, 1200), ground="white")}
    picked(hill, story, piece_with_file(plan, "Large", file=large))
    picture = ReportPicture.objects.get()
    assert (picture.width, picture.height, picture.file) == (1200, 600, EvidenceFile.objects.get())


def test_a_report_that_was_withdrawn_hands_out_no_picture_and_no_chart(hill, plan, story, logo, as_lena, client):
    picked(hill, story, photo(plan))
    shared, report = shared_of(hill, story.report), story.report
    digests = list(ReportPicture.objects.values_list("digest", flat=True))
    withdraw(report=report, because="A wrong number", by=hill.ada, now=NOW)
    places = [url("report_picture", report, number=1, digest=digest) for digest in digests]
    places.append(url("report_svg", report, number=1, key="level_reached"))
    shared_places = [*(f"{shared}picture/{digest}/" for digest in digests), f"{shared}level_reached/svg/"]
    assert [as_lena.get(place).status_code for place in places] == [404, 404, 404]
    assert [client.get(place).status_code for place in shared_places] == [404, 404, 404]


def test_pages_with_one_picture_and_with_three_ask_as_often(hill, report, as_ada, client, django_assert_num_queries):
    about = {"school": hill.school, "partner": hill.ben, "term": hill.term, "by": hill.ada, "now": NOW}
    shared = None
    for several in (["One"], ["Two", "Three"]):
        for title in several:
            unit = start_plan(title=title, **about)
            told = tell_of(report=report, plan=unit, by=hill.ada, now=NOW)
            pick(story=told, evidence=photo(unit, title), by=hill.ada, now=NOW)
        publish(report=report, by=hill.ada, now=NOW)
        shared = shared or shared_of(hill, report)
        client.get(shared)
        with django_assert_num_queries(SHARED):
            client.get(shared)
        with django_assert_num_queries(EDIT):
            as_ada.get(url("report_edit", report))
