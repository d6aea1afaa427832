"""Addresses of the staff import."""

from django.urls import path

from collab.staff_import import views

urlpatterns = [
    path("", views.staff_import, name="staff_import"),
    path("sample.csv", views.staff_import_sample, name="staff_import_sample"),
    path("<int:import_id>/", views.staff_import_preview, name="staff_import_preview"),
    path("<int:import_id>/run/", views.staff_import_run, name="staff_import_run"),
    path("<int:import_id>/discard/", views.staff_import_discard, name="staff_import_discard"),
]
