"""Pictures that people send: looked at by their content, drawn anew, and kept without anything a camera wrote in.

Nothing of the file that came in is kept but its pixels. What it is called, and what the browser says it is, is not
looked at. Of an animated picture the first frame is kept.
"""

import warnings
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps

from collab.errors import Refused

LONGEST = 2400  # pixels of the longest side, as it is kept
LARGEST = 4 * 2**20  # bytes, as it is kept
SHORTER = (1600, 1000)  # The longest side where a picture would be kept as more than `LARGEST` bytes; the last fits.
MOST_PIXELS = 64_000_000  # of a JPEG, which is opened at half its size or less; phones make up to 50 million.
MOST_DRAWN = 25_000_000  # of other kinds, which are opened whole: a hundred megabytes of memory
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
PHOTOS = ("JPEG", "MPO")  # MPO is how some phones save a JPEG: with a second picture behind it.
SRGB = ImageCms.createProfile("sRGB")

NO_PICTURE = "This is no picture that can be read here. Send a JPEG, PNG, WebP or GIF."
EMPTY = "This file is empty. Choose the picture again."
BROKEN = "This picture can’t be opened: the file is damaged or not whole. Save or send it again."
TOO_MANY = "This picture has too many pixels to be opened here. Save it smaller and send it again."
SVG = "This is an SVG drawing, which could carry a program. Export it as PNG and send that."
HEIC = "This picture is HEIC or AVIF, which not every browser shows. Save or share it as JPEG and send that."
PDF = "This is a PDF. Save its page as a picture (PNG or JPEG) and send that."
PAGE = "This is a web page, not a picture. Save the picture itself as JPEG or PNG and send that."


class Picture(NamedTuple):
    """A JPEG or PNG that holds nothing but pixels, and its size in them."""

    content: bytes
    media_type: str
    width: int
    height: int

    @property
    def digest(self):
        """The SHA-256 of its bytes."""
        return sha256(self.content).hexdigest()

    def as_stored(self):
        """What a `StoredPicture` keeps of it: field → value."""
        return self._asdict() | {"digest": self.digest}


def clean_picture(file, *, longest=LONGEST, paper=None):
    """What was sent (a binary file) as a `Picture`: upright, in sRGB, at most `longest` pixels a side.

    A photo becomes a JPEG; what is transparent or drawn stays a PNG. With a `paper`, a colour that is put beneath what
    is transparent, it is always a JPEG. Raises `Refused` with what to do for whatever else was sent.
    """
    content = file.read()
    if refusal := _refusal(content):
        raise Refused(refusal)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # `_upright` asks for less than it does.
            image, is_photo = _upright(content, longest)
    except (Refused, Image.DecompressionBombError) as error:
        raise Refused(TOO_MANY) from error
    except Exception as error:  # A file that was made to do harm can make a decoder raise whatever it likes.
        raise Refused(BROKEN) from error
    if paper:
        image, is_photo = _on_paper(image, paper), True
    return _small_enough(image, is_photo)


def smaller(picture, longest):
    """The same `Picture` at most `longest` pixels a side; itself where it is no larger."""
    if max(picture.width, picture.height) <= longest:
        return picture
    with Image.open(BytesIO(picture.content)) as image:
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        return _kept(image, picture.media_type)


def _refusal(content):
    """Why something is not even opened, from how it begins; empty for what may be a picture."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content:
        return EMPTY
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif"):
        return HEIC
    if head.startswith(b"%pdf"):
        return PDF
    if head.startswith(b"<"):
        return SVG if b"<svg" in head else PAGE if b"html" in head else NO_PICTURE
    return "" if _begins_like_a_picture(content) else NO_PICTURE


def _begins_like_a_picture(content):
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM")) or (
        content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    )


def _upright(content, longest):
    """(the pixels, as RGB or RGBA in sRGB, at most `longest` a side; whether they came as a photo)."""
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        is_photo = image.format in PHOTOS
        if image.width * image.height > (MOST_PIXELS if is_photo else MOST_DRAWN):
            raise Refused(TOO_MANY)
        image.draft(None, [side * longest // max(image.size) for side in image.size])
        profile = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(_in_full_colour(image))
        upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        return _in_srgb(upright, profile), is_photo


def _in_full_colour(image):
    """Palettes and 16 bits a pixel made such that they can be made smaller without losing how they look."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("RGB", "CMYK", "L") else image.convert("RGB")


def _in_srgb(image, profile):
    """As RGB or RGBA, in the colours that every screen means; by its own profile, where it has one that is sound."""
    mode = "RGBA" if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255) else "RGB"
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = ImageCms.profileToProfile(image, own, SRGB, outputMode="RGBA" if mode == "RGBA" else "RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image.convert(mode)


def _on_paper(image, paper):
    beneath = Image.new("RGB", image.size, paper)
    beneath.paste(image, mask=image if image.mode == "RGBA" else None)
    return beneath


def _small_enough(image, is_photo):
    """As a picture of at most `LARGEST` bytes."""
    kept = _best(image, is_photo)
    for longest in SHORTER:
        if len(kept.content) <= LARGEST:
            break
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        kept = _best(image, is_photo)
    return kept


def _best(image, is_photo):
    """A JPEG, but a PNG for what is transparent, and for what was drawn: there it is hardly larger, and sharp."""
    if image.mode == "RGBA":
        return _kept(image, "image/png")
    jpeg = _kept(image, "image/jpeg")
    png = None if is_photo else _kept(image, "image/png")
    return png if png and len(png.content) <= 2 * len(jpeg.content) else jpeg


def _kept(image, media_type):
    """The pixels alone, on a sheet of their own: nothing else that was read with them can come along."""
    pixels, content = Image.new(image.mode, image.size), BytesIO()
    pixels.paste(image)
    if media_type == "image/jpeg":
        pixels.save(content, "JPEG", quality=85, optimize=True, progressive=True)
    else:
        pixels.save(content, "PNG")
    return Picture(content.getvalue(), media_type, *image.size)
