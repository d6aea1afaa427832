"""Addresses of boxes."""

from django.urls import path

from resources.boxes import views

urlpatterns = [
    path("", views.boxes, name="boxes"),
]
