"""What was taken out of a box, as a signed text in a button's form: pressing it puts the same thing back."""

from django.core import signing

from resources.boxes.contents import is_inside
from resources.boxes.said import Said
from resources.models import Copy, Resource

KEPT_FOR = 24 * 60 * 60  # seconds


def token_of(item, *, box):
    """The token of what an item of this box says."""
    what = {
        "resource": item.resource_id,
        "copy": item.copy_id,
        "name": item.name,
        "quantity": item.quantity,
        "note": item.note,
    }
    return signing.dumps(what, salt=_salt(box), compress=True)


def read_token(token, *, box):
    """What `put_back` takes for a token of this box; None where it is none, too old, or its title is gone."""
    try:
        what = signing.loads(token, salt=_salt(box), max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    copy = Copy.objects.select_related("resource").filter(pk=what["copy"]).first() if what["copy"] else None
    resource = Resource.objects.filter(pk=what["resource"]).first() if what["resource"] else None
    is_gone = (what["copy"] and not copy) or (what["resource"] and not resource)
    return None if is_gone else what | {"resource": resource, "copy": copy}


def left_to_undo(token, *, box):
    """What was taken out and is not back yet, as `Said`; None where nothing is."""
    what = read_token(token, box=box) if token else None
    if what is None or is_inside(box, **what):
        return None
    return Said(f"“{what['resource'] or what['name']}” was taken out of the box.", undo=token)


def _salt(box):
    return f"box-item-{box.pk}"
