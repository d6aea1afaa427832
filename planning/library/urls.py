"""Addresses of what a plan works with."""

from django.urls import path

from planning.library import views

urlpatterns = [
    path("<int:plan_id>/library/", views.plan_library, name="plan_library"),
    path("<int:plan_id>/library/<slug:kind>/<int:thing_id>/", views.plan_library_add, name="plan_library_add"),
    path("<int:plan_id>/library/<int:row_id>/remove/", views.plan_library_remove, name="plan_library_remove"),
]
