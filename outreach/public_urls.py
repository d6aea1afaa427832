"""Addresses outside of any school: what a letter leads to, for whoever holds its link."""

from django.urls import include, path

urlpatterns = [
    path("-/answer/", include("outreach.calls.public_urls")),
    path("-/report/", include("outreach.reports.published.public_urls")),
    path("-/stop/", include("outreach.digests.public_urls")),
]
