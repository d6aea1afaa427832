"""Addresses of purchases."""

from django.urls import path

from resources.purchases import views

urlpatterns = [
    path("", views.purchases, name="purchases"),
]
