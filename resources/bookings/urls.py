"""Addresses of bookings."""

from django.urls import path

from resources.bookings import views

urlpatterns = [
    path("", views.bookings, name="bookings"),
]
