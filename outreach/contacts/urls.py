"""Addresses of conversations, and of the departments with whom the library has reached there."""

from django.urls import path

from outreach.contacts import grow_views, list_views, reached_views, views

urlpatterns = [
    path("", reached_views.in_touch, name="in_touch"),
    path("conversations/", list_views.contacts, name="contacts"),
    path("conversations/download/", list_views.contacts_download, name="contacts_download"),
    path("conversations/add/", views.contact_add, name="contact_add"),
    path("conversations/<int:contact_id>/", views.contact, name="contact"),
    path("conversations/<int:contact_id>/change/", views.contact_change, name="contact_change"),
    path("conversations/<int:contact_id>/remove/", views.contact_remove, name="contact_remove"),
    path("conversations/<int:contact_id>/grow/", grow_views.contact_grow, name="contact_grow"),
]
