"""An HTML letter alone on its page: it styles itself inline, and may do nothing else."""

from django.http import HttpResponse

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"
IN_A_FRAME = f"{POLICY}; frame-ancestors 'self'"


def letter_page(html, *, is_framed=False):
    """The response that holds a letter as it is sent; with `is_framed` our own pages may show it in a frame.

    Such a page needs `csp_update({"frame-src": [SELF]})` on its view, and `sandbox` on its frame.
    """
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = IN_A_FRAME if is_framed else POLICY
    if is_framed:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
