"""Addresses of digests."""

urlpatterns = []
