"""The demo's boxes, filled through the product's own actions, with a drawing of some of them."""

from datetime import timedelta
from io import BytesIO

from django.db import transaction
from PIL import Image, ImageDraw

from collab.demo import at
from resources.boxes.actions import add_box, retire_box
from resources.boxes.contents import add_item
from resources.boxes.picture import keep_picture, made_anew
from resources.demo.contents_of_boxes import HILL, VALE
from resources.models import Resource, TopicRequest

WRITTEN = ("name", "kind", "topics", "place", "note", "lead_days", "turn_round_days")


def build(*, school, people, today):
    """The boxes of a school, filled on the day on which each was made."""
    for box in HILL if school.slug == "hill" else VALE:
        _build(box, school, people["ada" if school.slug == "hill" else "nils"], today)


@transaction.atomic
def _build(box, school, librarian, today):
    moment = at(today - timedelta(days=box.made_days_ago), 15, 20, school=school)
    about = {name: getattr(box, name) for name in WRITTEN}
    topic = box.topics.split(",")[0]
    requests = TopicRequest.objects.filter(school=school).found_by(topic)
    made = add_box(values=about, requests=requests, by=librarian, now=moment)
    titles = Resource.objects.filter(school=school, subjects__overlap=list(box.subjects)).order_by("pk")
    for title in titles[: box.titles]:
        copy = title.copies.first() if box.by_barcode else None
        what = {"copy": copy} if copy else {"resource": title, "quantity": box.each}
        moment += timedelta(seconds=40)
        add_item(box=made, by=librarian, now=moment, **what)
    for name, quantity, note in box.things:
        moment += timedelta(minutes=1)
        add_item(box=made, name=name, quantity=quantity, note=note, by=librarian, now=moment)
    if box.has_picture:
        keep_picture(box=made, made=made_anew(_drawn(box.name)), by=librarian, now=moment)
    if box.is_retired:
        retire_box(box=made, by=librarian, now=at(today - timedelta(days=30), 10, 5, school=school))


def _drawn(name):
    """A drawing of a crate with books in it, another one for each name, as a file."""
    picture = Image.new("RGB", (800, 600), "#efe7d6")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 470, 800, 600), fill="#c9b48f")
    colours = ("#0f5a57", "#8a3b2e", "#d29a2b", "#3d5a80", "#6b4e71", "#55733f")
    left = 130
    for place, letter in enumerate(name.encode()[:14]):
        width, height = 26 + letter % 5 * 7, 220 + letter * 7 % 90
        if left + width > 670:
            break
        colour = colours[(letter + place) % len(colours)]
        pen.rectangle((left, 470 - height, left + width, 480), fill=colour)
        pen.rectangle((left + 5, 500 - height, left + width - 5, 512 - height), fill="#efe7d6")
        left += width + 4
    pen.rectangle((110, 380, 690, 540), fill="#a9834f", outline="#7a5a31", width=6)
    pen.rounded_rectangle((330, 410, 470, 446), 18, fill="#7a5a31")
    content = BytesIO()
    picture.save(content, "PNG")
    content.seek(0)
    return content
