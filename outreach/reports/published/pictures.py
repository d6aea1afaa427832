"""The pictures of a published report: kept as they were, handed out only for as long as they may be.

What lacks consent never leaves. That stands above the snapshot: a story's picture is looked up anew each time somebody
asks for it, and goes for good with the file it was made of (docs/decisions, “What may leave with a report”).
"""

from django.db.models import Q
from django.urls import reverse

from collab.addresses import address
from collab.models import SchoolLogo
from outreach.models import ReportPicture
from planning.models import Evidence

LEADERS, PUBLIC = Evidence.Audience.LEADERS, Evidence.Audience.PUBLIC
SIZE = ("media_type", "width", "height", "digest")


def logo_said(school):
    """What contents say of a school's logo, a dict; None where it has none."""
    return SchoolLogo.objects.filter(school=school).values(*SIZE).first()


def hold_logo(report):
    """Makes whoever changes the logo wait until the end of the transaction, so that contents and picture agree."""
    SchoolLogo.objects.select_for_update().filter(school=report.school_id).values("pk").first()


def pictures_for(report, contents):
    """The pictures that contents name, as unsaved `ReportPicture`s."""
    found = []
    if said := contents["logo"]:
        logo = SchoolLogo.objects.get(school=report.school_id, digest=said["digest"])
        found.append(ReportPicture(name=ReportPicture.LOGO, content=logo.content, **said))
    return found


def keep_pictures(version, pictures):
    """Keeps unsaved `ReportPicture`s with the version that they were made for."""
    for picture in pictures:
        picture.version = version
    ReportPicture.objects.bulk_create(pictures)


def may_be_shown(version, audience, *, on):
    """The pictures of a version that an audience may see on a day: queryset of `ReportPicture`."""
    evidence = Evidence.objects.showable_to(audience, on=on)
    return version.pictures.filter(Q(file=None) | Q(file__evidence__in=evidence.values("pk")))


def addresses_shown(version, audience, *, on, at, **where):
    """Where a page finds those pictures, at the address called `at`: name in the contents → address. One query."""
    shown = may_be_shown(version, audience, on=on).values_list("name", "digest")
    return {name: reverse(at, kwargs={**where, "digest": digest}) for name, digest in shown}


def picture_shown(version, audience, digest, *, on):
    """One of those pictures by its digest, or None."""
    return may_be_shown(version, audience, on=on).filter(digest=digest).first()


def pictures_ahead(report, contents):
    """Where a look ahead finds the pictures that contents name: name → address."""
    slug, logo = report.school.slug, contents["logo"]
    return {ReportPicture.LOGO: address("school_logo", school_slug=slug, digest=logo["digest"])} if logo else {}
