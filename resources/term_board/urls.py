"""Addresses of the term board."""

from django.urls import path

from resources.term_board import views

urlpatterns = [
    path("", views.topic_board, name="topic_board"),
    path("download/", views.topic_board_download, name="topic_board_download"),
    path("seen/", views.topics_seen, name="topics_seen"),
    path("seen/undo/", views.topics_unseen, name="topics_unseen"),
    path("<int:request_id>/move/", views.topic_board_move, name="topic_board_move"),
]
