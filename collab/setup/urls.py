"""Addresses of the first-run set-up."""

from django.urls import path

from collab.setup import views

urlpatterns = [
    path("", views.set_up, name="set_up"),
    path("code/", views.set_up_code, name="set_up_code"),
    path("terms/", views.set_up_terms, name="set_up_terms"),
    path("you/", views.set_up_you, name="set_up_you"),
]
