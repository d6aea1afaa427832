"""Addresses of the induction list."""

from django.urls import path

from outreach.inductions import views

urlpatterns = [
    path("", views.inductions, name="inductions"),
    path("<int:member_id>/note/", views.induction_note, name="induction_note"),
    path("<int:member_id>/aside/", views.induction_set_aside, name="induction_set_aside"),
    path("<int:member_id>/back/", views.induction_take_back, name="induction_take_back"),
]
