"""Addresses of a plan's evidence, below plans/."""

from django.urls import path

from planning.evidence import views

urlpatterns = [
    path("<int:plan_id>/evidence/add/", views.evidence_add, name="evidence_add"),
    path("<int:plan_id>/evidence/<int:row_id>/", views.evidence_change, name="evidence_change"),
    path("<int:plan_id>/evidence/<int:row_id>/remove/", views.evidence_remove, name="evidence_remove"),
    path("<int:plan_id>/evidence/<int:row_id>/file/", views.evidence_file, name="evidence_file"),
    path("<int:plan_id>/evidence/<int:row_id>/preview/", views.evidence_preview, name="evidence_preview"),
]
