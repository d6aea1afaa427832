"""The demo: built through the actions, the same every time, around any day."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from collab.models import Member, School
from planning.models import Answer, Contribution, StageState, UnitPlan


def load(today="2026-11-18"):
    """Runs the command; what it said."""
    said = StringIO()
    call_command("demo", today=date.fromisoformat(today), stdout=said)
    return said.getvalue()


def everything():
    """The demo's content, as plain values without keys."""
    return {
        "people": list(Member.objects.order_by("school__slug", "name").values_list("school__slug", "name", "roles")),
        "plans": list(
            UnitPlan.objects.order_by("pk").values_list("title", "term__name", "starts_on", "is_shared", "closed_at")
        ),
        "answers": list(Answer.objects.order_by("pk").values_list("prompt", "text", "saved_at", "saved_by__name")),
        "stages": list(StageState.objects.order_by("pk").values_list("number", "completed_at", "completed_by__name")),
        "parts": list(Contribution.objects.order_by("pk").values_list("stage", "member__name", "first_at", "last_at")),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("today", ["2026-01-05", "2026-04-10", "2026-07-01", "2028-02-29", "2026-12-28"])
def test_the_demo_can_be_built_around_any_day(today):
    load(today)
    hill = School.objects.get(slug="hill")
    now = date.fromisoformat(today)
    assert (hill.members.count(), hill.departments.count(), hill.plans.count()) == (31, 8, 13)
    assert School.objects.get(slug="vale").plans.count() == 2
    assert not Answer.objects.filter(saved_at__date__gt=now).exists()
