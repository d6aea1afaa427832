"""What came of a call in each department, for its head and its library champion: by itself once, and by a button."""

from dataclasses import dataclass, field

from django.conf import settings

from collab import when
from collab.addresses import address
from collab.models import Department, Member
from outreach.calls.answers import topics_of, with_answers
from outreach.letters.mould import Mould
from outreach.letters.plain import plain
from outreach.models import CallInvitation, Message
from outreach.outbox.posting import can_be_written_to, message_to, post, that_take_mail


@dataclass
class Summary:
    """One department in a call: its `topics` as (topic, teacher), and who of it said what."""

    department: Department
    topics: list = field(default_factory=list)
    nothing: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    asked: int = 0

    @property
    def readers(self):
        """The head and the champion, once each, where they are here and can be written to."""
        both = dict.fromkeys(filter(None, (self.department.head, self.department.champion)))
        return [one for one in both if one.is_active and can_be_written_to(one)]

    @property
    def is_complete(self):
        """Whether everybody of the department has answered."""
        return bool(self.asked) and not self.missing


def summaries_of(call):
    """A Summary for each department that is asked, by name. Four queries, however many there are."""
    departments = Department.objects.filter(school_id=call.school_id).select_related("head", "champion")
    found = {one.pk: Summary(one) for one in departments}
    invited = CallInvitation.objects.filter(call=call, teacher__deactivated_at__isnull=True)
    invited = with_answers(invited, call.term_id).order_by("teacher__name", "teacher_id")
    said = {pk: one for pk, *one in invited.values_list("teacher_id", "teacher__name", "has_topics", "has_nothing")}
    memberships = Member.departments.through.objects.filter(department__school=call.school_id)
    belonging = {}
    for member, department in memberships.values_list("member_id", "department_id"):
        belonging.setdefault(member, []).append(department)
    for member, (name, has_topics, has_nothing) in said.items():
        for department in belonging.get(member, ()):
            summary = found[department]
            summary.asked += 1
            if not has_topics:
                (summary.nothing if has_nothing else summary.missing).append(name)
    topics = topics_of(call.term_id).filter(department__isnull=False).order_by("first_week", "topic", "pk")
    for department, topic, teacher in topics.values_list("department_id", "topic", "teacher__name"):
        found[department].topics.append((topic, teacher))
    return [one for one in found.values() if one.asked]


def send_due(*, call, season, now):
    """Sends the summaries that are due and did not go out: of complete departments, and all after the last day."""
    has_ended = season.ending is not None and season.school.day_of(now) > season.ending.ends_on
    is_over = has_ended or now >= season.until
    due = [one for one in summaries_of(call) if is_over or one.is_complete]
    return _send(call, due, key=lambda start: start, by=None, now=now)


def number_to_send(call):
    """How many letters `send_all` sends now. Five queries."""
    readers = [reader for one in summaries_of(call) for reader in one.readers]
    return len(that_take_mail(readers))


def send_all(*, call, by, now):
    """Sends the summary of each department as it stands now; twice in a minute is once. Returns how many go out."""
    return _send(call, summaries_of(call), key=lambda start: f"{start}:{now:%Y%m%d%H%M}", by=by, now=now)


def _send(call, summaries, *, key, by, now):
    """Puts those letters into the outbox whose key is not in it yet."""
    keys = {}
    for one in summaries:
        for reader in one.readers:
            keys[key(f"call_summary:{call.pk}:{one.department.pk}:{reader.pk}")] = (one, reader)
    there = Message.objects.filter(school_id=call.school_id, key__in=keys).values_list("key", flat=True)
    for known in list(there) if keys else ():
        del keys[known]
    mould = Mould("call_summary", **shared(call)) if keys else None
    messages = [
        message_to(
            reader,
            kind=Message.Kind.SUMMARY,
            key=key,
            letter=letter_of(one, reader, call=call, mould=mould),
            now=now,
            caused_by=by,
        )
        for key, (one, reader) in keys.items()
    ]
    return post(messages, now=now)


def letter_of(summary, reader, *, call, mould):
    """The Letter with the summary of one department to one of its readers."""
    board = address("topic_board", school_slug=call.school.slug)
    return mould.letter(
        name=plain(reader.name),
        department=plain(summary.department.name),
        topics=[{"topic": plain(topic), "teacher": plain(teacher)} for topic, teacher in summary.topics],
        nothing=", ".join(map(plain, summary.nothing)),
        missing=list(map(plain, summary.missing)),
        board=f"{settings.SITE_URL}{board}?term={call.term_id}&department={summary.department.pk}",
    )


def shared(call):
    """What the summaries of a call have in common, for their mould."""
    return {
        "term": plain(call.term),
        "dates": when.dates(call.term.starts_on, call.term.ends_on),
        "school": plain(call.school.name),
    }
