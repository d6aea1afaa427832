"""Addresses: the way in first, then one part for each app under the school's slug."""

from django.conf import settings
from django.urls import include, path

from collab.home import views as home

handler400 = "collab.uploads.unreadable"

urlpatterns = [
    path("", home.home, name="home"),
    path("-/health/", home.health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("set-up/", include("collab.setup.urls")),
    path("", include("collab.signin.urls")),
    path("", include("resources.public_urls")),
    path("", include("outreach.public_urls")),
    path("<slug:school_slug>/", include("outreach.urls")),
    path("<slug:school_slug>/", include("planning.urls")),
    path("<slug:school_slug>/", include("resources.urls")),
    path("<slug:school_slug>/people/", include("collab.people.urls")),
    path("<slug:school_slug>/people/import/", include("collab.staff_import.urls")),
    path("<slug:school_slug>/school/", include("collab.school_settings.urls")),
]

if settings.DEVELOPMENT:
    urlpatterns.insert(0, path("-/", include("collab.gallery.urls")))
    urlpatterns.insert(0, path("-/mail/", include("collab.signin.mail_urls")))
