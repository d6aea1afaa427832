"""Evidence of what came of a unit: files, pictures and links, with consent, and whom they may be shown to."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from collab.models import Role
from planning.models.plan import UnitPlan
from planning.models.rows import PlanRow


def may_be_shown_to(audience, on):
    """The condition under which evidence may be shown to an audience on a day."""
    reach = Evidence.Audience.values
    return Q(audience__in=reach[reach.index(audience) :]) & (
        Q(consent=Evidence.Consent.NOT_NEEDED)
        | Q(consent=Evidence.Consent.GIVEN, consent_until=None)
        | Q(consent=Evidence.Consent.GIVEN, consent_until__gte=on)
    )


class EvidenceQuerySet(models.QuerySet):
    def showable_to(self, audience, *, on):
        """What may be shown to an audience on a day (as the school counts days), in a report as on a page.

        Its own audience must reach that far, and its consent be not needed, or given and not over.
        """
        return self.filter(may_be_shown_to(audience, on))

    def visible_to(self, member, *, on):
        """What the member may see on a day: all of it of the plans they work on, of others what they may be shown.

        A plan that is shared shows the school what is for the school; leaders open every plan by their office, and
        see there what is for leaders.
        """
        plans = UnitPlan.objects.visible_to(member)
        if member.has_role(Role.LIBRARIAN):
            return self.filter(plan__in=plans.values("pk"))
        seen = Q(plan__in=plans.mine(member).values("pk"))
        shared = Q(plan__in=plans.filter(is_shared=True).values("pk"))
        seen |= shared & may_be_shown_to(Evidence.Audience.SCHOOL, on)
        if member.has_role(Role.LEADER):
            seen |= Q(plan__in=plans.values("pk")) & may_be_shown_to(Evidence.Audience.LEADERS, on)
        return self.filter(seen)


# A link stands in no history: after a refusal nothing is left that leads to what was refused.
@pghistory.track(exclude=["link"])
class Evidence(PlanRow):
    """One piece of evidence: a link, or a file in a row of its own; once it was refused, neither."""

    stage = 4

    class Kind(models.TextChoices):
        SAMPLE = "sample", "Planning sample"
        WORK = "work", "Student work"
        PHOTO = "photo", "Photo"
        RESULT = "result", "Result"

    class Holds(models.TextChoices):
        FILE = "file", "A file"
        LINK = "link", "A link"
        NOTHING = "nothing", "Nothing any more"

    class Consent(models.TextChoices):
        NOT_NEEDED = "not-needed", "Not needed"
        ASKED = "asked", "Asked"
        GIVEN = "given", "Given"
        REFUSED = "refused", "Refused"

    class Audience(models.TextChoices):
        """From the narrowest to the widest: each reaches those before it as well."""

        PLAN = "plan", "This plan"
        SCHOOL = "school", "School"
        LEADERS = "leaders", "Leaders"
        PUBLIC = "public", "Public"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    note = models.TextField("what it shows", blank=True)
    holds = models.CharField(max_length=10, choices=Holds.choices, editable=False)
    link = models.URLField(max_length=1000, blank=True)
    consent = models.CharField(max_length=20, choices=Consent.choices, default=Consent.ASKED)
    consent_until = models.DateField("last day of the consent", null=True, blank=True)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.PLAN)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "piece of evidence"
        default_related_name = "evidence"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="evidence_has_a_title"),
            models.CheckConstraint(
                condition=Q(consent_until=None) | Q(consent="given"), name="only_given_consent_has_a_last_day"
            ),
            models.CheckConstraint(
                condition=Q(holds="link", link__gt="") | Q(holds__in=["file", "nothing"], link=""),
                name="evidence_is_a_link_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(consent="refused", holds="nothing") | (~Q(consent="refused") & ~Q(holds="nothing")),
                name="refused_evidence_holds_nothing",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="evidence_has_its_file",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                declare=[("held", "TEXT")],
                func="""
                    SELECT holds INTO held FROM planning_evidence WHERE id = NEW.id;
                    IF (held = 'file') <> EXISTS (SELECT 1 FROM planning_evidencefile WHERE evidence_id = NEW.id) THEN
                        RAISE EXCEPTION 'evidence % says that it holds %', NEW.id, held
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_has_its_file';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return self.title

    def is_consented(self, *, on):
        """The consent half of `may_be_shown_to`, of one piece."""
        if self.consent == self.Consent.GIVEN:
            return self.consent_until is None or on <= self.consent_until
        return self.consent == self.Consent.NOT_NEEDED


class EvidenceFile(models.Model):
    """The file of a piece of evidence: bytes and name stand here alone, so that they go when they must, wholly.

    Of pictures, cleaned of all but the picture, `preview` is a small JPEG; other files have none.
    """

    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, primary_key=True, related_name="file")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="In bytes.")
    content = models.BinaryField()
    preview = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(preview=None) | Q(media_type__startswith="image/"), name="only_pictures_have_a_preview"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="file_is_of_evidence_that_holds_one",
                operation=pgtrigger.Insert | pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                declare=[("of_evidence", "BIGINT"), ("held", "TEXT")],
                func="""
                    of_evidence := CASE WHEN TG_OP = 'DELETE' THEN OLD.evidence_id ELSE NEW.evidence_id END;
                    SELECT holds INTO held FROM planning_evidence WHERE id = of_evidence;
                    IF (held = 'file') <> EXISTS (
                        SELECT 1 FROM planning_evidencefile WHERE evidence_id = of_evidence
                    ) THEN
                        RAISE EXCEPTION 'evidence % says that it holds %', of_evidence, held
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'file_is_of_evidence_that_holds_one';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_picture(self):
        return self.media_type.startswith("image/")
