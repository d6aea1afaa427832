"""Addresses of what loans tell."""

from django.urls import path

from resources.from_loans import views

urlpatterns = [
    path("", views.purchases_from_loans, name="purchases_from_loans"),
    path("leave-out/", views.purchases_from_loans_leave_out, name="purchases_from_loans_leave_out"),
]
