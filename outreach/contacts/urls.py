"""Addresses of contacts."""

urlpatterns = []
