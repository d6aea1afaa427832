"""The logo of the demo school: a hill, and an open book for a sun above it."""

from io import BytesIO

from PIL import Image, ImageDraw

from collab.models import SchoolLogo
from collab.school_settings.logo import clean_logo

SIZE = (480, 480)
HILL, NEAR, PAGES, EDGE = "#2f6f5e", "#1f4d41", "#f4c95d", "#a9761b"


def give_logo(school, *, by, now):
    """Draws the logo and keeps it, as if `by` had sent it."""
    content = BytesIO()
    _drawn().save(content, "PNG")
    content.seek(0)
    return SchoolLogo.objects.create(school=school, **clean_logo(content).as_stored(), added_at=now, added_by=by)


def _drawn():
    logo = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    draw = ImageDraw.Draw(logo)
    for left in (True, False):
        page = ((240, 110), (120, 70), (60, 90), (60, 230), (120, 215), (240, 255))
        draw.polygon([(x if left else 480 - x, y) for x, y in page], fill=PAGES, outline=EDGE, width=6)
    draw.ellipse((-60, 270, 420, 760), fill=HILL)
    draw.ellipse((180, 330, 640, 790), fill=NEAR)
    draw.rectangle((0, 440, 480, 480), fill=(0, 0, 0, 0))
    return logo
