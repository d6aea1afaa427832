"""Address of the desk."""

from django.urls import path

from outreach.desk import views

urlpatterns = [
    path("", views.desk, name="desk"),
]
