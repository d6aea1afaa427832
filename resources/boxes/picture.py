"""The picture of a box: whatever is uploaded is made anew as a JPEG, so that nothing else comes along with it."""

import warnings
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from collab.errors import AlreadyDone, Refused
from resources.models import BoxPicture

LONGEST_SIDE = 1200  # pixels, as it is kept
MOST_PIXELS = 50_000_000  # More than that no camera of a school makes; a small file can claim any number.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
QUALITY = 82
TOO_MANY = "This picture has too many pixels to be opened here. Save it smaller first."
NO_PICTURE = "This is no picture that can be read here. A photo as JPEG or PNG is best."
PAPER = (255, 255, 255)  # What shows through where a picture is transparent.


class Made(NamedTuple):
    """A JPEG and its size in pixels."""

    content: bytes
    width: int
    height: int


def made_anew(file):
    """An uploaded picture (a binary file) as `Made`: upright, small enough, without what a camera wrote into it.

    Raises `Refused` for what is no picture, or one that is too large to be opened.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Refused(TOO_MANY, "file")
                picture = _plain(opened)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Refused(TOO_MANY, "file") from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
            raise Refused(NO_PICTURE, "file") from error
    content = BytesIO()
    picture.save(content, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Made(content.getvalue(), *picture.size)


def keep_picture(*, box, made, by, now):
    """Keeps the picture of a box in place of the one before. Returns it."""
    values = {**made._asdict(), "added_at": now, "added_by": by}
    picture, _ = BoxPicture.objects.update_or_create(box=box, defaults=values)
    return picture


def remove_picture(*, box):
    """Removes the picture of a box. Raises `AlreadyDone`."""
    deleted, _ = BoxPicture.objects.filter(box=box).delete()
    if not deleted:
        raise AlreadyDone("The box has no picture.")


def _plain(opened):
    """The pixels alone, upright, as red, green and blue."""
    opened.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
    opened.thumbnail((LONGEST_SIDE * 2, LONGEST_SIDE * 2))
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = Image.new("RGB", upright.size, PAPER)
    plain.paste(upright, mask=upright.getchannel("A"))
    return plain
