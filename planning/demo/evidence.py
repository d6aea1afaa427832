"""The demo's evidence: pictures that are drawn here, and links, with what may be done with each."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from planning.evidence.actions import add_evidence
from planning.evidence.files import read

SIZE = (1200, 800)
PAPER, INK = "#f2ead8", "#3d3a34"
COLOURS = ("#b5563c", "#d9a441", "#5f7f6b", "#3f6c8a", "#8a5a78")


def street():
    """A street of cardboard houses."""
    picture, draw = _sheet("#cfdde2")
    draw.rectangle((0, 640, 1200, 800), fill="#b8ab93")
    for place, height in enumerate((300, 380, 260, 420, 320)):
        left, top = 40 + place * 230, 650 - height
        draw.polygon(((left, top), (left + 100, top - 90), (left + 200, top)), fill=INK)
        draw.rectangle((left, top, left + 200, 650), fill=COLOURS[place])
        draw.rectangle((left + 80, 560, left + 130, 650), fill=PAPER)
        for window in (30, 120):
            draw.rectangle((left + window, top + 40, left + window + 50, top + 100), fill="#f7e9a8")
    return picture


def counts():
    """How many birds of five kinds, as bars on a sheet."""
    picture, draw = _sheet(PAPER)
    for place, number in enumerate((31, 22, 17, 9, 4)):
        left = 120 + place * 200
        draw.rectangle((left, 700 - number * 19, left + 130, 700), fill=COLOURS[place])
        draw.ellipse((left + 45, 660 - number * 19, left + 85, 690 - number * 19), fill=INK)
    draw.line((80, 700, 1120, 700), fill=INK, width=8)
    return picture


def creek():
    """A creek between its banks, and where samples were taken."""
    picture, draw = _sheet("#a9b98a")
    draw.line(((0, 250), (300, 330), (560, 300), (800, 470), (1200, 520)), fill="#5b90ab", width=130, joint="curve")
    for x, y in ((180, 300), (520, 305), (860, 490)):
        draw.ellipse((x - 28, y - 28, x + 28, y + 28), fill=PAPER, outline="#b5563c", width=10)
    return picture


# title of a unit → its evidence: what it is, with a picture to draw or a link
OF_UNITS = {
    "How our street has changed": (
        {
            "title": "The street in the library",
            "kind": "photo",
            "draw": street,
            "note": "Five of the eleven houses. Each object in them has a card that says where it came from.",
            "consent": "not-needed",
            "audience": "public",
        },
    ),
    "Backyard birds": (
        {
            "title": "Birds of our street, counted",
            "kind": "result",
            "draw": counts,
            "note": "One group's sheet: five kinds, most first, with the day and the place of each count.",
            "consent": "given",
            "audience": "public",
        },
    ),
    "Rivers at risk": (
        {
            "title": "Where we took samples",
            "kind": "work",
            "draw": creek,
            "note": "Three places along the creek, each with a reason.",
            "consent": "asked",
            "audience": "leaders",
        },
        {
            "title": "Ten years of numbers",
            "kind": "sample",
            "link": "https://rivers.example/creek/monthly",
            "note": "What the class lays its own samples beside.",
            "consent": "not-needed",
            "audience": "school",
        },
    ),
}


def add_evidence_of(plan, *, by, clock):
    """The evidence of a demo unit; `clock` gives the moment of each piece."""
    for piece in OF_UNITS.get(plan.title, ()):
        values = {name: value for name, value in piece.items() if name != "draw"}
        kept = [_drawn(piece["draw"])] if "draw" in piece else []
        add_evidence(plan=plan, values=values, kept=kept, by=by, now=clock())


def _sheet(colour):
    picture = Image.new("RGB", SIZE, colour)
    return picture, ImageDraw.Draw(picture)


def _drawn(draw):
    content = BytesIO()
    draw().save(content, "JPEG", quality=80)
    return read(ContentFile(content.getvalue(), name=f"{draw.__name__}.jpg"))
