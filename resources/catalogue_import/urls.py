"""Addresses of catalogue import."""

from django.urls import path

from resources.catalogue_import import views

urlpatterns = [
    path("", views.catalogue_imports, name="catalogue_imports"),
]
