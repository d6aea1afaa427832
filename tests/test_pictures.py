"""What becomes of a picture that somebody sends: upright, small enough, nothing in it but pixels; or a sentence."""

import io
import struct
import zlib
from random import Random

import pytest
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from collab import pictures
from collab.errors import Refused
from collab.pictures import LARGEST, LONGEST, clean_picture, smaller

RED, BLUE = (220, 20, 20), (20, 20, 220)
ORIENTATION, MAKE, ARTIST, GPS = 0x0112, 0x010F, 0x013B, 0x8825


def a_file(kind="JPEG", mode="RGB", size=(60, 40), colour="teal", **options):
    return saved(Image.new(mode, size, colour), kind, **options)


def saved(image, kind, **options):
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def cleaned(content, **options):
    return clean_picture(io.BytesIO(content), **options)


def opened(picture):
    image = Image.open(io.BytesIO(picture.content))
    image.load()
    return image


def noise(mode, size):
    count = size[0] * size[1] * len(mode)
    return Image.frombytes(mode, size, Random(1).randbytes(count))  # noqa: S311


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "RGB"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("GIF", "L"),
        ("WEBP", "RGB"),
    ],
)
def test_every_kind_of_opaque_picture_comes_out_in_plain_colours(kind, mode):
    made = cleaned(a_file(kind, mode, colour=0 if mode in ("1", "I;16", "P") else "black"))
    image = opened(made)
    assert (image.mode, image.size, made.media_type) == ("RGB", (60, 40), Image.MIME[image.format])


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("WEBP", "RGBA")])
def test_what_is_transparent_stays_so_as_a_png(kind, mode):
    seen = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    seen.paste("black", (0, 0, 30, 40))
    image = opened(cleaned(saved(seen.convert(mode), kind)))
    assert (image.format, image.getpixel((5, 5))[3], image.getpixel((50, 5))[3]) == ("PNG", 255, 0)


def test_a_transparent_palette_and_a_transparent_gif_stay_so():
    seen = Image.new("P", (8, 8), 1)
    seen.putpalette([0, 0, 0, 220, 20, 20])
    for kind in ("PNG", "GIF"):
        image = opened(cleaned(saved(seen, kind, transparency=1)))
        assert (image.format, image.getpixel((4, 4))[3]) == ("PNG", 0)


def test_on_paper_all_becomes_a_jpeg():
    made = cleaned(a_file("PNG", "RGBA", colour=(0, 0, 0, 0)), paper="white")
    assert (made.media_type, opened(made).getpixel((4, 4))) == ("image/jpeg", (255, 255, 255))


def test_sixteen_bits_a_pixel_keep_their_shades():
    image = opened(cleaned(saved(Image.new("I;16", (8, 8), 32768), "PNG")))
    assert image.getpixel((4, 4)) == (128, 128, 128)


def test_a_drawing_stays_sharp_as_png_and_a_photo_sent_as_png_becomes_a_jpeg():
    drawn = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(drawn).ellipse((20, 20, 280, 280), outline="teal", width=9)
    assert cleaned(saved(drawn, "PNG")).media_type == "image/png"
    assert cleaned(saved(noise("RGB", (300, 300)), "PNG")).media_type == "image/jpeg"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_taken_with_the_phone_on_its_side_is_turned(kind):
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # The top is on the right: red, on the left as it is stored, belongs on top.
    lying = Image.new("RGB", (60, 40), RED)
    lying.paste(BLUE, (30, 0, 60, 40))
    image = opened(cleaned(saved(lying, kind, exif=exif)))
    top, bottom = image.getpixel((20, 10)), image.getpixel((20, 50))
    assert (image.size, top[0] > 150, bottom[2] > 150) == ((40, 60), True, True)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_is_left_of_what_a_camera_or_a_program_wrote_into_it(kind):
    exif = Image.Exif()
    exif[MAKE], exif[ARTIST], exif.get_ifd(GPS)[2] = "A camera", "Private Person", (47.0, 22.0, 1.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    about = {"exif": exif, "icc_profile": profile, "xmp": b"<x:xmpmeta>Private Person</x:xmpmeta>"}
    if kind == "JPEG":
        about["comment"] = b"Private Person"
    sent = saved(Image.new("RGB", (60, 40), "teal"), kind, **about)
    assert b"Private Person" in sent
    made = cleaned(sent)
    image = opened(made)
    assert (dict(image.getexif()), set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}) == (
        {},
        {"progressive", "progression"} & set(image.info),
    )
    assert not any(word in made.content for word in (b"Private", b"camera", b"ICC", b"iCCP", b"Exif", b"xmp"))


def test_the_words_in_a_png_and_what_hangs_behind_its_end_are_dropped():
    words = PngInfo()
    words.add_text("Author", "Private Person")
    sent = a_file("PNG", pnginfo=words) + b"<script>alert(1)</script>"
    made = cleaned(sent)
    assert (b"Private" in sent, b"Private" in made.content, b"script" in made.content) == (True, False, False)


def test_colours_with_a_profile_look_as_they_did():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, _, _ = opened(cleaned(a_file("PNG", colour=RED, icc_profile=profile))).getpixel((4, 4))
    assert abs(red - RED[0]) < 4


def test_a_profile_that_is_no_profile_is_dropped():
    image = opened(cleaned(a_file("PNG", colour=RED, icc_profile=b"no profile at all")))
    assert image.getpixel((4, 4)) == RED


def test_of_what_moves_the_first_frame_is_kept():
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, BLUE)]
    for kind in ("GIF", "WEBP", "PNG"):
        sent = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        image = opened(cleaned(sent))
        assert (getattr(image, "n_frames", 1), image.getpixel((10, 10))[0] > 150) == (1, True)


def test_a_phones_two_pictures_in_one_file_are_the_first():
    sent = saved(
        Image.new("RGB", (20, 20), RED), "MPO", save_all=True, append_images=[Image.new("RGB", (20, 20), BLUE)]
    )
    made = cleaned(sent)
    assert (made.media_type, opened(made).getpixel((10, 10))[0] > 150) == ("image/jpeg", True)


def test_the_longest_side_is_bounded_and_small_pictures_stay_as_they_are():
    assert [cleaned(a_file(size=size))[2:] for size in ((4800, 2400), (100, 6000), (30, 20))] == [
        (LONGEST, 1200),
        (40, LONGEST),
        (30, 20),
    ]


def test_the_bytes_are_bounded_even_where_nothing_can_be_compressed():
    made = cleaned(saved(noise("RGBA", (1700, 1700)), "PNG"))
    assert (made.media_type, made.width, len(made.content) <= LARGEST) == ("image/png", 1000, True)


def test_a_smaller_one_for_previews_is_of_the_same_kind_and_never_larger():
    made = cleaned(a_file("PNG", "RGBA", size=(800, 400), colour=(9, 9, 9, 99)))
    small = smaller(made, 200)
    assert (small.media_type, small[2:], opened(small).size) == ("image/png", (200, 100), (200, 100))
    assert smaller(small, 500) is small


def png_of_claimed_size(width, height):
    """A PNG of a few bytes that says it is that large."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [5_001, 9_500, 20_000, 2**31 - 1])
def test_a_small_file_that_unfolds_to_many_pixels_is_refused_before_it_does(side):
    with pytest.raises(Refused) as refused:
        cleaned(png_of_claimed_size(side, side))
    assert str(refused.value) == pictures.TOO_MANY


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
REFUSED = {
    "nothing": (b"", pictures.EMPTY),
    "words": (b"This is no picture.", pictures.NO_PICTURE),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", pictures.SVG),
    "svg of a program": (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- drawn --><SVG></SVG>", pictures.SVG),
    "page": (b"\n<!DOCTYPE html><html><body><img src=x></body></html>", pictures.PAGE),
    "heic": (HEIC, pictures.HEIC),
    "avif": (HEIC.replace(b"heic", b"avif"), pictures.HEIC),
    "pdf": (b"%PDF-1.7\n", pictures.PDF),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", pictures.NO_PICTURE),
    "tiff": (a_file("TIFF"), pictures.NO_PICTURE),
    "cut off": (a_file(size=(400, 400))[:600], pictures.BROKEN),
    "cut off png": (saved(noise("RGB", (40, 40)), "PNG")[:900], pictures.BROKEN),
    "only a head": (b"\x89PNG\r\n\x1a\n", pictures.BROKEN),
    "a page with a picture's head": (b"GIF89a<html><script>alert(1)</script></html>", pictures.BROKEN),
    "unfolding words": (b"RIFF\xff\xff\xff\xffWEBPVP8 ", pictures.BROKEN),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_picture_is_refused_with_what_to_do(name):
    content, sentence = REFUSED[name]
    with pytest.raises(Refused) as refused:
        cleaned(content)
    assert str(refused.value) == sentence


def test_spoilt_bytes_are_a_picture_or_a_sentence_but_nothing_else():
    chance = Random(8)  # noqa: S311
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        sound = a_file(kind, size=(90, 60))
        for _ in range(60):
            spoilt = bytearray(sound)
            for _ in range(chance.randint(1, 8)):
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            try:
                made = cleaned(bytes(spoilt))
            except Refused:
                continue
            assert opened(made).size == (made.width, made.height)
