"""The pictures of a published report: kept as they were, handed out only for as long as they may be.

What lacks consent never leaves. That stands above the snapshot: a story's picture is looked up anew each time somebody
asks for it, and goes for good with the file it was made of (docs/decisions/0028-pictures-in-reports.md).
"""

from io import BytesIO

from django.db.models import Q
from django.urls import reverse

from collab.models import SchoolLogo
from collab.pictures import clean_picture
from outreach.models import ReportPicture
from outreach.reports.drafts.story_pictures import PUBLIC, may_be_picked, may_go_public, picked_for
from planning.models import Evidence, EvidenceFile

SIZE = ("media_type", "width", "height", "digest")
LONGEST_SIDE = 1200  # pixels of a story's picture, as it is kept


def logo_said(school):
    """What contents say of a school's logo, a dict; None where it has none."""
    return SchoolLogo.objects.filter(school=school).values(*SIZE).first()


def story_pictures_said(stories, *, on):
    """What contents say of the pictures that were picked and may be shown on a day: key of the story → dict."""
    picked = picked_for(stories, on=on)
    if not picked:
        return {}
    public = may_go_public(may_be_picked([story.plan_id for story in stories], on=on), on=on)
    return {
        key: {
            "name": f"story-{key}",
            "evidence": [piece.pk, piece.version],
            "title": piece.title,
            "caption": piece.note or piece.title,
            "is_public": piece.pk in public,
        }
        for key, piece in picked.items()
    }


def hold_logo(report):
    """Makes whoever changes the logo wait until the end of the transaction, so that contents and picture agree."""
    SchoolLogo.objects.select_for_update().filter(school=report.school_id).values("pk").first()


def pictures_for(report, contents):
    """The pictures that contents name, as unsaved `ReportPicture`s."""
    found = []
    if said := contents["logo"]:
        logo = SchoolLogo.objects.get(school=report.school_id, digest=said["digest"])
        found.append(ReportPicture(name=ReportPicture.LOGO, content=logo.content, **said))
    named = {said["evidence"][0]: said["name"] for said in _story_pictures(contents)}
    for file in EvidenceFile.objects.filter(pk__in=named).select_for_update():
        picture = clean_picture(BytesIO(bytes(file.content)), longest=LONGEST_SIDE)
        found.append(ReportPicture(name=named[file.pk], file=file, **picture.as_stored()))
    return found


def keep_pictures(version, pictures):
    """Keeps unsaved `ReportPicture`s with the version that they were made for."""
    for picture in pictures:
        picture.version = version
    ReportPicture.objects.bulk_create(pictures)


def may_be_shown(version, audience, *, on):
    """The pictures of a version that an audience may see on a day: queryset of `ReportPicture`.

    At an address for everybody only those are found that could stand there when it was published, and still may.
    """
    named = [said["name"] for said in _story_pictures(version.contents) if said["is_public"] or audience != PUBLIC]
    evidence = Evidence.objects.showable_to(audience, on=on)
    return version.pictures.filter(
        Q(name=ReportPicture.LOGO) | Q(name__in=named, file__evidence__in=evidence.values("pk"))
    )


def pictures_shown(version, audience, *, on, at, **where):
    """Where a page finds those pictures, at the address called `at`: name in the contents → url and size. One query.

    For everybody else a picture that was for leaders alone has never been there: it is None.
    """
    shown = {
        said["name"]: None for said in _story_pictures(version.contents) if audience == PUBLIC and not said["is_public"]
    }
    for name, *size, digest in may_be_shown(version, audience, on=on).values_list("name", "width", "height", "digest"):
        url = reverse(at, kwargs={**where, "digest": digest})
        shown[name] = {"url": url, "width": size[0], "height": size[1]}
    return shown


def picture_shown(version, audience, digest, *, on):
    """One of those pictures by its digest, or None."""
    return may_be_shown(version, audience, on=on).filter(digest=digest).first()


def pictures_ahead(report, contents):
    """Where a look ahead finds the pictures that contents name: name → url, and size where it is known."""
    slug, found = report.school.slug, {}
    if logo := contents["logo"]:
        url = reverse("school_logo", kwargs={"school_slug": slug, "digest": logo["digest"]})
        found[ReportPicture.LOGO] = {"url": url, "width": logo["width"], "height": logo["height"]}
    pieces = {said["evidence"][0]: said["name"] for said in _story_pictures(contents)}
    for key, plan in Evidence.objects.filter(pk__in=pieces).values_list("pk", "plan"):
        where = {"school_slug": slug, "plan_id": plan, "row_id": key}
        found[pieces[key]] = {"url": reverse("evidence_file", kwargs=where)}
    return found


def _story_pictures(contents):
    return [said for story in contents["stories"] if (said := story.get("picture"))]
