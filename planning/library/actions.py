"""Named writes: a plan works with something out of the library, or no longer."""

from django.db import transaction

from collab.writing import refusing
from planning.errors import AlreadyDone, PlanningError
from planning.library.kinds import KINDS
from planning.models import PlanResource
from planning.recording import recorded

STAGE = 2  # The plan of action is where resources are settled.
ALREADY = {
    f"{word}_stands_once_in_a_plan": (None, "The plan has this already.")
    for word in ("box", "list", "title", "purchase")
}


def add_thing(*, plan, kind, thing, by, now):
    """The plan works with a thing (a row of the kind's model). Returns the PlanResource. Raises `Refused`."""
    if not KINDS[kind].on_offer(KINDS[kind].model.objects.filter(pk=thing.pk)).exists():
        raise PlanningError(f"“{thing}” is not there to be added any more.")
    what = f"Added the {KINDS[kind].one.lower()} “{thing}”"
    with recorded(plan=plan, what=what, by=by, now=now, stage=STAGE), refusing(ALREADY, {kind: thing}):
        return PlanResource.objects.create(plan=plan, added_at=now, added_by=by, **{kind: thing})


@transaction.atomic
def remove_thing(*, plan, row, by, now):
    """The plan no longer works with what a row names. Raises `AlreadyDone`."""
    with recorded(plan=plan, what=f"Took out “{row}”", by=by, now=now, stage=STAGE):
        deleted, _ = PlanResource.objects.filter(plan=plan, pk=row.pk).delete()
        if not deleted:
            raise AlreadyDone("Somebody took it out in the meantime.")
