"""What an import added and nobody has changed or used since."""

from collections import defaultdict

from django.db.models import Exists, OuterRef

from resources.models import Copy, ImportBatch, Resource


def going(catalogue_import, batch):
    """What of a batch can go: keys of titles, and keys of copies, both locked until the end of the transaction.

    A title goes with all of its copies or stays with all of them: it stays when somebody has changed it, when anything
    names it or a copy of it, when a later import brought it as well, and when a copy came to it from elsewhere. Of a
    title that was there before only those copies go that came with the import.
    """
    added, came = _added(catalogue_import)
    wanted = set(batch.added) - _brought_later(catalogue_import)
    candidates = _locked(Resource.objects.filter(pk__in=wanted, version=1, withdrawn_at__isnull=True))
    copies = _copies(resource__in=candidates)
    titles = {title for title in candidates if all(pk in came and is_free for pk, is_free in copies[title])}
    titles = set(_unnamed(Resource.objects.filter(pk__in=titles), besides=Copy).values_list("pk", flat=True))
    gone = {pk for title in titles for pk, _ in copies[title]}
    others = _copies(pk__in=set(batch.copies) - gone)
    gone |= {pk for title, found in others.items() if title not in added for pk, is_free in found if is_free}
    return titles, gone


def _added(catalogue_import):
    """The keys of all titles, and of all copies, that an import added."""
    added, copies = set(), set()
    for some_titles, some_copies in ImportBatch.objects.filter(of=catalogue_import).values_list("added", "copies"):
        added.update(some_titles)
        copies.update(some_copies)
    return added, copies


def _brought_later(catalogue_import):
    """The keys of all titles that later imports came upon."""
    later = ImportBatch.objects.filter(
        of__school=catalogue_import.school_id, of__created_at__gt=catalogue_import.created_at
    )
    return {title for titles in later.values_list("titles", flat=True) for title in titles}


def _copies(**which):
    """{key of a title: [(key of a copy, whether nothing names it and it was not withdrawn)]}, the copies locked."""
    found = defaultdict(list)
    keys = _locked(Copy.objects.filter(**which))
    free = set(_unnamed(Copy.objects.filter(pk__in=keys, withdrawn_at__isnull=True)).values_list("pk", flat=True))
    for title, pk in Copy.objects.filter(pk__in=keys).values_list("resource_id", "pk"):
        found[title].append((pk, pk in free))
    return found


def _locked(rows):
    """The keys of rows. Whoever comes to name one of them waits from now on, and hears then that it is gone."""
    return list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def _unnamed(rows, besides=None):
    """Those of some rows that no other row names, of whatever kind."""
    for relation in rows.model._meta.related_objects:
        if relation.related_model is not besides:
            naming = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(naming))
    return rows
