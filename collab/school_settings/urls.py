"""Addresses of the school's settings."""

urlpatterns = []
