"""Who may open a view: `@public`, `@signed_in` or `@member(roles)`, and nothing else.

Each decorator leaves its word on the view as `access`, so that the whole table can be read off the URLconf.
"""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404

from collab.models import Role


def public(view):
    """Open to everybody, without signing in."""
    view = login_not_required(view)
    view.access = ("public",)
    return view


def signed_in(view):
    """Open to everybody with an account, of whatever school."""
    view.access = ("signed in",)
    return view


def member(*roles):
    """Open to active members of the school in the address, with one of the roles if any are named.

    Somebody of another school gets 404 and learns nothing; a colleague without the role gets 403 and the reason.
    """

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if request.member is None:
                raise Http404
            if roles and not request.member.has_role(*roles):
                raise PermissionDenied(f"This page is for {_spoken(roles)}.")
            return view(request, *args, **kwargs)

        checked.access = tuple(Role(role).value for role in roles) or ("member",)
        return checked

    return decorate


def _spoken(roles):
    """“librarians and administrators”"""
    words = [f"{Role(role).label.lower()}s" for role in roles]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
