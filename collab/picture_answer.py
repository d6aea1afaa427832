"""A stored picture as the answer to a request."""

from django.http import HttpResponse

FOR_GOOD = "private, max-age=31536000, immutable"  # Where the address holds the digest of the picture.
NEVER = "private, no-store"


def picture_response(stored, *, keep=FOR_GOOD):
    """A `StoredPicture` (or a `Picture`) for a browser, which may keep it as `keep` says."""
    return HttpResponse(bytes(stored.content), content_type=stored.media_type, headers={"Cache-Control": keep})
