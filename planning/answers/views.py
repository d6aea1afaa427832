"""Saving an answer, deciding between two texts, and who else is here."""

from functools import wraps
from http import HTTPStatus

from django.http import Http404, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from collab.access import member
from planning.answers import actions, queries, replies
from planning.answers.forms import AnswerForm, PresenceForm, SettleForm
from planning.answers.saving import refusal
from planning.errors import AlreadyDone, PlanIsClosed, PlanningError, RowChanged
from planning.models import RivalAnswer
from planning.stages import PROMPTS
from planning.unit_plan import addresses
from planning.unit_plan.access import plan_to_work_on


def about_an_answer(form_class):
    """A POST about one answer: the view gets the plan, the question and a valid form; other texts are shown again."""

    def decorate(view):
        @wraps(view)
        def answering(request, school_slug, plan_id, prompt):
            plan = plan_to_work_on(request, plan_id)
            if prompt not in PROMPTS:
                raise Http404
            form = form_class(request.POST)
            if not form.is_valid():
                return replies.refused(request, plan, [refusal(PROMPTS[prompt], form)])
            return view(request, plan, PROMPTS[prompt], form)

        return answering

    return decorate


@require_POST
@member()
@about_an_answer(AnswerForm)
def answer_save(request, plan, question, form):
    """Saves one answer; a text that lost a race is kept, and shown beside the one that stands."""
    now = timezone.now()
    try:
        actions.save_answer(
            plan=plan,
            prompt=question.key,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
            by=request.member,
            now=now,
            page=form.open_page,
        )
    except actions.LostRace as error:
        return replies.stands(request, plan, question, "conflict", now, message=str(error), status=HTTPStatus.CONFLICT)
    except PlanningError as error:
        state = "closed" if isinstance(error, PlanIsClosed) else "refused"
        return replies.refused(request, plan, [refusal(question, form, str(error))], state=state)
    return replies.stands(request, plan, question, "saved", now)


@require_POST
@member()
@about_an_answer(SettleForm)
def answer_settle(request, plan, question, form):
    """Decides between the answer and a text that was kept beside it: either of them, or a third one."""
    now = timezone.now()
    rival = get_object_or_404(RivalAnswer, plan=plan, prompt=question.key, pk=form.cleaned_data["rival"])
    rival.plan = plan
    rival.version = form.cleaned_data["rival_version"]
    chosen = form.chosen(rival)
    try:
        actions.settle(rival=rival, text=chosen, version=form.cleaned_data["version"], by=request.member, now=now)
    except AlreadyDone as error:
        return replies.stands(request, plan, question, "settled", now, message=str(error), with_text=True)
    except RowChanged:
        return replies.changed_since(request, plan, question, form, now)
    except PlanningError as error:
        return replies.refused(request, plan, [refusal(question, form, str(error))])
    return replies.stands(request, plan, question, "settled", now, with_text=True)


@require_POST
@member()
def presence(request, school_slug, plan_id):
    """Notes that a page of the plan is open; answers who else is here, and what the page does not know yet."""
    plan = plan_to_work_on(request, plan_id)
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("This is not what a page of a plan sends.")
    now = timezone.now()
    actions.be_present(plan=plan, stage=form.cleaned_data["stage"], member=request.member, now=now)
    if not replies.wants_json(request):
        return redirect(addresses.of_page(plan, form.cleaned_data["stage"]))
    changed = queries.newer(plan=plan, known=form.known, reader=request.member, now=now)
    others = queries.others_here(plan=plan, member=request.member, now=now)
    return JsonResponse(
        {
            "here": replies.here_html(others, form.cleaned_data["stage"]),
            "answers": {field.prompt.key: replies.described(request, plan, field, with_text=True) for field in changed},
            "closed": plan.is_closed,
        }
    )
