"""Addresses of what goes out to people: the desk."""

from django.urls import include, path

urlpatterns = [
    path("", include("outreach.desk.urls")),
]
