"""Addresses of inductions."""

urlpatterns = []
