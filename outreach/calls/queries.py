"""Named reads for the pages of calls: one call with its people and topics, and all calls of a school."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from collab.models import Member
from outreach.calls import reminding
from outreach.calls.answers import topics_of, unanswered, with_answers
from outreach.calls.posted import messages_of
from outreach.models import CallInvitation, Message, TopicCall

ANSWERED = Q(has_topics=True) | Q(has_nothing=True)
FAILED = (Message.State.FAILED, Message.State.UNKNOWN)
COUNTS = {"asked": Count("pk"), "answered": Count("pk", filter=ANSWERED)}


def calls_of(member):
    """The calls of a school with their term and who opened, paused and finished them, the latest first."""
    people = ("opened_by", "paused_by", "finished_by")
    return TopicCall.objects.visible_to(member).select_related("term", "school", *people).order_by("-term__starts_on")


def invitations_of(member):
    """The places in calls of a school, each with its teacher and its call."""
    places = CallInvitation.objects.filter(call__school=member.school_id)
    return places.select_related("teacher", "call__term", "call__school")


def present(call):
    """The places of those who are still at the school, with whether they have answered."""
    places = CallInvitation.objects.filter(call=call, teacher__deactivated_at__isnull=True)
    return with_answers(places, call.term_id)


def counted(calls):
    """Key of a call → (asked, answered). One query for all of them."""
    places = CallInvitation.objects.filter(call__in=calls, teacher__deactivated_at__isnull=True).order_by()
    found = with_answers(places, OuterRef("call__term")).values("call").annotate(**COUNTS)
    return {pk: (asked, answered) for pk, asked, answered in found.values_list("call", "asked", "answered")}


def by_department(call):
    """(key, name, asked, answered) of each department, by name; those without one come last, with None and None."""
    found = present(call).order_by().values("teacher__departments", "teacher__departments__name").annotate(**COUNTS)
    return list(
        found.order_by("teacher__departments__name").values_list(
            "teacher__departments", "teacher__departments__name", "asked", "answered"
        )
    )


def people_of(call, *, department=None, answered=None):
    """The places of a call by name, those without an answer first, with what was said and what became of the mail.

    `department`: its key, 0 for those who have none, None for all; `answered`: True, False, or None for both.
    """
    places = present(call).select_related("teacher", "handed_to")
    if department is not None:
        through = Member.departments.through.objects.filter(member=OuterRef("teacher"))
        is_in = Exists(through.filter(department=department)) if department else ~Exists(through)
        places = places.filter(is_in)
    if answered is not None:
        places = places.filter(ANSWERED) if answered else places.exclude(ANSWERED)
    letters = messages_of(call).filter(member=OuterRef("teacher")).order_by("-created_at", "-pk")
    said = topics_of(call.term_id).filter(teacher=OuterRef("teacher")).order_by("first_week", "topic", "pk")
    return places.annotate(
        topics=ArraySubquery(said.values("topic")),
        mail=Subquery(letters.values("state")[:1]),
        mail_id=Subquery(letters.values("pk")[:1]),
    ).order_by("has_topics", "has_nothing", "teacher__name", "pk")


def latest_topics(call, *, department=None):
    """The topics of those who are asked in a call, the latest first; of one department where its key is given."""
    places = CallInvitation.objects.filter(call=call, teacher=OuterRef("teacher"))
    topics = topics_of(call.term_id).filter(Exists(places)).select_related("teacher", "department")
    if department is not None:
        topics = topics.filter(department=department or None)
    return topics.order_by("-created_at", "-pk")


def failed_mail(call):
    """The letters of a call that did not arrive, or perhaps not."""
    return messages_of(call).filter(state__in=FAILED).order_by("to_name", "pk")


def to_ask_in_person(call):
    """The places without an answer whose teacher has no address to write to, by name."""
    places = unanswered(call).filter(teacher__deactivated_at__isnull=True, teacher__email="", handed_to=None)
    return places.select_related("teacher").order_by("teacher__name", "pk")


def letters_written_at(call, now):
    """How many letters of a call go out that were written at a moment: to those who were asked then."""
    return messages_of(call).filter(created_at=now, state=Message.State.QUEUED).count()


def who_is_reminded(call, now):
    """Of those without an answer: how many a reminder by hand reaches, and how many it does not, by the reason."""
    missing = unanswered(call).filter(teacher__deactivated_at__isnull=True)
    is_revoked, is_enough = Q(revoked_at__isnull=False), Q(reminders__gte=reminding.MOST)
    has_address = ~Q(teacher__email="") | Q(handed_to__isnull=False)
    found = missing.aggregate(
        all=Count("pk"),
        revoked=Count("pk", filter=is_revoked),
        enough=Count("pk", filter=~is_revoked & is_enough),
        no_address=Count("pk", filter=~is_revoked & ~is_enough & ~has_address),
    )
    found["now"], found["refused"] = reminding.number_by_hand(call, now)
    found["today"] = found["all"] - sum(number for why, number in found.items() if why != "all")
    return found
