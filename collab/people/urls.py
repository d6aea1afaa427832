"""Addresses of the directory."""

urlpatterns = []
