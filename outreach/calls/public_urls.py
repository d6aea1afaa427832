"""Addresses of a call that need no account: the answer behind a personal link."""

from django.urls import path

from outreach.calls import answer_topic_views, answer_views

urlpatterns = [
    path("<str:token>/", answer_views.answer, name="answer"),
    path("<str:token>/topics/", answer_views.answer_topics, name="answer_topics"),
    path("<str:token>/topics/<int:request_id>/", answer_topic_views.answer_change, name="answer_change"),
    path("<str:token>/topics/<int:request_id>/move/", answer_topic_views.answer_move, name="answer_move"),
    path("<str:token>/again/", answer_views.answer_again, name="answer_again"),
    path("<str:token>/nothing/", answer_views.answer_nothing, name="answer_nothing"),
    path("<str:token>/nothing/take-back/", answer_views.answer_nothing_take_back, name="answer_nothing_take_back"),
    path("<str:token>/hand-on/", answer_views.answer_hand_on, name="answer_hand_on"),
    path("<str:token>/hand-back/", answer_views.answer_hand_back, name="answer_hand_back"),
]
