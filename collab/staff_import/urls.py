"""Addresses of the staff import."""

urlpatterns = []
