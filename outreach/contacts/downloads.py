"""The list of conversations as a table for spreadsheets: the same as on screen, with more columns."""

from outreach.contacts.listing import seen_as_asked

AT_ONCE = 500
HEADER = ("When", "With", "From outside", "Department", "About", "Topic request", "Plan", "Noted by", "Noted on")


def rows_of_contacts(*, member, asked):
    """The rows under `HEADER`, one conversation at a time, read in bunches."""
    for contact in seen_as_asked(member=member, asked=asked).iterator(chunk_size=AT_ONCE):
        yield [
            contact.on,
            contact.with_member.name if contact.with_member else contact.with_name,
            "" if contact.with_member else "yes",
            contact.department.name if contact.department else "",
            contact.about,
            contact.topic_request.topic if contact.topic_request else "",
            contact.plan.title if contact.plan else "",
            contact.created_by.name,
            member.school.day_of(contact.created_at),
        ]
