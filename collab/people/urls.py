"""Addresses of the directory."""

from django.urls import path

from collab.people import leaving, views

urlpatterns = [
    path("", views.people, name="people"),
    path("download/", views.people_download, name="people_download"),
    path("add/", views.person_add, name="person_add"),
    path("<int:member_id>/", views.person, name="person"),
    path("<int:member_id>/change/", views.person_change, name="person_change"),
    path("<int:member_id>/deactivate/", leaving.person_deactivate, name="person_deactivate"),
    path("<int:member_id>/reactivate/", leaving.person_reactivate, name="person_reactivate"),
]
