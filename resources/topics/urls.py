"""Addresses of topics."""

from django.urls import path

from resources.topics import views

urlpatterns = [
    path("", views.topics, name="topics"),
]
