"""Addresses of lists."""

from django.urls import path

from resources.lists import views

urlpatterns = [
    path("", views.resource_lists, name="resource_lists"),
]
