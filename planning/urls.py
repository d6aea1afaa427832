"""Addresses of plans: each folder has its own."""

from django.urls import include, path

urlpatterns = [
    path("plans/", include("planning.listing.urls")),
    path("plans/", include("planning.plans.urls")),
    path("plans/", include("planning.answers.urls")),
    path("plans/", include("planning.rows.urls")),
    path("plans/", include("planning.library.urls")),
    path("plans/", include("planning.evidence.urls")),
    path("plans/", include("planning.pdf.urls")),
]
