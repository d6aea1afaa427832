"""Addresses of catalogue."""

from django.urls import path

from resources.catalogue import views

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
]
