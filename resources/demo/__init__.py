"""The demo of what the library prepares, built through the product's own actions."""

from collab.models import School
from resources.demo import bookings, box_versions, boxes, catalogue, imports, lists, purchases, topics

# Each stands on those before it.
IN_ORDER = (catalogue, topics, boxes, bookings, box_versions, lists, purchases, imports)


def build(*, today):
    """Catalogue, topic requests, boxes and their loans, lists and purchases of both schools, dated around a day."""
    for slug in ("hill", "vale"):
        school = School.objects.get(slug=slug)
        people = {member.email.split("@")[0]: member for member in school.members.all()}
        for subject in IN_ORDER:
            subject.build(school=school, people=people, today=today)
