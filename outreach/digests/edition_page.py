"""The page of one edition: one form, of which every button keeps the words that stand in it."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from collab import asked
from collab.changing import Change
from collab.errors import Refused, RowChanged
from outreach.digests import actions, pages, queries
from outreach.digests.forms import WordsForm


def edition_or_404(request, edition_id):
    """The edition of the reader's school."""
    edition = queries.edition_of(member=request.member, edition_id=edition_id)
    if edition is None:
        raise Http404
    return edition


def show(request, edition):
    """The page, as it is opened."""
    highlights = queries.highlights_of(edition)
    form = WordsForm(highlights=highlights, initial={"introduction": edition.introduction})
    return _page(request, edition, highlights, form, Change(request, edition))


def keep_words(request, edition):
    """Keeps the words that a button of the page sends along, before it does what it is for.

    Returns None where they are kept, or none were sent; else the page with what was typed and why it is not kept.
    """
    if "introduction" not in request.POST:
        return None
    highlights = queries.highlights_of(edition)
    form, change = WordsForm(request.POST, highlights=highlights), Change(request, edition)
    if form.is_valid():
        about = {"introduction": form.cleaned_data["introduction"], "lines": form.lines, "version": change.version}
        try:
            actions.change_words(edition=edition, **about, by=request.member, now=timezone.now())
        except RowChanged as lost:
            change.version, change.title = lost.current.version, "Somebody changed this digest while you were typing."
            change.stands = [("Introduction", lost.current.introduction or "(empty)")]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return None
    return _page(request, edition, highlights, form, change, status=409 if change.is_lost else 422)


def _page(request, edition, highlights, form, change, status=200):
    about = {"q": asked.words(request.GET.get("q")), "by": request.member, "now": timezone.now()}
    context = pages.one(edition=edition, highlights=highlights, **about)
    context |= {"form": form, "change": change}
    return render(request, "outreach/digests/edition.html", context, status=status)
