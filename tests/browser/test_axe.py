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
VIOLATIONS = """rules => axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}, ...rules})
  .then(result => result.violations)"""
# A scheme is a matter of colours: what else axe looks at is the same in both, and is looked at once in each width.
OF_COLOUR = {"runOnly": ["link-in-text-block"]}
# Contrast takes axe ten times as long as all its other rules together, and nearly all text looks like other text that
# has passed: the same colour and size on the same backgrounds. A text that hovers without a background of its own is
# always judged, since anything may lie behind it; a single letter and what stands on a picture, axe leaves to people.
LOOKS = """() => {
  const known = new Map();
  const nothing = {behind: "", groups: "", isLoose: false, isAway: false};
  const lookOf = element => {
    if (element === null) return nothing;
    if (!known.has(element)) {
      const style = getComputedStyle(element), around = lookOf(element.parentElement);
      const isOpaque = style.backgroundColor.startsWith("rgb("), hasPicture = style.backgroundImage !== "none";
      const isClear = style.backgroundColor === "rgba(0, 0, 0, 0)" && !hasPicture;
      const isPlain = style.opacity === "1" && style.mixBlendMode === "normal" && style.filter === "none";
      const isOff = element.matches(":disabled, [aria-disabled=true]") || Boolean(element.control?.disabled);
      const hovers = ["absolute", "fixed", "sticky"].includes(style.position);
      const {width, height, bottom} = element.getBoundingClientRect();
      const isClipped = (hovers || style.overflow === "hidden") && (width < 2 || height < 2);
      const group = isPlain && !isOff ? "" : `>${[style.opacity, style.mixBlendMode, style.filter, isOff]}`;
      const ground = isClear ? "" : `>${[style.backgroundColor, style.backgroundImage]}`;
      known.set(element, {
        behind: (isOpaque ? "" : around.behind) + ground,
        groups: around.groups + group,
        text: [style.color, style.fontSize, style.fontWeight, style.textShadow].join(),
        isLoose: !isOpaque && (around.isLoose || hovers),
        isAway: around.isAway || isClipped || (hovers && bottom <= 0),
      });
    }
    return known.get(element);
  };
  const isOnPicture = element => element.matches("select") && getComputedStyle(element).backgroundImage !== "none";
  const hasText = element => element.matches("input, select, textarea") ? !isOnPicture(element) :
    [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 1);
  const texts = [...document.body.querySelectorAll("*")]
    .filter(element => hasText(element) && element.checkVisibility({visibilityProperty: true}))
    .map(element => [element, lookOf(element)])
    .filter(([, look]) => !look.isAway)
    .map(([element, look]) => [element, look.isLoose ? "" : [look.text, look.behind, look.groups].join(" on ")]);
  window.looks = new Map(texts);
  return [...new Set(window.looks.values())];
}"""
CONTRAST = """async unknown => {
  const texts = [...window.looks].filter(([, look]) => unknown.includes(look));
  const options = {runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true};
  const result = await axe.run(texts.map(([element]) => element), {...options, selectors: false});
  const passed = new Set(result.passes.flatMap(rule => rule.nodes).map(node => window.looks.get(node.element)));
  const wrong = result.violations.map(({id, nodes}) => ({id, nodes: nodes.map(({element, ...node}) => node)}));
  return [wrong, unknown.filter(look => look !== "" && passed.has(look))];
}"""
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


@pytest.fixture(scope="session")
def passed():
    """How text looked that passed: see LOOKS."""
    return set()


@pytest.mark.parametrize(("key", "half"), [("ada", 0), ("ada", 1), ("ben", None), ("lena", None), ("omar", None)])
def test_axe_finds_nothing_for_people(visits_of, shared_server, person, key, half, passed):
    paths = one_page_of_each_kind(visits_of(f"{key}@hill.example"))
    if half is not None:
        paths = [path for path in paths if not path.startswith(SETTINGS)][half::2]
    page = person(shared_server, key)
    assert faults_on(page, shared_server, paths, passed) == {}
    assert len(paths) > 8


def test_axe_finds_nothing_on_pages_that_are_open_to_everybody(shared_server, person, passed):
    assert faults_on(person(shared_server, None), shared_server, PUBLIC, passed) == {}


def faults_on(page, server, paths, passed):
    """What axe finds, and every page that scrolls sideways: {(path, width, scheme): what}."""
    faults = {}
    variants = VARIANTS
    for path in paths:
        show(page, *variants[0])
        page.goto(server.url + path)
        page.evaluate(AXE_SCRIPT)
        widths = set()
        for size, scheme in variants:
            show(page, size, scheme)
            rules = OF_COLOUR if size["width"] in widths else {}
            widths.add(size["width"])
            if found := faults_here(page, rules, passed):
                faults[(path, size["width"], scheme)] = found
        variants = variants[::-1]
    return faults


def show(page, size, scheme):
    """Gives the page a width and a scheme, unless it has them."""
    if page.viewport_size != size:
        page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def faults_here(page, rules, passed):
    """What is wrong with the page as it is shown now; `passed` grows by how its text looks, where that is right."""
    page.evaluate(SETTLED)
    wrong = page.evaluate(VIOLATIONS, rules)
    if unknown := [look for look in page.evaluate(LOOKS) if look not in passed]:
        low_in_contrast, right = page.evaluate(CONTRAST, unknown)
        wrong += low_in_contrast
        passed.update(right)
    faults = [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"]) for one in wrong]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append("scrolls sideways")
    return faults
