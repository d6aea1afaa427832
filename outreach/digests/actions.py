"""Named writes to an edition before it goes out, and to when a school's digest does."""

from django.db import transaction
from django.db.models import Max

from collab.errors import AlreadyDone, Refused, RowChanged
from collab.writing import refusing, stamp
from outreach.digests.days import A_WEEK, moment_of
from outreach.digests.editions import is_too_old, waiting_editions
from outreach.models import DigestEdition, DigestRules, Highlight

MOST_HIGHLIGHTS = 3
OUT = "This digest went out already."
LATER_OUT = "The digest of a later week went out already, so this one does not go out any more."
LONG_OVER = "Its week is long over, so it does not go out by itself any more. Send it now, or leave it."
ONCE = {
    "resource_is_highlighted_once": ("resource", "It is among the highlights already."),
    "highlight_has_its_place": ("resource", "Somebody changed the highlights a moment ago. Look again."),
}


def prepare_edition(*, school, monday):
    """The edition of a week, made where it is not there yet."""
    edition, _ = DigestEdition.objects.get_or_create(school=school, monday=monday)
    return edition


def hold_edition(*, edition, by, now):
    """It waits until somebody releases it, also where it was about to go out at once. Raises `AlreadyDone`."""
    said = {"held_at": now, "held_by": by, "asked_at": None, "went_out_by": None}
    _change(edition, {"held_at__isnull": True}, "It is held already.", by, now, **said)


def release_edition(*, edition, by, now):
    """It goes out on its day, or at once where that has come. Raises `AlreadyDone`, and `Refused` where it is over."""
    if is_too_old(edition, now):
        raise Refused(LONG_OVER)
    said = {"held_at": None, "held_by": None, "went_out_by": None}
    _change(edition, {"held_at__isnull": False}, "It is not held any more.", by, now, **said)


def send_edition(*, edition, by, now):
    """It goes out as soon as the next worker looks, which is within a minute, held or not. Raises `AlreadyDone`."""
    said = {"asked_at": now, "went_out_by": by, "held_at": None, "held_by": None}
    _change(edition, {"asked_at__isnull": True}, "It is about to go out.", by, now, **said)


@transaction.atomic
def change_words(*, edition, introduction, lines, version, by, now):
    """Other words for an edition that was read at `version`. `lines`: key of a highlight → its line.

    Raises `RowChanged`, and `AlreadyDone` where it went out.
    """
    current = _locked(edition)
    if current.version != version and (current.introduction, _lines(current)) != (introduction, lines):
        raise RowChanged(current)
    DigestEdition.objects.filter(pk=edition.pk).update(introduction=introduction, **stamp(by=by, now=now))
    for key, line in lines.items():
        Highlight.objects.filter(edition=edition, pk=key).update(line=line)


@transaction.atomic
def add_highlight(*, edition, resource, line, by, now):
    """Puts a title before everybody, behind the highlights that are there. Raises `Refused` and `AlreadyDone`."""
    _locked(edition)
    if resource.withdrawn_at is not None:
        raise Refused("It is not in the library any more.")
    if edition.highlights.count() >= MOST_HIGHLIGHTS:
        raise Refused(f"{MOST_HIGHLIGHTS} highlights are enough. Take one off first.")
    last = edition.highlights.aggregate(last=Max("position"))["last"] or 0
    if last == MOST_HIGHLIGHTS:
        _close_up(edition)
        last = edition.highlights.count()
    with refusing(ONCE):
        Highlight.objects.create(edition=edition, resource=resource, position=last + 1, line=line)
    DigestEdition.objects.filter(pk=edition.pk).update(**stamp(by=by, now=now))


@transaction.atomic
def remove_highlight(*, highlight, by, now):
    """Takes a highlight off. Raises `AlreadyDone`."""
    _locked(highlight.edition)
    removed, _ = Highlight.objects.filter(pk=highlight.pk).delete()
    if not removed:
        raise AlreadyDone("It was taken off already.")
    _close_up(highlight.edition)
    DigestEdition.objects.filter(pk=highlight.edition_id).update(**stamp(by=by, now=now))


@transaction.atomic
def move_highlight(*, highlight, by, now):
    """Moves a highlight one place up. Raises `AlreadyDone` where it stands first, or is gone."""
    _locked(highlight.edition)
    order = list(Highlight.objects.filter(edition=highlight.edition_id).order_by("position"))
    place = next((number for number, one in enumerate(order) if one.pk == highlight.pk), 0)
    if not place:
        raise AlreadyDone("It stands there already.")
    order[place - 1], order[place] = order[place], order[place - 1]
    _place(order)
    DigestEdition.objects.filter(pk=highlight.edition_id).update(**stamp(by=by, now=now))


@transaction.atomic
def change_rules(*, rules, values, version, by, now):
    """Other rules for a school, which were read at `version` (0: there were none). Raises `RowChanged`.

    A digest of this week whose day would then be over goes out next week, and not all of a sudden.
    """
    if not rules.pk:
        rules, is_new = DigestRules.objects.get_or_create(school=rules.school)
        version = rules.version if is_new else version
    written = DigestRules.objects.filter(pk=rules.pk, version=version).update(**values, **stamp(by=by, now=now))
    current = DigestRules.objects.select_related("school", "changed_by").get(pk=rules.pk)
    if not written and any(getattr(current, name) != value for name, value in values.items()):
        raise RowChanged(current)
    waiting = DigestEdition.objects.filter(school=current.school, went_out_at__isnull=True, held_at__isnull=True)
    for edition in waiting.filter(asked_at__isnull=True).order_by("-monday"):
        _put_off(edition, current, now)


def _put_off(edition, rules, now):
    if moment_of(edition.monday, rules) > now or moment_of(edition.monday + A_WEEK, rules) <= now:
        return
    later = DigestEdition.objects.filter(school=rules.school, monday=edition.monday + A_WEEK)
    if later.exists():
        DigestEdition.objects.filter(pk=edition.pk).update(held_at=now, held_by=rules.changed_by)
    else:
        DigestEdition.objects.filter(pk=edition.pk).update(monday=edition.monday + A_WEEK)


def _change(edition, stands, sentence, by, now, **values):
    current = DigestEdition.objects.filter(pk=edition.pk)
    waiting = waiting_editions().filter(pk=edition.pk)
    # Not its version: whoever is writing its words meanwhile has not lost them.
    if not waiting.filter(**stands).update(**values, changed_at=now, changed_by=by):
        is_out = current.filter(went_out_at__isnull=False).exists()
        raise AlreadyDone(OUT if is_out else sentence if waiting.exists() else LATER_OUT)


def _locked(edition):
    """The edition as it stands, which nobody else changes meanwhile. Raises `AlreadyDone` where it goes or went out."""
    waiting = DigestEdition.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=edition.pk)
    current = waiting.filter(went_out_at__isnull=True).first()
    if current is None:
        raise AlreadyDone("This digest went out, or is going out at this moment.")
    return current


def _lines(edition):
    return dict(edition.highlights.values_list("pk", "line"))


def _close_up(edition):
    _place(list(Highlight.objects.filter(edition=edition.pk).order_by("position")))


def _place(order):
    """Gives highlights their places anew; no two may have the same one even for a moment, so they are made again."""
    Highlight.objects.filter(pk__in=[one.pk for one in order]).delete()
    for position, one in enumerate(order, start=1):
        one.position = position
    Highlight.objects.bulk_create(order)
