"""Addresses of weeding."""

from django.urls import path

from resources.weeding import views

urlpatterns = [
    path("", views.weedings, name="weedings"),
]
