"""The charts of a published report as files: for whoever may read it here, and for whoever has its address."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from collab.access import member, public
from outreach.reports.published.charts import KINDS
from outreach.reports.published.public_views import gone, private
from outreach.reports.published.queries import version_behind, version_of
from outreach.reports.published.views import file_name


@require_safe
@member()
def report_chart(request, school_slug, report_id, number, key, kind):
    """A chart of a version."""
    version = version_of(request.member, report_id, number)
    if version is None:
        raise Http404
    return _file(version, key, kind)


@require_safe
@public
def shared_report_chart(request, token, figure, kind):
    """A chart of the newest version."""
    version = version_behind(token)
    return private(_file(version, figure, kind)) if version else gone(request)


def _file(version, key, kind):
    make, media_type = KINDS[kind]
    content = make(version.contents, key)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=media_type)
    name = f"{file_name(version)}-{key.replace('_', '-')}.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
