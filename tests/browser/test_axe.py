"""axe finds nothing on any page that the crawl knows, at both widths, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from collab.models import Member
from tests.browser.conftest import PHONE, WINDOW
from tests.crawl import crawl

axe = Axe()
# A change of scheme is painted over a few frames; until then, some colours are still those of the other one.
SETTLED = """() => new Promise(done => {
  let left = 10;
  const next = () => (left-- ? requestAnimationFrame(next) : done());
  next();
})"""
VARIANTS = [(size, scheme) for size in (WINDOW, PHONE) for scheme in ("light", "dark")]
PUBLIC = (
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/join/nothing-of-the-kind/",
    "/nowhere/",
    "/-/gallery/",
)


def one_page_of_each_kind(email):
    """The first address that the crawl meets under each URL name, for one person of the demo."""
    member = Member.objects.select_related("user", "school").get(email=email)
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = {}
    for visit in crawl(client, member.school.get_absolute_url()):
        if visit.status == 200 and visit.html:
            found.setdefault(visit.name, visit.path)
    return sorted(found.values())


# Librarian and administrator see the same settings: Omar looks at those, Ada at the rest, in two halves.
SETTINGS = "/hill/school/"


@pytest.mark.parametrize(("key", "half"), [("ada", 0), ("ada", 1), ("ben", None), ("lena", None), ("omar", None)])
def test_axe_finds_nothing_for_people(demo_database, shared_server, person, key, half):
    paths = one_page_of_each_kind(f"{key}@hill.example")
    if half is not None:
        paths = [path for path in paths if not path.startswith(SETTINGS)][half::2]
    page = person(shared_server, key)
    assert faults_on(page, shared_server, paths) == {}
    assert len(paths) > 8


def test_axe_finds_nothing_on_pages_that_are_open_to_everybody(shared_server, person):
    assert faults_on(person(shared_server, None), shared_server, PUBLIC) == {}


def faults_on(page, server, paths):
    """What axe finds, and every page that scrolls sideways: {(path, width, scheme): what}."""
    faults = {}
    for path in paths:
        page.goto(server.url + path)
        for size, scheme in VARIANTS:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate(SETTLED)
            where = (path, size["width"], scheme)
            found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
            if found:
                faults[where] = [
                    (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"]) for one in found
                ]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults[where] = [*faults.get(where, []), "scrolls sideways"]
    return faults
