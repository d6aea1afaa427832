"""Addresses of term board."""

from django.urls import path

from resources.term_board import views

urlpatterns = [
    path("", views.topic_board, name="topic_board"),
]
