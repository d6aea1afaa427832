"""Addresses of the catalogue."""

from django.urls import path

from resources.catalogue import copy_views, keeping_views, views
from resources.catalogue.finding import views as finding

urlpatterns = [
    path("", finding.catalogue, name="catalogue"),
    path("download/", finding.catalogue_download, name="catalogue_download"),
    path("titles/add/", keeping_views.resource_add, name="resource_add"),
    path("titles/<int:resource_id>/", views.resource, name="resource"),
    path("titles/<int:resource_id>/change/", keeping_views.resource_change, name="resource_change"),
    path("titles/<int:resource_id>/withdraw/", views.resource_withdraw, name="resource_withdraw"),
    path("titles/<int:resource_id>/restore/", views.resource_restore, name="resource_restore"),
    path("titles/<int:resource_id>/copies/add/", copy_views.copy_add, name="copy_add"),
    path("copies/<int:copy_id>/withdraw/", copy_views.copy_withdraw, name="copy_withdraw"),
    path("copies/<int:copy_id>/restore/", copy_views.copy_restore, name="copy_restore"),
]
