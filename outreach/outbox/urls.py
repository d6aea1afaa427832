"""Addresses of the outbox."""

from django.urls import path

from outreach.outbox import list_views, rules_views, views

urlpatterns = [
    path("", list_views.messages, name="messages"),
    path("again/", list_views.messages_again, name="messages_again"),
    path("leave/", list_views.messages_leave, name="messages_leave"),
    path("now/", list_views.messages_now, name="messages_now"),
    path("pause/", list_views.messages_pause, name="messages_pause"),
    path("resume/", list_views.messages_resume, name="messages_resume"),
    path("refused/again/", list_views.failing_addresses_clear, name="failing_addresses_clear"),
    path("refused/<int:address_id>/again/", list_views.failing_address_clear, name="failing_address_clear"),
    path("rules/", rules_views.mail_rules, name="mail_rules"),
    path("check/", rules_views.mail_check, name="mail_check"),
    path("check/server/", rules_views.mail_server_reach, name="mail_server_reach"),
    path("<int:message_id>/", views.message, name="message"),
    path("<int:message_id>/html/", views.message_html, name="message_html"),
    path("<int:message_id>/again/", views.message_again, name="message_again"),
    path("<int:message_id>/cancel/", views.message_cancel, name="message_cancel"),
    path("<int:message_id>/settle/", views.message_settle, name="message_settle"),
]
