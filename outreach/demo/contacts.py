"""The demo's conversations, and the first steps of those who are new."""

import uuid
from datetime import timedelta

from collab.demo import at
from outreach.contacts.actions import note_contact
from outreach.inductions.actions import note_step
from outreach.models import ContactLog
from planning.models import UnitPlan

# with whom, how many days ago, about what; a name with a space is somebody outside
SAID = (
    ("ben", 1, "Wants the oral history recorders again, two weeks earlier than last year."),
    ("cleo", 2, "Field trip to the quarry is on. Needs the hand lenses and something short about basalt."),
    ("tala", 3, "Story time on Tuesdays: picture books about moving house."),
    ("wei", 5, "Nobody in Science knows that we have the star atlas. Show it in their meeting."),
    ("hana", 6, "Met her in the staff room: new to Year 6, asks how boxes work."),
    ("Harbour Museum", 8, "They lend a case of shells, free, if we fetch it."),
    ("hugo", 9, "Will look at the atlases that might go."),
    ("marisol", 12, "Shadow theatre again, but with Year 8. Could we book the back room?"),
    ("rashid", 13, "Showed him round. Would like to plan something on water with us next year."),
    ("elif", 16, "Zine shelf: yes, and the students would run it."),
    ("stefan", 20, "The kits come back incomplete because nobody counts them. Agreed on a list in the lid."),
    ("ines", 24, "Codes and ciphers would work as a box. Later in the year."),
    ("Nadia Petrov", 27, "Author, lives two streets away. Would read to Year 5 for a train ticket."),
    ("kofi", 31, "Drums are too loud next to the reading corner; Thursday is fine."),
    ("oscar", 34, "Seeds: wants real ones beside the books."),
    ("aroha", 40, "Asked for more by local writers; made a list together over coffee."),
    ("ruth", 47, "Sleep diaries worked. Do it again, start earlier."),
    ("sunniva", 55, "Bird count in May: needs binoculars from the other school."),
    ("ben", 380, "No free hour that is mine too. We plan by notes on the shelf."),
    ("stefan", 352, "Kits, yes. A unit together: no time before the fair."),
)
# what grew into a unit: with whom, the unit, what was said some days before it was begun
GREW = (
    (
        "sunniva",
        "Backyard birds",
        "Counts birds with two classes in spring. Knows people who have counted for years.",
    ),
    ("kofi", "Songs of work", "Hums a dockers' song in the queue: where does it come from? Let us find out with 6A."),
    ("oscar", "Soil is alive", "One square metre of garden, four weeks. Half of his class skips every diagram."),
    ("claire", "Postcards from Dakar", "Would like pictures that may be used, and has never planned with us."),
)
A_FEW_DAYS = timedelta(days=4)
SAID_AT_VALE = (
    ("ottoline", 2, "Shakespeare on his feet: the sonnets, and a recording."),
    ("samir", 9, "Rivers: would come to the library with all of Year 8."),
)
MET = (("rashid", 45), ("dmitri", 100))
SHOWN = (("rashid", 13), ("dmitri", 95))


def build(*, school, people, today):
    """Notes them at their days. `people`: first part of the e-mail → Member."""
    by = people.get("ada") or people["nils"]
    for number, (who, days_ago, about) in enumerate(SAID if "ada" in people else SAID_AT_VALE):
        day = today - timedelta(days=days_ago)
        member = people.get(who)
        said = {
            "with_member": member,
            "with_name": "" if member else who,
            "department": member and member.departments.first(),
            "about": about,
            "on": day,
        }
        sending = uuid.uuid5(uuid.NAMESPACE_OID, f"{school.slug} {number}")
        note_contact(values=said, by=by, now=at(day, 13, 10, school=school), sending=sending)
    for number, (who, title, about) in enumerate(GREW if "ada" in people else ()):
        _grew(people[who], title, about, uuid.uuid5(uuid.NAMESPACE_OID, f"grew {number}"))
    for step, whom in (("met", MET), ("shown", SHOWN)):
        for who, days_ago in whom:
            if who in people:
                day = today - timedelta(days=days_ago)
                note_step(member=people[who], step=step, by=by, now=at(day, 10, 30, school=school))


def _grew(member, title, about, sending):
    """A conversation out of which a unit grew, with whoever began that."""
    plan = UnitPlan.objects.get(school=member.school, title=title)
    now = plan.created_at - A_FEW_DAYS
    on = member.school.day_of(now)
    said = {"with_member": member, "with_name": "", "department": member.departments.first(), "about": about, "on": on}
    contact = note_contact(values=said, by=plan.created_by, now=now, sending=sending)
    ContactLog.objects.filter(pk=contact.pk).update(plan=plan)
