"""Addresses of invitations and of switching schools."""

urlpatterns = []
