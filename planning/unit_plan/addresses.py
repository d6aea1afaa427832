"""Addresses of a plan's pages, down to the single answer."""

from collab.addresses import address


def of_plan(name, plan, **more):
    """The address of one of a plan's views."""
    return address(name, school_slug=plan.school.slug, plan_id=plan.pk, **more)


def of_page(plan, stage):
    """The page of a stage; that of the whole plan for the head of the form (stage 0)."""
    return of_plan("stage", plan, number=stage) if stage else of_plan("plan", plan)


def of_answer(plan, prompt):
    """The answer to a prompt, on the page of its stage."""
    return f"{of_page(plan, prompt.stage)}#answer-{prompt.key}"
