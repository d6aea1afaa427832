"""Whoever is signed out is asked to sign in, and what they were typing stays on their page."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import render

from collab.signin.typed import held

LOOKS = ("GET", "HEAD")


class SignInRequired(LoginRequiredMiddleware):
    """Django's rule that views need a login, with an answer of its own to forms and to parts of pages.

    A redirect to the sign-in page would throw away a form that is sent after the session has ended, and htmx would
    put that page in the place of the form. They get 401 instead: app.js says what to do, and leaves the form alone; the
    page for a form keeps what was typed.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Django would ask first who it is, and read the session for it; a page for everybody need not know."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.method in LOOKS and "HX-Request" not in request.headers:
            return super().handle_no_permission(request, view_func)
        return render(request, "signin/signed_out.html", held(request), status=401)
