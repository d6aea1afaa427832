"""Publishing a report and taking it back: each asks first, and says whom it reaches."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab import asked
from collab.access import member
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from collab.paper.typst import CannotSet
from outreach.outbox.pausing import tell_sent
from outreach.reports.drafts import queries as drafts
from outreach.reports.drafts.pages import edit_address
from outreach.reports.drafts.views import keep
from outreach.reports.published import actions
from outreach.reports.published.contents import contents_of
from outreach.reports.published.forms import WithdrawForm
from outreach.reports.published.queries import link_of
from outreach.reports.published.question import question
from outreach.reports.published.telling import readers_of

NOT_SET = "The PDF could not be made, so nothing was published. The log of the server says why."


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def report_publish(request, school_slug, report_id):
    """Asks once what will happen, then publishes. What stands in the form of a draft is kept before it asks."""
    report = _report_or_404(request, report_id)
    if "version" in request.POST and (not_kept := keep(request, report, drafts.stories_of(report))):
        return not_kept
    try:
        if number := asked.key(request.POST.get("number")):
            return _published(request, report, number)
        return _asked(request, report)
    except actions.ChangedSince as change:
        messages.error(request, str(change))
        return redirect("report_preview", school_slug=school_slug, report_id=report.pk)
    except (Refused, CannotSet) as refusal:
        messages.error(request, NOT_SET if isinstance(refusal, CannotSet) else str(refusal))
        return redirect(edit_address(report))


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def report_withdraw(request, school_slug, report_id):
    """Asks why, then takes back what was published, until something else is."""
    report = _report_or_404(request, report_id)
    version = drafts.newest_version(report)
    if version is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if version.withdrawn_at:
        messages.info(request, "It was withdrawn already.")
        return redirect(report)
    if request.method != "POST" or not form.is_valid():
        context = {"report": report, "version": version, "form": form, "link": link_of(report)}
        return render(
            request, "outreach/reports/published/withdraw.html", context, status=422 if form.is_bound else 200
        )
    try:
        actions.withdraw(report=report, because=form.cleaned_data["because"], by=request.member, now=timezone.now())
    except AlreadyDone as done:
        messages.info(request, str(done))
    else:
        messages.success(request, "The report is withdrawn. Only librarians read it now.")
    return redirect(report)


def _asked(request, report):
    """The question; after a form was kept, at an address of its own, so that loading it again sends nothing twice."""
    if report.removed_at:
        raise Refused(actions.REMOVED.format(by=report.removed_by))
    if request.method == "POST":
        return redirect("report_publish", school_slug=report.school.slug, report_id=report.pk)
    seen = actions.words_seen(contents_of(report, on=report.school.day_of(timezone.now())))
    if request.GET.get("seen", seen) != seen:
        raise actions.ChangedSince
    context = question(report=report, by=request.member, now=timezone.now()) | {"seen": seen}
    return render(request, "outreach/reports/published/publish.html", context)


def _published(request, report, number):
    is_told = "tell" in request.POST
    try:
        version = actions.publish(
            report=report,
            by=request.member,
            now=timezone.now(),
            seen=request.POST.get("seen", ""),
            number=number,
            is_told=is_told,
        )
    except actions.PublishedMeanwhile as meanwhile:
        messages.info(request, str(meanwhile))
    else:
        _say(request, version, len(readers_of(report, but=request.member)) if is_told else 0)
    return redirect(report)


def _say(request, version, told):
    published = f"Version {version.number} is published."
    if not told:
        messages.success(request, f"{published} Nobody is told by mail.")
    else:
        whom = "One leader is" if told == 1 else f"{told} leaders are"
        tell_sent(request, f"{published} {whom} told by mail.", now=timezone.now())


def _report_or_404(request, report_id):
    report = drafts.draft_of(request.member, report_id)
    if report is None:
        raise Http404
    return report
