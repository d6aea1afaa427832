"""Addresses of the mail that development writes to files; none when a mail server is set."""

from django.conf import settings
from django.urls import path

from collab.signin import mail_views as views

urlpatterns = (
    []
    if settings.EMAIL_URL
    else [
        path("", views.mail_list, name="mail_list"),
        path("<str:file>/<int:number>/", views.mail, name="mail"),
        path("<str:file>/<int:number>/html/", views.mail_html, name="mail_html"),
    ]
)
