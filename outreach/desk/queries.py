"""Reads behind the desk, for one member or for many at once, and for what a school looks like today."""

from collections import defaultdict
from datetime import timedelta
from itertools import starmap

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from collab.models import ClassGroup, Member, School, Term
from collab.prepared import Joined, Prepared
from outreach.desk.items import OpenDuty, OpenPlan
from planning import levels
from planning.models import Answer, Continuum, Contribution, Duty, Partner, RivalAnswer, StageState, UnitPlan
from planning.models.plan import ALL_STAGES_COMPLETE

PLANS_EACH = 40
DUTIES_EACH = 30
RECENTLY_CLOSED = 5
CLOSED = ALL_STAGES_COMPLETE + 1
AROUND = timedelta(days=500)
TERM = Joined(Term)
COLUMNS = (
    "member_id",
    "plan_id",
    "kind",
    "created_by_id",
    "created_by__name",
    "plan__title",
    "plan__starts_on",
    "plan__ends_on",
    "done",
    "answered",
    "rivals",
    "others",
    "teachers",
    "silent_teachers",
    "contribution",
    *(f"plan__term__{name}" for name in TERM.columns),
)


def open_plans(*, members):
    """The open plans of each member, most recently changed first: member's pk → list of OpenPlan. One query.

    At most `PLANS_EACH` for each; whoever has more is not helped by a longer list.
    """
    is_one = len(members) == 1
    found = plans_of_one(members[0].pk) if is_one else starmap(_open_plan, ask_for_plans(members))
    plans = defaultdict(list)
    for member, plan in found:
        plans[member].append(plan)
    return plans


def ask_for_plans(members):
    """The question for the open plans of members, as rows of `COLUMNS`."""
    mine = Partner.objects.filter(member__in=members, plan__closed_at__isnull=True)
    latest = mine.annotate(place=_place("-plan__changed_at", "-plan__pk")).filter(place__lte=PLANS_EACH)
    # The limit cuts nothing off; it tells PostgreSQL that these are few, so that it looks them up and reads no table.
    latest = latest.values("pk")[: PLANS_EACH * len(members)]
    others = Partner.objects.filter(plan=OuterRef("plan")).order_by("pk")
    teachers = others.filter(kind=Partner.Kind.TEACHER)
    wrote = Contribution.objects.filter(plan=OuterRef("plan"), member=OuterRef("member"))
    return (
        Partner.objects.filter(pk__in=latest)
        .annotate(
            done=_array(StageState.objects.filter(completed_at__isnull=False), "number"),
            answered=_array(Answer.objects.exclude(text=""), "prompt"),
            rivals=_array(RivalAnswer.objects.filter(settled_at__isnull=True), "prompt"),
            others=_names(others.exclude(pk=OuterRef("pk"))),
            teachers=_names(teachers),
            silent_teachers=_names(teachers.filter(~Exists(wrote))),
            # For EXISTS, PostgreSQL would first read the contributions of all schools.
            contribution=Subquery(wrote.values("pk")[:1]),
        )
        .order_by("-plan__changed_at", "-plan__pk")
        .values_list(*COLUMNS)
    )


def _open_plan(*row):
    """A row of `COLUMNS` as the member's pk and an OpenPlan."""
    of = dict(zip(COLUMNS, row, strict=True))
    return of["member_id"], OpenPlan(
        plan_id=of["plan_id"],
        title=of["plan__title"],
        kind=of["kind"],
        term=TERM(*row[-len(TERM.columns) :]),
        starts_on=of["plan__starts_on"],
        ends_on=of["plan__ends_on"],
        done=frozenset(of["done"]),
        answered=frozenset(of["answered"]),
        rivals=tuple(dict.fromkeys(of["rivals"])),
        others=tuple(of["others"]),
        teachers=tuple(of["teachers"]),
        silent_teachers=tuple(of["silent_teachers"]),
        has_contributed=of["contribution"] is not None,
        invited_by=of["created_by__name"] if of["created_by_id"] != of["member_id"] else "",
    )


plans_of_one = Prepared(_open_plan, lambda member: ask_for_plans([member]))


def open_duties(*, members, until):
    """The duties that each member has to see to by a day, their own and those of all: member's pk → OpenDuties.

    Those without a day follow, for their owner: what is everybody's some day would only fill every desk.
    """
    rows = (
        Duty.objects.filter(
            Q(owner=F("plan__partners")) | Q(owner__isnull=True),
            Q(due_on__lte=until) | Q(due_on__isnull=True, owner__isnull=False),
            plan__partners__member__in=members,
            plan__closed_at__isnull=True,
            done_at__isnull=True,
        )
        .annotate(
            place=Window(RowNumber(), partition_by="plan__partners__member", order_by=("due_on", "pk")),
        )
        .filter(place__lte=DUTIES_EACH)
        .order_by("due_on", "pk")
        .values_list("plan__partners__member", "plan_id", "plan__title", "what", "due_on", "owner_id")
    )
    duties = defaultdict(list)
    for member_id, plan_id, title, what, due_on, owner_id in rows:
        duties[member_id].append(OpenDuty(plan_id, title, what, due_on, is_shared=owner_id is None))
    return duties


def terms_around(*, school, on):
    """The terms of the year around a day, in order."""
    return list(Term.objects.filter(school=school, ends_on__gte=on - AROUND, starts_on__lte=on + AROUND))


def profile(*, member, term):
    """How many plans of a term stand where: stage (6: all complete, 7: closed) → number."""
    stage = Case(When(closed_at__isnull=False, then=Value(CLOSED)), default="at_stage", output_field=IntegerField())
    plans = UnitPlan.objects.visible_to(member).in_term(term).with_stage().annotate(stands=stage)
    return dict(plans.order_by().values_list("stands").annotate(number=Count("pk")))


def recently_closed(*, member):
    """The plans that were closed last, each with `level`: the level reached in words."""
    closed = UnitPlan.objects.visible_to(member).filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    last = UnitPlan.objects.filter(pk__in=closed.values("pk")[:RECENTLY_CLOSED]).select_related("term")
    plans = list(levels.with_librarian_parts(last).order_by("-closed_at", "-pk"))
    for plan in plans:
        level = plan.overruled_level or levels.reached(levels.librarian_parts(plan)).level
        plan.level = Continuum(level).label if level else ""
    return plans


def set_up(*, school):
    """What a school has, as a School with the annotations below."""
    people = Member.objects.active().filter(school=OuterRef("pk")).order_by().values("school")
    return School.objects.annotate(
        people=_count(people),
        without_login=_count(people.filter(user__isnull=True)),
        last_term_ends_on=Subquery(
            Term.objects.filter(school=OuterRef("pk")).order_by("-ends_on").values("ends_on")[:1]
        ),
        has_classes=Exists(ClassGroup.objects.filter(school=OuterRef("pk"))),
        has_plans=Exists(UnitPlan.objects.filter(school=OuterRef("pk"))),
    ).get(pk=school.pk)


def _place(*order):
    return Window(RowNumber(), partition_by="member", order_by=order)


def _array(rows, field):
    return ArraySubquery(rows.filter(plan=OuterRef("plan")).order_by(field).values(field))


def _names(partners):
    return ArraySubquery(partners.annotate(called=Coalesce("member__name", "name")).values("called"))


def _count(rows):
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
