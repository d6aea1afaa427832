"""Reads of the list and the board: a page of plain rows, the board's columns, the options of the filters."""

from dataclasses import dataclass
from operator import itemgetter

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, F, IntegerField, OuterRef, Q, Value, When, Window
from django.db.models.functions import Cast, Coalesce, Concat, LPad, RowNumber

from collab.models import Department, Member, Role, Term, YearLevel
from planning.models import Partner, StageState, UnitPlan
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.stages import NUMBERS

PAGE_SIZE = 50
COUNTED_UP_TO = 1000
COLUMN_SIZE = 12
CLOSED = ALL_STAGES_COMPLETE + 1  # The last column of the board, after “all five complete”.

ROW = (
    "pk",
    "title",
    "starts_on",
    "closed_at",
    "changed_at",
    "department__name",
    "term_id",
    "term__name",
    "term__year",
    "term__starts_on",
    "term__ends_on",
    "term__half_term_starts_on",
    "term__half_term_ends_on",
)


@dataclass(frozen=True)
class Found:
    """One page of a list: its rows (dicts of `ROW` and `done`, `people`, `years`), and what lies around it.

    `total` counts up to `COUNTED_UP_TO`; one more means “and more”.
    """

    rows: list
    number: int
    total: int
    has_next: bool

    @property
    def has_previous(self):
        return self.number > 1

    @property
    def previous_page_number(self):
        return self.number - 1

    @property
    def next_page_number(self):
        return self.number + 1

    @property
    def counted(self):
        """The number of plans in words: “1 plan”, “37 plans”, “1,000+ plans”."""
        return counted(self.total, COUNTED_UP_TO) + (" plan" if self.total == 1 else " plans")


def counted(number, up_to):
    """A number that was counted up to a bound: “37”, “1,000+”."""
    return f"{up_to:,}+" if number > up_to else f"{number:,}"


def visible_plans(*, member, asked):
    """The plans that a member may see, narrowed and ordered as asked."""
    return asked.narrow(UnitPlan.objects.visible_to(member), member)


def page_of_plans(*, member, asked):
    """The page asked for, as `Found`; two queries, however many plans there are.

    The keys of the page are found first, so that nothing is gathered for the plans on the pages before it.
    """
    plans = visible_plans(member=member, asked=asked)
    start = (asked.page - 1) * PAGE_SIZE
    keys = plans.values("pk")[start : start + PAGE_SIZE + 1]
    rows = list(rows_of(UnitPlan.objects.filter(pk__in=keys).order_by(*plans.query.order_by)))
    return Found(
        rows=rows[:PAGE_SIZE],
        number=asked.page,
        total=plans[: COUNTED_UP_TO + 1].count(),
        has_next=len(rows) > PAGE_SIZE,
    )


def board_of_plans(*, member, asked):
    """The board: column (1 to 5, 6 for all five complete, 7 for closed) → (rows, number of plans).

    Two queries: where each plan stands, of which the first of each column are kept; and their rows.
    """
    plans = visible_plans(member=member, asked=asked)
    column = Case(When(closed_at__isnull=False, then=Value(CLOSED)), default=F("at_stage"), output_field=IntegerField())
    order = plans.query.order_by
    firsts = (
        plans.with_stage()
        .annotate(column=column)
        .annotate(
            place=Window(RowNumber(), partition_by="column", order_by=order),
            together=Window(Count("*"), partition_by="column"),
        )
        .filter(place__lte=COLUMN_SIZE)
        .order_by()
        .values_list("pk", "column", "together")
    )
    stands = {pk: (column, together) for pk, column, together in firsts}
    board = {number: ([], 0) for number in (*NUMBERS, ALL_STAGES_COMPLETE, CLOSED)}
    for row in rows_of(UnitPlan.objects.filter(pk__in=list(stands)).order_by(*order)):
        column, together = stands[row["pk"]]
        board[column][0].append(row)
        board[column] = board[column][0], together
    return board


def rows_of(plans):
    """Plans as dicts with everything that a row shows: `ROW`, stages done, partners' names, year levels."""
    return plans.annotate(done=_stages_done(), people=_partners(), years=_year_levels()).values(
        *ROW, "done", "people", "years"
    )


def _stages_done():
    return ArraySubquery(
        StageState.objects.filter(plan=OuterRef("pk"), completed_at__isnull=False).order_by().values("number")
    )


def _partners():
    return ArraySubquery(
        Partner.objects.filter(plan=OuterRef("pk"))
        .order_by("pk")
        .annotate(called=Coalesce("member__name", "name"))
        .values("called")
    )


def _year_levels():
    levels = UnitPlan.year_levels.through
    return ArraySubquery(
        levels.objects.filter(unitplan=OuterRef("pk"))
        .order_by("yearlevel__position", "yearlevel__name")
        .values("yearlevel__name")
    )


def filter_options(*, member):
    """What the filters offer: kind → list of (pk, label). One query for all of them.

    Kinds: term (latest first), department, year, librarian, partner.
    """
    school = {"school_id": member.school_id}
    people = Member.objects.active().filter(Q(roles__overlap=[Role.LIBRARIAN, Role.TEACHER]), **school)
    rows = _union(
        part.order_by().values_list("kind", "pk", "label", "place")
        for part in (
            Term.objects.filter(**school).annotate(
                kind=_text("term"), label=Concat("name", Value(", "), "year"), place=_as_text("starts_on")
            ),
            Department.objects.filter(**school).annotate(kind=_text("department"), label=F("name"), place=F("name")),
            YearLevel.objects.filter(**school).annotate(
                kind=_text("year"), label=F("name"), place=LPad(_as_text("position"), 6, Value("0"))
            ),
            people.filter(roles__contains=[Role.LIBRARIAN]).annotate(
                kind=_text("librarian"), label=F("name"), place=F("name")
            ),
            people.filter(roles__contains=[Role.TEACHER]).annotate(
                kind=_text("partner"), label=F("name"), place=F("name")
            ),
        )
    )
    options = {"term": [], "department": [], "year": [], "librarian": [], "partner": []}
    for kind, pk, label, _place in sorted(rows, key=itemgetter(3)):
        options[kind].append((pk, label))
    options["term"].reverse()
    return options


def _union(parts):
    first, *others = parts
    return first.union(*others, all=True)


def _text(word):
    return Value(word, output_field=CharField())


def _as_text(field):
    return Cast(field, CharField())
