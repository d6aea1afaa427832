"""Addresses of calls."""

from django.urls import path

from outreach.calls import rules_views, views

urlpatterns = [
    path("", views.topic_calls, name="topic_calls"),
    path("open/", views.topic_call_open, name="topic_call_open"),
    path("rules/", rules_views.call_rules, name="call_rules"),
    path("letter/", rules_views.call_letter, name="call_letter"),
    path("letter/test/", rules_views.call_letter_test, name="call_letter_test"),
    path("<int:call_id>/", views.topic_call, name="topic_call"),
    path("<int:call_id>/remind/", views.topic_call_remind, name="topic_call_remind"),
    path("<int:call_id>/pause/", views.topic_call_pause, name="topic_call_pause"),
    path("<int:call_id>/resume/", views.topic_call_resume, name="topic_call_resume"),
    path("<int:call_id>/finish/", views.topic_call_finish, name="topic_call_finish"),
    path("<int:call_id>/summaries/", views.topic_call_summaries, name="topic_call_summaries"),
    path("invitations/<int:invitation_id>/revoke/", views.call_invitation_revoke, name="call_invitation_revoke"),
    path("invitations/<int:invitation_id>/send/", views.call_invitation_send, name="call_invitation_send"),
]
