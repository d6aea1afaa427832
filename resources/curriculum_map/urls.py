"""Addresses of curriculum map."""

from django.urls import path

from resources.curriculum_map import views

urlpatterns = [
    path("", views.curriculum_map, name="curriculum_map"),
]
