"""Addresses of the list of plans."""

from django.urls import path

from planning.listing import views

urlpatterns = [
    path("", views.plans, name="plans"),
    path("download/", views.plans_download, name="plans_download"),
]
