"""An HTML letter alone on its page: it styles itself inline, and may do nothing else."""

from django.http import HttpResponse

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"
IN_A_FRAME = f"{POLICY} allow-popups-to-escape-sandbox; frame-ancestors 'self'"
LINKS_OPEN_A_WINDOW = '<head><base target="_blank">'


def letter_page(html, *, is_framed=False):
    """The response that holds a letter as it is sent; with `is_framed` our own pages may show it in a frame.

    Such a page needs `csp_update({"frame-src": [SELF]})` on its view and includes `components/letter_frame.html`. A
    link in the frame opens a window of its own, since our pages stand in none.
    """
    if not is_framed:
        response = HttpResponse(html)
        response.headers["Content-Security-Policy"] = POLICY
        return response
    response = HttpResponse(html.replace("<head>", LINKS_OPEN_A_WINDOW, 1))
    response.headers["Content-Security-Policy"] = IN_A_FRAME
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
