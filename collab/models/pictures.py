"""Pictures that are kept in the database, as `collab.pictures` made them, and the logo of a school."""

from django.db import models
from django.db.models import Q

from collab.models.people import Member
from collab.models.school import OfSchool, School


class StoredPicture(models.Model):
    """A JPEG or PNG of nothing but pixels. `digest`: the SHA-256 of its bytes, by which browsers may keep it."""

    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(media_type__in=["image/jpeg", "image/png"]), name="%(class)s_is_a_jpeg_or_a_png"
            ),
        ]


class SchoolLogo(StoredPicture):
    """The logo of a school, as it stands on its reports from now on; what was published keeps its own."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="logo")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = OfSchool.as_manager()

    def __str__(self):
        return f"Logo of {self.school}"
