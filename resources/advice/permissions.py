"""Who may see what advice is asked about, ask for it, and give it."""

from collab.models import Role


def may_see_thing(member, thing):
    """The rule of `SuggestionQuerySet.visible_to`, for a thing with its department, topic and advice loaded."""
    if member.school_id != thing.school_id:
        return False
    if member.has_role(Role.LIBRARIAN, Role.LEADER) or thing.created_by_id == member.pk:
        return True
    heads = thing.department is not None and thing.department.head_id == member.pk
    topic = getattr(thing, "request", None)  # A title that might go is for no topic.
    teaches = topic is not None and topic.teacher_id == member.pk
    return heads or teaches or any(one.asked_of_id == member.pk for one in thing.advice.all())


def may_decide(member, thing):
    """Librarians ask for advice, and move things on."""
    return member.school_id == thing.school_id and member.has_role(Role.LIBRARIAN)


def may_give_advice(member, advice):
    """Whoever is asked; and librarians, who note what somebody said at the counter."""
    return advice.asked_of_id == member.pk or may_decide(member, advice.about)
