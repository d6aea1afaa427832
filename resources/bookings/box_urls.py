"""The address at which a box is booked: it lies below that of the box."""

from django.urls import path

from resources.bookings import views

urlpatterns = [
    path("<int:box_id>/book/", views.booking_add, name="booking_add"),
]
