"""What happens to every request."""

import pytest
from django.test import Client, RequestFactory

from collab.middleware import CleanTextMiddleware, clean
from collab.models import Member, Role
from tests.cast import NOW
from tests.crawl import counted_queries


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Volcanoes", "Volcanoes"),
        ("Vol\x00canoes", "Volcanoes"),
        ("bad \ud800 half", "bad ? half"),
        ("Cafe\u0301", "Café"),
        ("🌋 بركان", "🌋 بركان"),
    ],
)
def test_typed_text_is_kept_as_the_database_can_keep_it(typed, kept):
    assert clean(typed) == kept


def test_query_and_form_are_both_cleaned():
    request = RequestFactory().post("/?q=a%00b", {"text": "c\x00d"})
    middleware = CleanTextMiddleware(lambda request: request)
    middleware(request)
    middleware.process_view(request, None, (), {})
    assert (request.GET["q"], request.POST["text"]) == ("ab", "cd")


@pytest.mark.parametrize("charset", ["hex", "utf-16", "nonsense"])
def test_an_odd_encoding_of_a_form_is_no_error_of_ours(as_ada, charset):
    part = '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n\r\n--x--\r\n'
    sent = {"multipart/form-data; boundary=x": part.encode(), "application/x-www-form-urlencoded": b"title="}
    for content_type, body in sent.items():
        answer = as_ada.generic("POST", "/hill/plans/new/", body, content_type=f"{content_type}; charset={charset}")
        assert answer.status_code == 422


def test_another_schools_person_gets_404_and_the_way_back_to_their_own(as_nils, hill):
    answer = as_nils.get("/hill/")
    assert (answer.status_code, answer.context["school"].slug) == (404, "vale")


def test_somebody_without_a_login_is_asked_to_sign_in(client, hill):
    response = client.get("/hill/")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/hill/")


@pytest.mark.parametrize("part", [{}, {"HX-Request": "true"}])
def test_a_form_sent_after_signing_out_is_not_swapped_for_the_sign_in_page(client, hill, part):
    response = client.post("/hill/plans/new/", {"title": "Volcanoes"}, headers=part)
    assert response.status_code == 401
    assert "You are signed out" in response.content.decode()


def test_a_part_of_a_page_is_never_the_sign_in_page(client, hill):
    assert client.get("/hill/plans/", headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.parametrize("path", ["/accounts/me/", "/accounts/email/", "/accounts/2fa/webauthn/"])
def test_the_pages_of_an_account_show_the_only_school_and_the_way_back(as_ada, path):
    html = as_ada.get(path).content.decode()
    assert html.count('<span class="topbar-school">Hill School</span>') == 1
    assert html.count('href="/hill/plans/"') == 1


def test_of_several_schools_the_pages_of_an_account_show_the_one_visited_last(as_ada, hill, vale):
    Member.objects.create(
        school=vale.school, user=hill.ada.user, name="Ada Marlow", roles=[Role.LIBRARIAN], created_at=NOW
    )

    def shown():
        page = as_ada.get("/accounts/me/")
        return page.context["school"] and page.context["school"].slug

    before = shown()
    after = []
    for slug in ("hill", "vale", "hill"):
        as_ada.get(f"/{slug}/")
        after.append(shown())
    assert (before, after) == (None, ["hill", "vale", "hill"])


def test_a_made_up_last_school_shows_nothing(as_ada, hill, vale):
    Member.objects.create(
        school=vale.school, user=hill.ada.user, name="Ada Marlow", roles=[Role.LIBRARIAN], created_at=NOW
    )
    as_ada.cookies["school"] = "nowhere"
    assert as_ada.get("/accounts/me/").context["school"] is None


def test_the_header_of_an_account_page_costs_no_query(as_ada):
    with counted_queries() as ran:
        as_ada.get("/accounts/password/change/")
    assert len(ran) == 2  # The session; member, school and user together.


@pytest.mark.parametrize("kind", [{}, {"content_type": "application/x-www-form-urlencoded"}])
@pytest.mark.parametrize("address", ["/hill/school/subjects/add/", "/accounts/login/", "/set-up/"])
def test_a_form_of_more_than_five_megabytes_gets_a_page_that_says_so(hill, address, kind):
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")  # Leaves the cookie that the token of a form is compared with.
    typed = "name=" + "x" * 5_300_000 if kind else {"name": "x" * 5_300_000}
    answer = client.post(address, typed, **kind)
    assert answer.status_code == 413
    assert "larger than 5 MB, so nothing of it was saved" in answer.content.decode()
    assert "Back button" in answer.content.decode()


def test_other_unreadable_requests_keep_their_page(as_ada):
    answer = as_ada.post("/hill/school/subjects/add/", {f"field-{number}": "" for number in range(2_100)})
    assert answer.status_code == 400
    assert "This request cannot be read" in answer.content.decode()
