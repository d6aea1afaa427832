"""Named writes: somebody is asked for advice, and gives it."""

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from collab.writing import refusing
from resources.advice.questions import question_of
from resources.models import Advice
from resources.models.suggestions import ADVISED, ASKED, UNDECIDED
from resources.moves import move

NEXT = {ASKED: (ADVISED,)}  # The one move that advice makes; all others are decisions.
ASKED_ONCE = ("advice_on_a_purchase_is_asked_once_of_each", "advice_on_weeding_is_asked_once_of_each")


@transaction.atomic
def ask_advice(*, thing, of, by, now):
    """Asks a colleague (`of`) about a thing that is not decided. Returns the Advice. Raises `Refused`."""
    _undecided(thing)
    if of.school_id != thing.school_id or not of.is_active:
        raise Refused(f"{of.name} is not at the school any more. Choose somebody else.", "of")
    if of.pk == thing.created_by_id:
        raise Refused(f"{of.name} suggested it, and need not be asked.", "of")
    sentences = dict.fromkeys(ASKED_ONCE, ("of", f"{of.name} is asked already."))
    about = {question_of(thing).key: thing}
    with refusing(sentences, {"of": of}):
        return Advice.objects.create(**about, asked_of=of, asked_at=now, asked_by=by)


@transaction.atomic
def give_advice(*, advice, answer, line, by, now):
    """Writes down an answer, or another one, as long as nothing is decided. The first moves the thing to “advised”.

    `advice` is as `by` read it. Raises `AlreadyDone` where just that is written down, and `Refused` where it is
    decided, or where somebody has answered since.
    """
    thing = _undecided(advice.about)
    current = Advice.objects.select_related("answered_by").filter(pk=advice.pk).first()
    if current is None:
        raise Refused("Nobody is asked this any more.")
    if (current.answer, current.line) == (answer, line):
        raise AlreadyDone("That is what stands there already.")
    if current.answered_at != advice.answered_at:
        raise Refused(f"{current.answered_by.name} has answered in the meantime.")
    given = {"answer": answer, "line": line, "answered_at": now, "answered_by": by}
    Advice.objects.filter(pk=advice.pk).update(**given)
    if thing.state == ASKED:
        move(thing, ADVISED, table=NEXT, by=by, now=now)


def _undecided(thing):
    """The thing as it stands, locked until the end of the transaction. Raises `Refused` where it is decided."""
    locked = type(thing)._base_manager.select_for_update(no_key=True).filter(pk=thing.pk).first()
    if locked is None:
        raise Refused("Somebody removed it in the meantime.")
    if locked.state not in UNDECIDED:
        raise Refused(f"It is decided in the meantime: it is “{locked.get_state_display().lower()}”.")
    return locked
