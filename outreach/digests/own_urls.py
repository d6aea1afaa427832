"""Addresses of what each member gets: their digests, and what they want by mail."""

from django.urls import path

from outreach.digests import choices_views, own_views, want_views

urlpatterns = [
    path("", own_views.digests, name="digests"),
    path("choices/", choices_views.mail_choices, name="mail_choices"),
    path("<int:edition_id>/", own_views.digest, name="digest"),
    path("<int:edition_id>/<int:resource_id>/", want_views.digest_want, name="digest_want"),
]
