"""Addresses of answers."""

from django.urls import path

from planning.answers import views

urlpatterns = [
    path("<int:plan_id>/answers/<slug:prompt>/", views.answer_save, name="answer_save"),
    path("<int:plan_id>/answers/<slug:prompt>/settle/", views.answer_settle, name="answer_settle"),
    path("<int:plan_id>/presence/", views.presence, name="presence"),
]
