"""Addresses of catalogue import."""

from django.urls import path

from resources.catalogue_import import views
from resources.catalogue_import.taking_back.views import catalogue_import_take_back

urlpatterns = [
    path("", views.catalogue_imports, name="catalogue_imports"),
    path("start/", views.catalogue_import_start, name="catalogue_import_start"),
    path("<int:import_id>/", views.catalogue_import, name="catalogue_import"),
    path("<int:import_id>/columns/", views.catalogue_import_columns, name="catalogue_import_columns"),
    path("<int:import_id>/cancel/", views.catalogue_import_cancel, name="catalogue_import_cancel"),
    path("<int:import_id>/take-back/", catalogue_import_take_back, name="catalogue_import_take_back"),
    path("<int:import_id>/progress/", views.catalogue_import_progress, name="catalogue_import_progress"),
    path("<int:import_id>/report/", views.catalogue_import_report, name="catalogue_import_report"),
]
