"""Addresses of what the library prepares."""

urlpatterns = []
