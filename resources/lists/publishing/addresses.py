"""The public address of a list."""

from django.urls import reverse


def public_address(request, resource_list):
    """The whole public address of a list; empty where it has none."""
    if not resource_list.token:
        return ""
    return request.build_absolute_uri(reverse("public_list", kwargs={"token": resource_list.token}))
