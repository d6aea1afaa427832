"""Addresses of what goes out to people: the desk, the pages on which the library keeps in touch, and the reports."""

from django.urls import include, path

urlpatterns = [
    path("", include("outreach.desk.urls")),
    path("in-touch/", include("outreach.contacts.urls")),
    path("in-touch/new/", include("outreach.inductions.urls")),
    path("in-touch/calls/", include("outreach.calls.urls")),
    path("in-touch/digests/", include("outreach.digests.urls")),
    path("in-touch/mail/", include("outreach.outbox.urls")),
    path("mail/", include("outreach.digests.own_urls")),
    path("reports/", include("outreach.reports.urls")),
]
