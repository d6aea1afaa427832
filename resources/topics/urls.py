"""Addresses of topics."""

from django.urls import path

from resources.topics import ask_views, request_views, views

urlpatterns = [
    path("", views.topics, name="topics"),
    path("ask/", ask_views.topics_ask, name="topics_ask"),
    path("nothing/", views.topics_nothing, name="topics_nothing"),
    path("nothing/take-back/", views.topics_nothing_take_back, name="topics_nothing_take_back"),
    path("<int:request_id>/", request_views.topic_request, name="topic_request"),
    path("<int:request_id>/change/", request_views.topic_request_change, name="topic_request_change"),
    path("<int:request_id>/move/", request_views.topic_request_move, name="topic_request_move"),
]
