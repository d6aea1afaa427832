"""Addresses of loans, and of what came back missing or damaged."""

from django.urls import path

from resources.bookings import correcting_views, follow_up_views, lending_views, strip_views, views

urlpatterns = [
    path("", strip_views.bookings, name="bookings"),
    path("follow-ups/", follow_up_views.follow_ups, name="follow_ups"),
    path("follow-ups/<int:follow_up_id>/", follow_up_views.follow_up_settle, name="follow_up_settle"),
    path("<int:booking_id>/", views.booking, name="booking"),
    path("<int:booking_id>/confirm/", views.booking_confirm, name="booking_confirm"),
    path("<int:booking_id>/cancel/", views.booking_cancel, name="booking_cancel"),
    path("<int:booking_id>/extend/", views.booking_extend, name="booking_extend"),
    path("<int:booking_id>/hand-out/", lending_views.booking_hand_out, name="booking_hand_out"),
    path("<int:booking_id>/take-back/", lending_views.booking_take_back, name="booking_take_back"),
    path("<int:booking_id>/undo/", correcting_views.booking_undo, name="booking_undo"),
    path("<int:booking_id>/pull-list/", lending_views.booking_pull_list, name="booking_pull_list"),
]
