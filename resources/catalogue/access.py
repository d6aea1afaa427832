"""How views come by a title or a copy of the member's own school."""

from django.http import Http404

from resources.catalogue import queries


def resource_or_404(request, resource_id):
    """A title of the school in the address."""
    resource = queries.resource_of(member=request.member, resource_id=resource_id)
    if resource is None:
        raise Http404
    return resource


def copy_or_404(request, copy_id):
    """A copy of the school in the address, with its title."""
    copy = queries.copy_of(member=request.member, copy_id=copy_id)
    if copy is None:
        raise Http404
    return copy
