"""Named writes to the catalogue: titles and their copies."""

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from collab.writing import one_at_a_time, refusing, stamp, write_over
from resources.catalogue.dictionaries import dictionary_of
from resources.catalogue.twins import twins_of
from resources.catalogue.words import add_words, words_of
from resources.models import Copy, Resource

SENTENCES = {
    "resource_has_a_title": ("title", "Give it a title."),
    "resource_has_its_reading_ages_in_order": ("reads_to", "The older age stands second."),
}
TAKEN = "barcode_is_unique_in_its_school"


@transaction.atomic
def add_resource(*, values, by, now, known=None):
    """A new title with its copies, all or none. Returns it. Raises `Refused`.

    `values`: field → value of `Resource`, and the `barcodes` of the copies if there are any. `known`: the keys of the
    records that look the same and are others; where it is given, one that came since, as by a second press of the
    button, is a reason to refuse.
    """
    if known is not None:
        _refuse_twins(values, by, known)
    values, barcodes = dict(values), values.get("barcodes", ())
    values.pop("barcodes", None)
    about = {"dictionary": dictionary_of(by.school), "created_at": now, "created_by": by}
    about |= {"changed_at": now, "changed_by": by}
    with refusing(SENTENCES, values):
        resource = Resource.objects.create(school=by.school, **values, **about)
    _add_copies(resource, barcodes, by, now)
    _keep_words(resource)
    return resource


def _refuse_twins(values, by, known):
    one_at_a_time(by.school_id)
    about = {name: values[name] for name in ("isbns", "title", "creators")}
    if any(twin.record.pk not in known for twin in twins_of(member=by, **about)):
        raise Refused(
            "This was added a moment ago, perhaps by a second press of the button. Look whether it is the same."
        )


@transaction.atomic
def change_resource(*, resource, version, values, by, now):
    """Other values for a title that was read at `version`. Returns it. Raises `Refused`, `RowChanged`, `RowGone`."""
    values = values | {"dictionary": dictionary_of(by.school)}
    changed = write_over(resource, values, version=version, sentences=SENTENCES, by=by, now=now)
    _keep_words(changed)
    return changed


def withdraw_resource(*, resource, by, now):
    """Takes a title off the shelf: it is not found any more, and what names it still does. Raises `AlreadyDone`."""
    standing = Resource.objects.filter(pk=resource.pk, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=now, withdrawn_by=by, **stamp(by=by, now=now)):
        raise AlreadyDone("It is withdrawn already.")


def restore_resource(*, resource, by, now):
    """Puts a withdrawn title back on the shelf. Raises `AlreadyDone`."""
    withdrawn = Resource.objects.filter(pk=resource.pk, withdrawn_at__isnull=False)
    if not withdrawn.update(withdrawn_at=None, withdrawn_by=None, **stamp(by=by, now=now)):
        raise AlreadyDone("It is on the shelf already.")


def add_copy(*, resource, barcode, by, now):
    """One more copy of a title; a withdrawn one with this barcode comes back. Returns it.

    Raises `AlreadyDone` where it is a copy of this title already, and `Refused` where the barcode is another title's.
    """
    if barcode in resource.isbns:
        raise Refused(f"{barcode} is the ISBN of this title. Scan the library's own barcode.", "barcode")
    values = {"resource": resource, "barcode": barcode}
    try:
        with refusing({TAKEN: ("barcode", "taken")}, values):
            return Copy.objects.create(school_id=resource.school_id, added_on=by.school.day_of(now), **values)
    except Refused as refusal:
        taken = Copy.objects.select_related("resource").filter(school_id=resource.school_id, barcode=barcode).first()
        if taken is None:
            raise refusal
        return _taken(taken, resource)


@transaction.atomic
def add_copies(*, resource, barcodes, by, now):
    """Copies of a title that is here already, all or none; a withdrawn title comes back with them. Raises `Refused`."""
    Resource.objects.filter(pk=resource.pk, withdrawn_at__isnull=False).update(
        withdrawn_at=None, withdrawn_by=None, **stamp(by=by, now=now)
    )
    _add_copies(resource, barcodes, by, now)


def _add_copies(resource, barcodes, by, now):
    for barcode in barcodes:
        try:
            add_copy(resource=resource, barcode=barcode, by=by, now=now)
        except Refused as refusal:
            raise Refused(str(refusal), "barcodes") from refusal


def _taken(copy, resource):
    """The copy that has a barcode already, where it is a withdrawn one of this title; it comes back."""
    if copy.resource_id != resource.pk:
        raise Refused(f"{copy.barcode} is the barcode of “{copy.resource.title}”.", "barcode")
    if not Copy.objects.filter(pk=copy.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
        raise AlreadyDone(f"{copy.barcode} is here already.", "barcode")
    return copy


def withdraw_copy(*, copy, by, now):
    """Takes one copy off the shelf. Raises `AlreadyDone`."""
    if not Copy.objects.filter(pk=copy.pk, withdrawn_at__isnull=True).update(withdrawn_at=now):
        raise AlreadyDone("This copy is withdrawn already.")


def restore_copy(*, copy, by, now):
    """Puts a withdrawn copy back on the shelf. Raises `AlreadyDone`."""
    if not Copy.objects.filter(pk=copy.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
        raise AlreadyDone("This copy is on the shelf already.")


def _keep_words(resource):
    words = words_of(
        title=resource.title, subtitle=resource.subtitle, creators=resource.creators, subjects=resource.subjects
    )
    add_words(resource.school_id, words)
