"""Addresses of the mail that development writes to files."""

urlpatterns = []
