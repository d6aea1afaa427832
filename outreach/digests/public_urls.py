"""Addresses of the digest that need no account: stopping it."""

urlpatterns = []
