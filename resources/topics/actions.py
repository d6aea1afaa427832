"""Named writes to topic requests: several are asked in one go, changed, moved on; or there is nothing this time."""

from uuid import uuid5

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from collab.models import Member
from collab.writing import held_by, names_several, refusing, write_over
from resources.models import NothingThisTime, TopicRequest
from resources.moves import move, write_down
from resources.topics.errors import TopicRefused
from resources.topics.moves import MOVES, STILL_OPEN

SENTENCES = {
    "request_has_a_topic": ("topic", "Name the topic."),
    "request_has_its_weeks_in_order": ("last_week", "The last week comes before the first one."),
    "request_has_its_reading_ages_in_order": ("reads_to", "The second age is below the first one."),
    "help_wanted_is_known": ("help_wanted", "Choose from the list."),
}
ONLY_ONCE = ("sending", "copied_from")  # What is known when a topic is asked, and never changes.


@transaction.atomic
def ask_topics(*, teacher, term, topics, by, now):
    """Keeps the topics that a teacher will teach in a term: all of them, or none.

    `topics`: for each a dict with `topic` and any further field of TopicRequest; `sending` names one filling in of the
    form, and what was kept under it is not kept twice. Returns the new TopicRequests. Takes back “nothing this time”.
    Raises `TopicRefused`, `Refused` where the teacher has left, and `AlreadyDone` where all were kept before.
    """
    one_teacher_at_a_time(teacher)
    made = []
    for place, said in enumerate(topics):
        values = said | {"sending": _name_of_sending(teacher, term, said)}
        before = _sent_before(teacher, values)
        if before is None:
            made.append(_ask(place, teacher, term, values, by, now))
        elif not _says(before, values):
            sentence = f"“{before.topic}” is with the library already, with other details. Change it on its own page."
            raise TopicRefused(sentence, place=place, field="topic")
    if not made:
        raise AlreadyDone("The library has this already.")
    NothingThisTime.objects.filter(teacher=teacher, term=term).delete()
    return made


def change_request(*, topic_request, version, values, by, now):
    """Writes what is said in a request that was read at `version`. Returns the row as it stands then.

    `values`: field → value. Raises `RowChanged`, `RowGone`, and `Refused` where it is done, declined or withdrawn.
    """
    values = dict(values)
    if "subject" in values and values["subject"] != topic_request.subject:
        values["department"] = department_of(values["subject"], topic_request.teacher)
    with transaction.atomic():
        current = TopicRequest.objects.select_for_update(no_key=True).get(pk=topic_request.pk)
        if current.state not in STILL_OPEN:
            raise Refused(f"It is “{current.get_state_display().lower()}”, and no longer changed.")
        return write_over(current, values, version=version, sentences=SENTENCES, by=by, now=now)


def move_request(*, topic_request, to, by, now, why=""):
    """Moves a request on, as the table of moves allows it. Raises `AlreadyDone` and `Refused`."""
    with transaction.atomic():
        move(topic_request, to, table=MOVES, by=by, now=now, why=why)
        if to == TopicRequest.State.ASKED:
            NothingThisTime.objects.filter(teacher=topic_request.teacher_id, term=topic_request.term_id).delete()


@transaction.atomic
def say_nothing(*, teacher, term, by, now):
    """A teacher's answer that there is no topic this time. Raises `AlreadyDone`, and `Refused` where there is one."""
    one_teacher_at_a_time(teacher)
    if standing := TopicRequest.objects.of(teacher).in_term(term).standing().first():
        raise Refused(f"“{standing}” is asked for {term} already. Withdraw it first.")
    said, is_new = NothingThisTime.objects.get_or_create(
        teacher=teacher, term=term, defaults={"school_id": teacher.school_id, "said_at": now, "said_by": by}
    )
    if not is_new:
        raise AlreadyDone("The library knows that already.")
    return said


def take_back_nothing(*, teacher, term):
    """Takes back “nothing this time”. Raises `AlreadyDone`."""
    taken_back, _ = NothingThisTime.objects.filter(teacher=teacher, term=term).delete()
    if not taken_back:
        raise AlreadyDone("That was taken back already.")


def one_teacher_at_a_time(teacher):
    """Lets whatever is said for one teacher come one after another, so that a form sent twice counts once."""
    current = Member.objects.select_for_update(no_key=True).get(pk=teacher.pk)
    if not current.is_active:
        raise Refused(f"{current.name} has left the school.")


def department_of(subject, teacher):
    """The department that a request belongs to: the subject's, else the teacher's first; None for neither."""
    if subject is not None and subject.department_id:
        return subject.department
    return teacher.departments.first()


def _name_of_sending(teacher, term, values):
    """The name under which a topic is kept; another one where the same form was sent for another teacher or term."""
    name = values.get("sending")
    others = TopicRequest.objects.filter(school_id=teacher.school_id, sending=name, topic=values["topic"])
    if name is None or not others.exclude(teacher=teacher, term=term).exists():
        return name
    return uuid5(name, f"{teacher.pk} {term.pk}")


def _sent_before(teacher, values):
    if not values.get("sending"):
        return None
    requests = TopicRequest.objects.filter(school_id=teacher.school_id, sending=values["sending"])
    return requests.filter(topic=values["topic"]).first()


def _says(topic_request, values):
    """Whether a request holds just these values."""
    return all(
        held_by(topic_request, field) == (set(value) if names_several(topic_request, field) else value)
        for field, value in values.items()
    )


def _ask(place, teacher, term, values, by, now):
    plain = {field: value for field, value in values.items() if not names_several(TopicRequest, field)}
    plain.setdefault("department", department_of(values.get("subject"), teacher))
    try:
        with refusing(SENTENCES, values | {"term": term}):
            made = TopicRequest.objects.create(
                school_id=teacher.school_id, teacher=teacher, term=term, created_at=now, created_by=by, **plain
            )
            for field in values.keys() - plain.keys():
                getattr(made, field).add(*values[field])
            write_down(made, became=made.state, by=by, now=now)
    except Refused as refusal:
        raise TopicRefused(str(refusal), place=place, field=refusal.field) from refusal
    return made
