"""The picture of a box: whatever is uploaded is made anew as a JPEG, so that nothing else comes along with it."""

from collab.errors import AlreadyDone, Refused
from collab.pictures import clean_picture
from resources.models import BoxPicture

LONGEST_SIDE = 1200  # pixels, as it is kept
PAPER = (255, 255, 255)  # What shows through where a picture is transparent.


def made_anew(file):
    """An uploaded picture (a binary file) as a JPEG (a `Picture`). Raises `Refused` at the field “file”."""
    try:
        return clean_picture(file, longest=LONGEST_SIDE, paper=PAPER)
    except Refused as refusal:
        raise Refused(str(refusal), "file") from refusal


def keep_picture(*, box, made, by, now):
    """Keeps the picture of a box in place of the one before. Returns it."""
    size = {"width": made.width, "height": made.height}
    values = {"content": made.content, **size, "added_at": now, "added_by": by}
    picture, _ = BoxPicture.objects.update_or_create(box=box, defaults=values)
    return picture


def remove_picture(*, box):
    """Removes the picture of a box. Raises `AlreadyDone`."""
    deleted, _ = BoxPicture.objects.filter(box=box).delete()
    if not deleted:
        raise AlreadyDone("The box has no picture.")
