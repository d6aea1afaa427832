"""The school's logo: what is taken as one, and the named writes that keep and remove it."""

from io import BytesIO

from PIL import Image

from collab.errors import Refused
from collab.models import SchoolLogo
from collab.pictures import clean_picture
from collab.school_settings.records import note

LONGEST_SIDE = 800  # pixels, as it is kept: the width of a hand on paper
FAINTEST = 40  # How far from white its darkest spot is, of 255, before nobody sees a logo on paper.
A_SPOT = (200, 200)  # pixels to which it is made smaller before its spots are looked at
NOT_SEEN = "This logo is white and would not be seen on paper. Choose the one for a light ground."


def clean_logo(file):
    """What was sent (a binary file) as a `Picture` that can be seen on paper. Raises `Refused`."""
    picture = clean_picture(file, longest=LONGEST_SIDE)
    if _darkness(picture) < FAINTEST:
        raise Refused(NOT_SEEN)
    return picture


def logo_of(school):
    """The logo of a school without its bytes, or None."""
    return SchoolLogo.objects.filter(school=school).select_related("school").defer("content").first()


def keep_logo(*, school, picture, by, now):
    """Keeps a `Picture` as the logo of a school, in place of the one before. Returns it."""
    values = {**picture.as_stored(), "added_at": now, "added_by": by}
    logo, _ = SchoolLogo.objects.update_or_create(school=school, defaults=values)
    note("changed", logo, by=by, now=now)
    return logo


def remove_logo(*, school, by, now):
    """No logo any more. Nothing happens where somebody removed it a moment before."""
    if logo := logo_of(school):
        logo.delete()
        note("removed", logo, by=by, now=now)


def _darkness(picture):
    """How far from white the darkest spot of a picture is on white paper: 0 to 255."""
    with Image.open(BytesIO(picture.content)) as image:
        seen = Image.new("RGB", image.size, "white")
        seen.paste(image, mask=image if image.mode == "RGBA" else None)
    seen.thumbnail(A_SPOT)
    return 255 - seen.convert("L").getextrema()[0]
