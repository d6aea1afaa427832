"""Pictures as people send them."""

from io import BytesIO

from PIL import Image, ImageDraw


def drawn(kind="PNG", size=(320, 120), ground=None, ink="teal"):
    """A file of that kind: a disc of ink, on a ground, or on nothing (PNG)."""
    image = Image.new("RGB", size, ground) if ground else Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((10, 10, size[0] - 10, size[1] - 10), fill=ink)
    content = BytesIO()
    image.save(content, kind)
    return content.getvalue()
