"""A document as the answer to a request: the PDF, or a page that says that it could not be made."""

import logging

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from collab.paper import typst

log = logging.getLogger(__name__)


def pdf_response(request, template, document, name, *, back):
    """The PDF (see `typst.pdf`) under a file name; `back` is the address of the page whose document it is."""
    try:
        content = typst.pdf(template, document)
    except typst.CannotSet as error:
        log.error("%s could not be set as a PDF: %s", name, error)
        return render(request, "pdf_failed.html", {"back": back}, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
