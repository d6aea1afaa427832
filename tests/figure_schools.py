"""Units, topics, loans and lists of a school, row by row, and the numbers of figures, for their tests."""

from outreach.models import CallInvitation, ContactLog, TopicCall
from outreach.reports.asking import ask_one
from outreach.reports.periods import Periods
from outreach.reports.scopes import Scope, Three
from planning.models import (
    Contribution,
    Lesson,
    Partner,
    PlanResource,
    StageState,
    UnitPlan,
)
from resources.models import (
    BoxBooking,
    BoxItem,
    BoxVersion,
    LoanLine,
    PurchaseSuggestion,
    ResourceBox,
    ResourceList,
    TopicRequest,
    TopicRequestMove,
)
from tests.cast import NOW, TODAY

# --- What a test asks -------------------------------------------------------------------------------------------


def scope_of(school, period=None, **filters):
    """A Scope over a period of a school (the school year of the cast's day), with the two beside it."""
    periods = Periods(school)
    period = period or periods.usual(TODAY)
    return Scope(school, Three(period, periods.before(period), periods.year_ago(period)), **filters)


def term_of(school, term):
    """The period of a term."""
    return next(period for period in Periods(school).terms if period.key == f"term-{term.pk}")


def counted(figure, scope):
    """The numbers of the period itself that are not 0, by the words of their parts."""
    parts = ask_one(scope, figure).parts
    return {
        (part.label, part.across_label) if part.across else part.label: part.numbers.now
        for part in parts
        if part.numbers.now
    }


# --- What a school has, row by row ------------------------------------------------------------------------------


def make_unit(hill, title="Volcanoes", *, teachers=(), librarian=None, outside=(), years=(), classes=(), **values):
    """A unit plan of a librarian (Ada) with teachers and (name, organisation) of outside partners; in this term."""
    by = librarian or hill.ada
    people = [{"kind": Partner.Kind.LIBRARIAN, "member": by}]
    people += [{"kind": Partner.Kind.TEACHER, "member": one} for one in teachers]
    people += [{"kind": Partner.Kind.OUTSIDE, "name": name, "organisation": place} for name, place in outside]
    about = {"school": hill.school, "term": hill.term, "department": hill.humanities}
    plan = make_plan(title, people, by=by, **about | values)
    plan.year_levels.set(years)
    plan.classes.set(classes)
    return plan


def make_plan(title, people, *, by, **values):
    """A unit plan with its partners, the values of each a dict, and its five stages."""
    written = {"created_at": NOW, "created_by": by, "changed_at": NOW, "changed_by": by}
    plan = UnitPlan.objects.create(title=title, **written | values)
    Partner.objects.bulk_create(Partner(plan=plan, **written, **person) for person in people)
    StageState.objects.bulk_create(StageState(plan=plan, number=number) for number in range(1, 6))
    return plan


def add_to(plan, model, **values):
    """A row of a plan, by whoever began it."""
    by = plan.created_by
    return model.objects.create(plan=plan, created_at=NOW, created_by=by, changed_at=NOW, changed_by=by, **values)


def add_lesson(plan, **values):
    """A lesson that took place, an hour long, led together."""
    return add_to(
        plan, Lesson, **{"focus": "Sources", "led_by": "together", "happened": "Well", "minutes": 60} | values
    )


def contribute(plan, member, *stages):
    """A member has had a part in stages of a plan."""
    Contribution.objects.bulk_create(
        Contribution(plan=plan, member=member, stage=stage, first_at=NOW, last_at=NOW) for stage in stages
    )


def make_topic(hill, topic="Rivers", **values):
    """A topic request of Ben in this term."""
    about = {"school": hill.school, "term": hill.term, "teacher": hill.ben, "department": hill.humanities}
    made = {"created_at": NOW, "created_by": hill.ben}
    return TopicRequest.objects.create(topic=topic, **about | made | values)


def moved(request, became, at, was=""):
    """That a request came into a state at a moment."""
    return TopicRequestMove.objects.create(of=request, was=was, became=became, at=at, by_id=request.created_by_id)


def invite(hill, *teachers, term=None, at=NOW, reminders=0):
    """Teachers are asked for their topics in a term."""
    call, _ = TopicCall.objects.get_or_create(
        school=hill.school, term=term or hill.term, defaults={"opened_at": at, "opened_by": hill.ada}
    )
    return CallInvitation.objects.bulk_create(
        CallInvitation(call=call, teacher=teacher, invited_at=at, reminders=reminders) for teacher in teachers
    )


def make_loan(hill, *lines, state="returned", first=TODAY, last=TODAY, **values):
    """A loan to Ben of a box of its own; `lines` are the values of its LoanLines."""
    made = {"created_at": NOW, "created_by": hill.ada}
    box = ResourceBox.objects.create(school=hill.school, name="Rocks", **made)
    contents = BoxVersion.objects.create(box=box, number=1, sealed_at=NOW, **made)
    went_out = {"contents": contents, "out_at": NOW} if state in ("out", "returned") else {}
    booking = BoxBooking.objects.create(
        **{"school": hill.school, "box": box, "borrower": hill.ben, "state": state, "starts_on": first, "ends_on": last}
        | {"kept_from": first, "kept_until": last}
        | made
        | went_out
        | values
    )
    items = BoxItem.objects.bulk_create(
        BoxItem(contents=contents, name=f"Thing {number}", quantity=9, added_at=NOW, added_by=hill.ada)
        for number, _ in enumerate(lines)
    )
    LoanLine.objects.bulk_create(
        LoanLine(booking=booking, item=item, **{"handed_out": 9} | line)
        for item, line in zip(items, lines, strict=True)
    )
    return booking


def make_list(hill, title="Sources on rivers", *, requests=(), **values):
    """A list of Ada."""
    made = {"created_at": NOW, "created_by": hill.ada, "owner": hill.ada}
    made_list = ResourceList.objects.create(school=hill.school, title=title, **made | values)
    made_list.requests.set(requests)
    return made_list


def put_into(plan, **thing):
    """A plan works with a list (or a box)."""
    return PlanResource.objects.create(plan=plan, added_at=NOW, added_by=plan.created_by, **thing)


def make_purchase(hill, **values):
    """A suggestion of Ben."""
    about = {"school": hill.school, "title": "Rivers of the World", "department": hill.humanities}
    return PurchaseSuggestion.objects.create(**about | {"created_at": NOW, "created_by": hill.ben} | values)


def make_contact(hill, **values):
    """A conversation of Ada with Ben."""
    about = {"school": hill.school, "with_member": hill.ben, "department": hill.humanities, "about": "Rivers"}
    return ContactLog.objects.create(**about | {"on": TODAY, "created_at": NOW, "created_by": hill.ada} | values)
