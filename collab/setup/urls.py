"""Addresses of the first-run set-up."""

urlpatterns = []
