"""Addresses of a call that need no account: the answer behind a personal link."""

urlpatterns = []
