"""Named reads: what a plan works with, what its topic request has ready, and what words find."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from collab.addresses import address
from collab.search import matching
from planning.library.kinds import KINDS
from planning.models import PlanResource
from resources.models import PurchaseSuggestion

OFFERED_EACH = 8


@dataclass(frozen=True)
class Thing:
    """One thing of the library as a plan's pages show it; `row` is that of the plan, None while it is not in it.

    `url` is empty where the reader may not open its page.
    """

    kind: str
    key: int
    label: str
    icon: str
    name: str
    note: str
    url: str
    row: int | None = None


def in_plan(plan, *, reader):
    """The things that a plan works with, by kind and name. One query."""
    columns = [f"{kind.key}__{name}" for kind in KINDS.values() for name in ("pk", kind.name, *kind.note)]
    seen = PurchaseSuggestion.objects.visible_to(reader).filter(pk=OuterRef("purchase"))
    rows = PlanResource.objects.filter(plan=plan).annotate(may_open_purchase=Exists(seen))
    found = [_of_row(row, reader.school.slug) for row in rows.values("pk", "may_open_purchase", *columns)]
    order = list(KINDS)
    return sorted(found, key=lambda thing: (order.index(thing.kind), thing.name.casefold(), thing.key))


def offered(*, reader, plan, words):
    """What can be added: what `words` find, or without any what stands behind the plan's topic request.

    Returns Things of each kind, at most `OFFERED_EACH`, without those that the plan has already.
    """
    found = []
    for kind in KINDS.values():
        things = kind.on_offer(kind.model.objects.visible_to(reader))
        things = _found_by(things, words) if words else _behind(things, plan.topic_request_id)
        there = PlanResource.objects.filter(plan=plan, **{f"{kind.key}__isnull": False}).values(kind.key)
        rows = things.exclude(pk__in=there).order_by(kind.name, "pk").distinct()[:OFFERED_EACH]
        found += [_thing(kind, row, reader.school.slug) for row in rows.values("pk", kind.name, *kind.note)]
    return found


def _found_by(things, words):
    query = matching(words)
    return things.none() if query is None else things.filter(search=query)


def _behind(things, request_id):
    """Boxes, lists and purchases of a topic request; a title of the catalogue belongs to none."""
    if request_id is None or things.model is KINDS["resource"].model:
        return things.none()
    field = "request" if things.model is PurchaseSuggestion else "requests"
    return things.filter(**{field: request_id})


def _of_row(row, slug):
    kind = next(kind for kind in KINDS.values() if row[f"{kind.key}__pk"] is not None)
    values = {name: row[f"{kind.key}__{name}"] for name in ("pk", kind.name, *kind.note)}
    may_open = kind.key != "purchase" or row["may_open_purchase"]
    return _thing(kind, values, slug, row=row["pk"], may_open=may_open)


def _thing(kind, values, slug, row=None, may_open=True):
    return Thing(
        kind=kind.key,
        key=values["pk"],
        label=kind.one,
        icon=kind.icon,
        name=values[kind.name],
        note=" · ".join(filter(None, (_in_words(kind, name, values[name]) for name in kind.note))),
        url=address(kind.view, school_slug=slug, **{kind.parameter: values["pk"]}) if may_open else "",
        row=row,
    )


def _in_words(kind, name, value):
    return kind.model.State(value).label if name == "state" else value
