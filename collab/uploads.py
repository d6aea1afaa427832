"""What is sent and is too large: it is let go while it comes in, never held in memory, and answered with a sentence."""

from contextlib import suppress
from functools import cached_property

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import UnreadablePostError
from django.shortcuts import redirect, render
from django.views.defaults import bad_request

CHUNK = 64 * 1024
TOO_LARGE = "too-large"  # The parameter by which a form hears that more was sent to it than can be read.


def takes_files_up_to(size):
    """For a view that takes larger files than others: up to `size` bytes, from people who are signed in."""

    def decorate(view):
        view.largest_upload = size
        return view

    return decorate


class SizeLimit(FileUploadHandler):
    """Stops to keep a file at `settings.LARGEST_UPLOAD` bytes, or where a view takes more, at its own limit.

    The request then has `upload_is_too_large`. The rest of the file is read and dropped, so that the browser gets an
    answer instead of a broken connection.
    """

    @cached_property
    def largest(self):
        """In bytes. A file comes in before the view is asked who may send it: to strangers the usual limit applies."""
        largest = getattr(self.request.resolver_match.func, "largest_upload", settings.LARGEST_UPLOAD)
        return largest if SESSION_KEY in self.request.session else settings.LARGEST_UPLOAD

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > self.largest:
            self.request.upload_is_too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None


def says_when_too_large(view):
    """For a view whose form can say itself that a text was too large: it is opened anew with `TOO_LARGE`."""
    view.says_when_too_large = True
    return view


def unreadable(request, exception):
    """Django's answer to requests that it cannot read, and ours to those that are too large for it.

    Such a request was not read to its end, so that neither who sends it nor its token is known: nothing of it counts.
    """
    if not isinstance(exception, RequestDataTooBig):
        return bad_request(request, exception)
    _read_to_its_end(request)
    if getattr(request.resolver_match.func, "says_when_too_large", False):
        return redirect(f"{request.path}?{TOO_LARGE}")
    return render(request, "413.html", {"megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20}, status=413)


def _read_to_its_end(request):
    """Lets the rest of a request come in, since browsers show no answer before they have sent everything."""
    with suppress(UnreadablePostError):
        while request.read(CHUNK):
            pass
