"""Pictures in reports: which one a story is to show, and what they were when a version was published."""

from django.db import models
from django.db.models import Q

from collab.models import StoredPicture
from outreach.models.reports import ReportStory, ReportVersion
from planning.models import Evidence, EvidenceFile


class StoryPicture(models.Model):
    """The picture that was picked for a story. Whether it may be shown is asked anew whenever it is."""

    story = models.OneToOneField(ReportStory, on_delete=models.CASCADE, primary_key=True, related_name="picture")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return str(self.evidence)


class ReportPicture(StoredPicture):
    """A picture as it was when a version was published: the school's logo, or the picture of a story.

    `name`: how the contents of the version call it. A story's picture goes with the file that it was made of: what
    must not be kept any more is not kept here either.
    """

    LOGO = "logo"

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=40)
    file = models.ForeignKey(EvidenceFile, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            *StoredPicture.Meta.constraints,
            models.UniqueConstraint(fields=["version", "name"], name="picture_of_a_version_has_its_name"),
            models.CheckConstraint(
                condition=Q(name="logo", file__isnull=True) | (~Q(name="logo") & Q(file__isnull=False)),
                name="picture_of_a_version_is_its_logo_or_evidence",
            ),
        ]

    def __str__(self):
        return f"{self.name} of {self.version}"
