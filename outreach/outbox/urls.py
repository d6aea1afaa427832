"""Addresses of outbox."""

urlpatterns = []
