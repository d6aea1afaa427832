"""What is suggested, to come or to go, has in common: who sees it, and the states in which advice on it is asked."""

from django.db import models
from django.db.models import Q

from collab.models import Role

ASKED, ADVISED = "asked", "advised"
UNDECIDED = (ASKED, ADVISED)


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Librarians and leaders see all of their school; others what concerns them.

        That is what they suggested, what is for their topic or for a department that they head, and what they are
        asked about.
        """
        suggestions = self.filter(school_id=member.school_id)
        if member.has_role(Role.LIBRARIAN, Role.LEADER):
            return suggestions
        thread = self.model.THREAD
        advice = self.model.advice.rel.related_model
        asked = advice.objects.filter(asked_of=member, **{f"{thread}__isnull": False}).values(thread)
        concerns = Q(created_by=member) | Q(department__head=member) | Q(pk__in=asked)
        if hasattr(self.model, "request"):  # A title that might go is for no topic.
            concerns |= Q(request__teacher=member)
        return suggestions.filter(concerns)
