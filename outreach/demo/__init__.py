"""The demo of what goes out, built as the background work would have done it, day by day."""

from collab.models import School
from outreach.demo import calls, contacts, delivery, digests, reports

# What was posted is handed over last.
IN_ORDER = (calls, digests, contacts, reports, delivery)


def build(*, today):
    """Calls, digests, conversations and first steps of both schools, dated around a day."""
    for slug in ("hill", "vale"):
        school = School.objects.get(slug=slug)
        people = {member.email.split("@")[0]: member for member in school.members.all()}
        for subject in IN_ORDER:
            subject.build(school=school, people=people, today=today)
