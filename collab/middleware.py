"""What happens to every request: clean text, the member of the school in the address, browser policies."""

import unicodedata
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from collab.models import Member
from collab.prepared import Joined, Prepared

MEMBER = Joined(Member, "school", "user")

memberships_of = Prepared(
    MEMBER,
    lambda user: Member.objects.active().filter(user=user, user__is_active=True).values_list(*MEMBER.columns),
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


LAST_SCHOOL = "school"  # The cookie of those who belong to several: the one that they were in last.


class MemberMiddleware:
    """Sets `request.member` to the signed-in person's active Member in the school that the address names.

    The pages of an account belong to no school, and where somebody else's school is named there is nothing to see.
    There `request.at_home` is the member whose school the header shows: that of the only school, or of the one
    visited last. It allows nothing.

    One query loads member, school and user together; the user then serves `request.user` as well. The session's
    password hash is checked as Django does; whatever does not match is left to Django's own slower way.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.member = request.at_home = request.came_to_school = None
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        if request.came_to_school:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(LAST_SCHOOL, request.came_to_school, httponly=True, samesite="Lax", secure=secure)
        return response

    def process_view(self, request, view, args, kwargs):
        slug = kwargs.get("school_slug")
        is_for_members = slug or getattr(view, "login_required", True)
        user_id = request.session.get(SESSION_KEY) if is_for_members else None
        members = memberships_of(int(user_id)) if user_id is not None else []
        if not members or not self._session_fits(request, members[0].user):
            return
        of_school = {member.school.slug: member for member in members}
        last = request.COOKIES.get(LAST_SCHOOL)
        request.member = of_school.get(slug)
        request._cached_user = (request.member or members[0]).user
        if request.member is None:
            request.at_home = members[0] if len(members) == 1 else of_school.get(last)
            return
        request.came_to_school = slug if len(members) > 1 and slug != last else None
        timezone.activate(ZoneInfo(request.member.school.time_zone))

    @staticmethod
    def _session_fits(request, user):
        if request.session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
            return False
        user.backend = request.session[BACKEND_SESSION_KEY]
        session_hash = request.session.get(HASH_SESSION_KEY, "")
        return constant_time_compare(session_hash, user.get_session_auth_hash())
