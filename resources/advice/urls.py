"""Addresses of advice."""

from django.urls import path

from resources.advice import views

urlpatterns = [
    path("<int:advice_id>/", views.advice_give, name="advice_give"),
]
