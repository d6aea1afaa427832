"""Pages that show the mail of development; their addresses exist only with DEBUG and without EMAIL_URL."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collab.access import public
from collab.letter_page import letter_page
from collab.signin import mailbox


@public
@never_cache
@require_safe
def mail_list(request):
    """The latest letters, newest first."""
    return render(request, "signin/mail_list.html", {"letters": mailbox.latest()})


@public
@never_cache
@require_safe
def mail(request, file, number):
    """One letter as text, with its links."""
    return render(request, "signin/mail.html", {"letter": _letter_or_404(file, number)})


@public
@never_cache
@require_safe
def mail_html(request, file, number):
    """The HTML part of a letter, alone on its page."""
    return letter_page(_letter_or_404(file, number).html)


def _letter_or_404(file, number):
    letter = mailbox.find(file, number)
    if letter is None:
        raise Http404
    return letter
