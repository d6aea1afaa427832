"""Reads for the PDF of a plan."""

from django.db.models import Prefetch

from planning.levels import with_librarian_parts
from planning.models import Duty, Evidence, FormativeCheck, Partner, PlanResource, UnitPlan


def plans_for_pdf(member, *, on):
    """The plans that a member may see, with everything that the PDF shows; the same number of queries for any.

    A PDF goes wherever somebody takes it: evidence that has no consent on that day is not even named in it.
    """
    consented = Evidence.objects.visible_to(member, on=on).showable_to(Evidence.Audience.PLAN, on=on)
    return with_librarian_parts(
        UnitPlan.objects.visible_to(member)
        .select_related("school", "term", "subject", "department", "overruled_by")
        .prefetch_related(
            "year_levels",
            "classes",
            "stages",
            "answers",
            "lessons",
            "needs",
            "barriers",
            "standards",
            "criteria__counts",
            Prefetch("library_resources", PlanResource.objects.select_related("box", "list", "resource", "purchase")),
            Prefetch("evidence", consented),
            Prefetch("partners", Partner.objects.select_related("member")),
            Prefetch("duties", Duty.objects.select_related("owner__member")),
            Prefetch("checks", FormativeCheck.objects.select_related("lesson")),
        )
    )
