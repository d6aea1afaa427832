"""Who may do what with topic requests. Requests come here loaded; nothing here asks the database."""

from collab.models import Role
from resources.models import TopicRequest
from resources.topics.moves import MOVES, OF_THE_TEACHER, STILL_OPEN


def may_ask_topics(member):
    """Teachers say what they will teach; librarians say it for those who told them at the counter."""
    return member.has_role(Role.LIBRARIAN, Role.TEACHER)


def may_ask_for(member, teacher):
    """Whether the member may say topics, or that there are none, in the name of this teacher."""
    if member.school_id != teacher.school_id or not teacher.is_active or not teacher.has_role(Role.TEACHER):
        return False
    return member.has_role(Role.LIBRARIAN) or member.pk == teacher.pk


def may_see_request(member, topic_request):
    """The rule of `TopicRequest.objects.visible_to`, for one loaded request: the whole school reads it."""
    return member.school_id == topic_request.school_id


def may_change_request(member, topic_request):
    """Its teacher and the librarians change what is said in a request, as long as somebody may still act on it."""
    return keeps_request(member, topic_request) and topic_request.state in STILL_OPEN


def may_move_request(member, topic_request, to):
    """Whether the member may make this move now: the teacher withdraws and asks again, librarians make every move."""
    if to not in MOVES[topic_request.state] or not keeps_request(member, topic_request):
        return False
    return member.has_role(Role.LIBRARIAN) or to in OF_THE_TEACHER


def moves_open_to(member, topic_request):
    """The states that the member may move the request to, in the order in which things usually go."""
    return [to for to in TopicRequest.State if may_move_request(member, topic_request, to)]


def keeps_request(member, topic_request):
    """Whether the request is the member's to act on, in whatever state: its teacher and the librarians."""
    if member.school_id != topic_request.school_id:
        return False
    if member.has_role(Role.LIBRARIAN):
        return True
    return member.pk == topic_request.teacher_id and member.has_role(Role.TEACHER)
