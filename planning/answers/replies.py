"""What a write of answers replies: JSON to a script that asks for it, a page or a redirect to everybody else."""

from http import HTTPStatus

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from collab.templatetags import ui
from collab.when import clock
from planning.answers import queries
from planning.stages import NUMBERS
from planning.unit_plan import addresses

PLACES = {0: "on the first page"} | {number: f"at stage {number}" for number in NUMBERS}


def wants_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def described(request, plan, field, *, with_text=False):
    """One `Field` for a script: its version, when it was saved and by whom, and what is to be decided, as HTML."""
    told = {
        "version": field.version,
        "at": field.saved,
        "by": field.saved_by,
        "signature": field.signature,
        "conflicts": conflicts_html(request, plan, field),
    }
    return told | {"text": field.text} if with_text else told


def conflicts_html(request, plan, field):
    """What is to be decided about one answer, as HTML; empty for nothing."""
    if not field.conflicts:
        return ""
    return render_to_string("planning/answers/conflicts.html", {"field": field, "plan": plan}, request)


def stands(request, plan, prompt, state, now, *, message="", with_text=False, status=HTTPStatus.OK):
    """The answer as it stands now, in one of the states “saved”, “conflict”, “settled” and “changed”."""
    if not wants_json(request):
        if message:
            messages.warning(request, message)
        return redirect(addresses.of_answer(plan, prompt))
    [field] = queries.fields(plan=plan, prompts=[prompt], reader=request.member, now=now)
    told = {"state": state, "message": message, "now": clock(now, now)}
    return JsonResponse(told | described(request, plan, field, with_text=with_text), status=status)


def changed_since(request, plan, prompt, form, now):
    """Either text changed while somebody decided: both are shown again, with the text that was put together."""
    message = "One of the texts has changed since. Look at them again."
    [field] = queries.fields(plan=plan, prompts=[prompt], reader=request.member, now=now)
    typed = form.cleaned_data["text"] if form.cleaned_data["keep"] == form.MERGED else None
    for conflict in field.conflicts:
        if typed is not None and conflict.rival_id == form.cleaned_data["rival"]:
            conflict.merged = typed
    if wants_json(request):
        told = {"state": "changed", "message": message} | described(request, plan, field, with_text=True)
        return JsonResponse(told, status=HTTPStatus.CONFLICT)
    context = {"plan": plan, "field": field, "message": message, "back": addresses.of_answer(plan, prompt)}
    return render(request, "planning/answers/decide.html", context, status=HTTPStatus.CONFLICT)


def here_html(others, stage):
    """Who else is here, from `(name, stage)` pairs: “Ada is here, Ben is at stage 2”."""
    if not others:
        return ""
    spoken = [f"{name.split(' ')[0]} is {'here' if at == stage else PLACES[at]}" for name, at in others]
    return format_html(
        '<span class="presence"><span class="avatars" aria-hidden="true">{}</span> {}</span>',
        format_html_join("", "{}", ((ui.avatar(name),) for name, _ in others)),
        ", ".join(spoken),
    )


def refused(request, plan, refusals, *, state="refused", back=""):
    """Texts that could not be saved: never thrown away, but shown again with the reason and what can be done."""
    if wants_json(request):
        return JsonResponse({"state": state, "message": refusals[0].reason}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    context = {"plan": plan, "refusals": refusals, "back": back or addresses.of_page(plan, refusals[0].prompt.stage)}
    return render(request, "planning/answers/unsaved.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
