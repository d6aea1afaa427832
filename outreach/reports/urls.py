"""Addresses of the leaders' page, of single figures, and of reports that are written and published."""

from django.urls import path

from outreach.reports.programme import views as programme_views

urlpatterns = [
    path("programme/", programme_views.programme, name="programme"),
    path("programme/<path:year>/", programme_views.programme_place, name="programme_place"),
]
