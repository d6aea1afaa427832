"""Topic requests of the bench school: 2,000 in its last term, and some of 12 departments in each before it."""

from collab.models import ClassGroup, Department, Member, Role, Term, YearLevel
from planning.models import UnitPlan
from resources.models import PurchaseSuggestion, ResourceBox, ResourceList, TopicRequest

IN_THE_LAST_TERM = 2000
DEPARTMENTS = 12
IN_A_CELL = 3  # Of the curriculum map: topics of one department in one term before the last.
HELP = (["resource_box"], ["link_list", "display"], ["plan_and_teach"], [])
STATES = ("asked", "asked", "seen", "preparing", "ready")
BATCH = 1000


def fill_requests(school, topics, now):
    """Requests with year levels and classes, and something behind about every second one."""
    have = Department.objects.filter(school=school).count()
    Department.objects.bulk_create(
        Department(school=school, name=f"Department {number}") for number in range(have, DEPARTMENTS)
    )
    departments = list(Department.objects.filter(school=school).order_by("pk"))
    teachers = list(Member.objects.filter(school=school).with_role(Role.TEACHER).order_by("pk"))
    *before, last = Term.objects.filter(school=school).order_by("starts_on")
    places = [(term, department) for term in before for department in departments for _ in range(IN_A_CELL)]
    places += [(last, departments[number % DEPARTMENTS]) for number in range(IN_THE_LAST_TERM)]
    requests = TopicRequest.objects.bulk_create(
        (
            TopicRequest(
                school=school,
                term=term,
                teacher=teachers[number % (len(teachers) - 5)],
                topic=f"{topics[number % len(topics)].title()} and {topics[number // 7 % len(topics)]} {number}",
                department=department,
                first_week=number % 8 + 1,
                last_week=number % 8 + 3,
                students=20 + number % 40,
                help_wanted=HELP[number % len(HELP)],
                note="Two classes share the computer room." if number % 3 else "",
                state=STATES[number % len(STATES)] if term == last else "done",
                created_at=now,
                created_by=teachers[number % len(teachers)],
            )
            for number, (term, department) in enumerate(places)
        ),
        batch_size=BATCH,
    )
    _who(school, requests)
    _behind(school, requests, teachers[0], now)


def _who(school, requests):
    levels, classes = (list(model.objects.filter(school=school).order_by("pk")) for model in (YearLevel, ClassGroup))
    for through, name, rows in (
        (TopicRequest.year_levels.through, "yearlevel", levels),
        (TopicRequest.classes.through, "classgroup", classes),
    ):
        through.objects.bulk_create(
            (
                through(topicrequest=request, **{name: rows[number % len(rows)]})
                for number, request in enumerate(requests)
            ),
            batch_size=BATCH,
        )


def _behind(school, requests, by, now):
    made = {"school": school, "created_at": now, "created_by": by}
    boxes = ResourceBox.objects.bulk_create(ResourceBox(name=str(request), **made) for request in requests[::4])
    lists = ResourceList.objects.bulk_create(
        ResourceList(title=str(request), owner=by, **made) for request in requests[::5]
    )
    for through, name, rows, served in (
        (ResourceBox.requests.through, "resourcebox", boxes, requests[::4]),
        (ResourceList.requests.through, "resourcelist", lists, requests[::5]),
    ):
        through.objects.bulk_create(
            through(topicrequest=request, **{name: row}) for row, request in zip(rows, served, strict=True)
        )
    PurchaseSuggestion.objects.bulk_create(
        PurchaseSuggestion(title=str(request), request=request, **made) for request in requests[::9]
    )
    plans = UnitPlan.objects.filter(school=school).order_by("-pk")[: len(requests) // 6]
    for plan, request in zip(plans, requests[::-6], strict=False):
        plan.topic_request = request
    UnitPlan.objects.bulk_update(plans, ["topic_request"], batch_size=BATCH)
