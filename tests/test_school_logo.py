"""The school's logo: who sets it, what is taken for one, what else on the page is kept, and who sees it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from collab.models import School, SchoolLogo
from collab.pictures import HEIC, clean_picture
from collab.school_settings.logo import LONGEST_SIDE, NOT_SEEN, keep_logo
from tests.cast import NOW
from tests.pictures import drawn

PAGE = "/hill/school/"
SCHOOL = {"name": "Hill School", "country": "AU", "time_zone": "Australia/Sydney", "locale": "en-au", "version": "1"}


def sent(client, content=None, name="logo.png", **changes):
    file = {"logo": SimpleUploadedFile(name, content)} if content is not None else {}
    return client.post(PAGE, SCHOOL | changes | file)


def said(answer):
    return answer.context["beside"].errors.get("logo", [])


@pytest.fixture
def logo(hill):
    return keep_logo(school=hill.school, picture=clean_picture(io.BytesIO(drawn())), by=hill.ada, now=NOW)


def address(logo):
    return reverse("school_logo", kwargs={"school_slug": "hill", "digest": logo.digest})


@pytest.mark.parametrize("who", ["as_ada", "as_omar"])
def test_librarians_and_administrators_set_the_logo_and_see_it_on_the_page(request, hill, who):
    client = request.getfixturevalue(who)
    assert sent(client, drawn()).status_code == 302
    logo = SchoolLogo.objects.get()
    page = client.get(PAGE).content.decode()
    assert (f'src="{address(logo)}"' in page, 'alt="Logo of Hill School"' in page) == (True, True)
    assert (logo.school, logo.media_type, logo.width, logo.height) == (hill.school, "image/png", 320, 120)


def test_others_set_no_logo(as_ben, as_lena, as_nils):
    assert [sent(client, drawn()).status_code for client in (as_ben, as_lena, as_nils)] == [403, 403, 404]
    assert not SchoolLogo.objects.exists()


def test_saving_without_a_file_keeps_the_logo(as_ada, logo):
    assert sent(as_ada).status_code == 302
    assert SchoolLogo.objects.get().digest == logo.digest


def test_another_logo_takes_the_place_of_the_first_and_has_another_address(as_ada, logo):
    sent(as_ada, drawn(ink="maroon"))
    new = SchoolLogo.objects.get()
    assert (new.digest != logo.digest, as_ada.get(address(logo)).status_code, as_ada.get(address(new)).status_code) == (
        True,
        404,
        200,
    )


def test_a_logo_is_removed_once_and_a_second_time_nothing_happens(as_ada, logo):
    assert [sent(as_ada, no_logo="on").status_code for _ in range(2)] == [302, 302]
    assert (SchoolLogo.objects.count(), as_ada.get(address(logo)).status_code) == (0, 404)
    assert "Remove the logo" not in as_ada.get(PAGE).content.decode()


def test_to_remove_it_and_to_choose_another_is_a_question(as_ada, logo):
    answer = sent(as_ada, drawn(ink="maroon"), no_logo="on")
    assert (answer.status_code, len(said(answer))) == (422, 1)
    assert SchoolLogo.objects.get().digest == logo.digest


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "This is an SVG drawing"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", HEIC),
        (b"", "This file is empty."),
        (drawn()[:200], "the file is damaged"),
        (drawn(ink="white"), NOT_SEEN),
    ],
)
def test_what_is_no_logo_is_refused_and_nothing_that_was_typed_is_lost(hill, as_ada, content, sentence):
    answer = as_ada.post(PAGE, SCHOOL | {"name": "Hill upon the River", "logo": SimpleUploadedFile("a.png", content)})
    assert (answer.status_code, len(said(answer)), sentence in said(answer)[0]) == (422, 1, True)
    assert 'value="Hill upon the River"' in answer.content.decode()
    assert (School.objects.get(pk=hill.school.pk).name, SchoolLogo.objects.count()) == ("Hill School", 0)


def test_a_logo_beside_a_name_that_is_missing_has_to_be_chosen_again(as_ada):
    answer = as_ada.post(PAGE, SCHOOL | {"name": "", "logo": SimpleUploadedFile("a.png", drawn())})
    assert (answer.status_code, said(answer)) == (
        422,
        ["Choose the logo once more: something else on this page has to be put right first."],
    )
    assert SchoolLogo.objects.count() == 0


def test_a_logo_and_a_lost_race_for_the_name_change_nothing(hill, as_ada):
    School.objects.filter(pk=hill.school.pk).update(name="Hill", version=2)
    answer = as_ada.post(PAGE, SCHOOL | {"name": "Hilltop", "logo": SimpleUploadedFile("a.png", drawn())})
    assert (answer.status_code, len(said(answer)), SchoolLogo.objects.count()) == (409, 1, 0)


def test_too_large_a_file_is_refused_with_a_sentence(as_ada, settings):
    settings.LARGEST_UPLOAD = 2**20
    answer = sent(as_ada, drawn() + b"\0" * 2**20)
    assert (answer.status_code, said(answer)) == (
        422,
        ["This file is larger than 1 MB. Save the logo smaller first."],
    )


def test_a_large_logo_is_made_smaller(as_ada):
    sent(as_ada, drawn(size=(3000, 1500)))
    logo = SchoolLogo.objects.get()
    assert (logo.width, logo.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_the_logo_is_shown_to_the_school_alone_and_kept_by_its_browsers(as_ben, as_nils, client, logo):
    answer = as_ben.get(address(logo))
    assert (answer["Content-Type"], answer["Cache-Control"], answer["X-Content-Type-Options"]) == (
        "image/png",
        "private, max-age=31536000, immutable",
        "nosniff",
    )
    assert Image.open(io.BytesIO(answer.content)).size == (320, 120)
    assert (as_nils.get(address(logo)).status_code, client.get(address(logo)).status_code) == (404, 302)


def test_nils_does_not_reach_the_logo_of_hill_through_his_own_school(as_nils, logo):
    assert as_nils.get(address(logo).replace("/hill/", "/vale/")).status_code == 404
