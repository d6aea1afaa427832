"""axe finds nothing on any page that the crawl knows, at both widths, light and dark."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import resolve

from tests.browser.conftest import PHONE, WINDOW

# What a change of width or scheme sets in motion has come to its end. (Within what is folded away it never begins.)
SETTLED = """async () => {
  const moves = one => one instanceof CSSTransition && one.playState === "running";
  do await new Promise(requestAnimationFrame);
  while (document.getAnimations().some(moves));
}"""
# Only what is wrong is sent back: the whole result is many times as large, and costs as much as finding it.
VIOLATIONS = "() => axe.run({resultTypes: ['violations']}).then(result => result.violations)"
# Each differs from the one before it in one thing, and the last one of a page is the first one of the next.
VARIANTS = [(WINDOW, "light"), (WINDOW, "dark"), (PHONE, "dark"), (PHONE, "light")]
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


def one_page_of_each_kind(visits):
    """The first address that a crawl met of each kind of page: stage 1 is one, and stage 2 is another."""
    found = {}
    for visit in visits:
        if visit.status == 200 and visit.html:
            found.setdefault(kind_of(visit), visit.path)
    return sorted(found.values())


def kind_of(visit):
    """What makes a page unlike others: its URL name, parts of its address that are no keys, and which face it shows."""
    address = urlsplit(visit.path)
    parts = [str(part) for name, part in resolve(address.path).kwargs.items() if not name.endswith("_id")]
    faces = [value for name, value in parse_qsl(address.query) if name in ("as", "view")]
    return visit.name, *parts, *faces


# Librarian and administrator see the same settings: Omar looks at those, Ada at the rest, in two halves.
SETTINGS = "/hill/school/"


@pytest.mark.parametrize(("key", "half"), [("ada", 0), ("ada", 1), ("ben", None), ("lena", None), ("omar", None)])
def test_axe_finds_nothing_for_people(visits_of, shared_server, person, key, half):
    paths = one_page_of_each_kind(visits_of(f"{key}@hill.example"))
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
    variants = VARIANTS
    for path in paths:
        show(page, *variants[0])
        page.goto(server.url + path)
        page.evaluate(AXE_SCRIPT)
        for size, scheme in variants:
            show(page, size, scheme)
            if found := faults_here(page):
                faults[(path, size["width"], scheme)] = found
        variants = variants[::-1]
    return faults


def show(page, size, scheme):
    """Gives the page a width and a scheme, unless it has them."""
    if page.viewport_size != size:
        page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def faults_here(page):
    """What is wrong with the page as it is shown now."""
    page.evaluate(SETTLED)
    faults = [
        (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"])
        for one in page.evaluate(VIOLATIONS)
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append("scrolls sideways")
    return faults
