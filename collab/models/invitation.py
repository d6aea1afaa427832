"""An invitation lets one account join one member; only a hash of its link is stored."""

from django.db import models
from django.db.models import Q

from collab.models.people import Member


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, member):
        return self.filter(member__school_id=member.school_id)

    def open_at(self, now):
        """Those that can still be accepted."""
        return self.filter(
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=now,
            member__deactivated_at__isnull=True,
            member__user__isnull=True,
        )


class Invitation(models.Model):
    """One link, sent by e-mail or handed over, by which a person connects a login to their member."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.EmailField(blank=True, help_text="Empty when the link was handed over by hand.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="invitations_made")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("collab.User", on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_is_not_both_accepted_and_revoked",
            ),
        ]

    def __str__(self):
        return f"Invitation for {self.member}"
