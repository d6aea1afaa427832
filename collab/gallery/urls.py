"""The component gallery; included only while DEBUG is on."""

from django.urls import path

from collab.gallery import views

urlpatterns = [path("gallery/", views.gallery, name="gallery")]
