"""Addresses outside of any school: what the library shows to everybody who has the address."""

from django.urls import path

from resources.lists.publishing.public_views import public_list

urlpatterns = [
    path("lists/<path:token>/", public_list, name="public_list"),
]
