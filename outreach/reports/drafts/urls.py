"""Addresses of reports as they are written."""

from django.urls import path

from outreach.reports.drafts import picture_views, views

urlpatterns = [
    path("", views.reports_written, name="reports_written"),
    path("draft/", views.report_draft, name="report_draft"),
    path("<int:report_id>/edit/", views.report_edit, name="report_edit"),
    path("<int:report_id>/edit/tell/", views.report_story_add, name="report_story_add"),
    path("<int:report_id>/edit/leave-out/", views.report_story_remove, name="report_story_remove"),
    path(
        "<int:report_id>/edit/picture/<int:story_id>/", picture_views.report_story_picture, name="report_story_picture"
    ),
    path("<int:report_id>/remove/", views.report_remove, name="report_remove"),
]
