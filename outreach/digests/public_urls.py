"""Addresses of the digest that need no account: stopping it."""

from django.urls import path

from outreach.digests.public_views import stop

urlpatterns = [
    path("<str:token>/", stop, name="stop"),
]
