"""Files as they are handed out: nothing in them runs, and only pictures that were drawn anew are shown in place."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# Nothing runs and nothing is fetched; styles are what a browser itself lays a picture out with.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"
A_WHILE = 5 * 60  # seconds: who looks through a plan loads each preview once, and a refusal is soon heeded.


def as_file(file):
    """A whole `EvidenceFile`: a picture in place, anything else as something to save."""
    response = _answer(file.content, file.media_type, "private, no-store")
    response.headers["Content-Disposition"] = content_disposition_header(not file.is_picture, file.name)
    return response


def as_preview(file):
    """The small JPEG of a picture. Its address changes with the piece."""
    return _answer(file.preview, "image/jpeg", f"private, max-age={A_WHILE}")


def _answer(content, media_type, caching):
    response = HttpResponse(bytes(content), content_type=media_type)
    response.headers["Cache-Control"] = caching
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
