"""Addresses of the curriculum map."""

from django.urls import path

from resources.curriculum_map import views

urlpatterns = [
    path("", views.curriculum_map, name="curriculum_map"),
    path("download/", views.curriculum_map_download, name="curriculum_map_download"),
]
