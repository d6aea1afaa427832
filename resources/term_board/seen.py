"""What one press marked as seen, for as long as that can be undone. A move of it names it."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from resources.models import TopicRequest, TopicRequestMove

RIGHT_AFTER = timedelta(hours=1)
State = TopicRequest.State


def last_press(member):
    """A move of the last press of a member, or None."""
    return _seen_by(member).order_by("pk").last()


def press_of(member, key):
    """The move with a key, if a member made it by marking all as seen; else None."""
    return _seen_by(member).filter(pk=key).first() if key else None


def is_right_after(press, now):
    return now - press.at <= RIGHT_AFTER


def left_by(press):
    """The topics that stand as a press left them: nobody has moved them since."""
    later = TopicRequestMove.objects.filter(of=OuterRef("of"), pk__gt=OuterRef("pk"))
    moves = TopicRequestMove.objects.filter(at=press.at, by=press.by_id, was=State.ASKED, became=State.SEEN)
    left = moves.filter(~Exists(later), of__school=press.of.school_id).order_by()
    return TopicRequest.objects.filter(pk__in=left.values("of"), state=State.SEEN)


def to_undo(*, member, key, now):
    """What the board offers to undo: the key of a press and the number of its topics, or None."""
    press = press_of(member, key)
    if press is None or not is_right_after(press, now):
        return None
    number = left_by(press).count()
    return {"key": press.pk, "number": number} if number else None


def _seen_by(member):
    moves = TopicRequestMove.objects.filter(by=member, was=State.ASKED, became=State.SEEN)
    return moves.filter(of__school=member.school_id).select_related("of")
