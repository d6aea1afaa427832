"""Addresses of what each member gets: their digests, and what they want by mail."""

urlpatterns = []
