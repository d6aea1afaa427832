"""Addresses of calls."""

urlpatterns = []
