"""The curriculum map: who teaches what in which term, over the years."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.access import member
from collab.downloads import table_response
from resources.curriculum_map.downloads import table_of_map
from resources.curriculum_map.filters import Asked
from resources.curriculum_map.pages import chart


@member()
@require_safe
def curriculum_map(request, school_slug):
    """The topics of several years: departments or year levels down, terms across."""
    context = chart(member=request.member, asked=Asked.read(request.GET), today=timezone.localdate())
    return render(request, "resources/curriculum_map/index.html", context)


@member()
@require_safe
def curriculum_map_download(request, school_slug):
    """The same map as a file: CSV, or XLSX with `?format=xlsx`."""
    header, rows = table_of_map(member=request.member, asked=Asked.read(request.GET), today=timezone.localdate())
    return table_response(request.GET.get("format"), f"curriculum-map-{school_slug}", header, rows)
