"""What happens to every request: clean text, the member of the school in the address, browser policies."""

import unicodedata
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import DEFAULT_DB_ALIAS
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from collab.models import Member, School, User
from collab.prepared import Prepared

LOADED = {model: [field.attname for field in model._meta.concrete_fields] for model in (Member, School, User)}


def _membership(*values):
    """A Member with its school and user, from the values of all their columns."""
    values = iter(values)
    member, school, user = (
        model.from_db(DEFAULT_DB_ALIAS, names, list(islice(values, len(names)))) for model, names in LOADED.items()
    )
    member.school, member.user = school, user
    return member


memberships_of = Prepared(
    _membership,
    lambda user: (
        Member.objects.active()
        .filter(user=user, user__is_active=True)
        .values_list(
            *LOADED[Member],
            *(f"school__{name}" for name in LOADED[School]),
            *(f"user__{name}" for name in LOADED[User]),
        )
    ),
)


def permissions_policy(get_response):
    """Adds the Permissions-Policy header, which Django does not know."""

    def respond(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return respond


def clean(text):
    """Text as PostgreSQL and UTF-8 can keep it: without NUL bytes and lone surrogates, composed (NFC)."""
    text = text.replace("\x00", "")
    text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", text)


class CleanTextMiddleware:
    """Cleans what people typed once, at the door, so that no form has to think of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.encoding:
            request.encoding = "utf-8"  # Every page is; what else a sender names may be no encoding of text at all.
        request.GET = self.cleaned(request.GET)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method == "POST":
            request._post = self.cleaned(request.POST)

    @staticmethod
    def cleaned(typed):
        result = QueryDict(mutable=True, encoding=typed.encoding)
        for key, values in typed.lists():
            result.setlist(clean(key), [clean(value) for value in values])
        result._mutable = False
        return result


class MemberMiddleware:
    """Sets `request.member` to the signed-in person's active Member in the school that the address names.

    One query loads member, school and user together; the user then serves `request.user` as well. The session's
    password hash is checked as Django does; whatever does not match is left to Django's own slower way.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.member = None
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request, view, args, kwargs):
        slug = kwargs.get("school_slug")
        user_id = request.session.get(SESSION_KEY) if slug else None
        if user_id is None:
            return
        member = next((one for one in memberships_of(int(user_id)) if one.school.slug == slug), None)
        if member is None or not self._session_fits(request, member.user):
            return
        request._cached_user = member.user
        request.member = member
        timezone.activate(ZoneInfo(member.school.time_zone))

    @staticmethod
    def _session_fits(request, user):
        if request.session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
            return False
        user.backend = request.session[BACKEND_SESSION_KEY]
        session_hash = request.session.get(HASH_SESSION_KEY, "")
        return constant_time_compare(session_hash, user.get_session_auth_hash())
