"""Addresses of lists."""

from django.urls import path

from resources.lists import page_views, views
from resources.lists.curating import views as curating
from resources.lists.entries import views as entries
from resources.lists.links import views as links
from resources.lists.listing import views as listing
from resources.lists.publishing import views as publishing

urlpatterns = [
    path("", listing.resource_lists, name="resource_lists"),
    path("download/", listing.resource_lists_download, name="resource_lists_download"),
    path("new/", views.resource_list_add, name="resource_list_add"),
    path("<int:list_id>/", page_views.resource_list, name="resource_list"),
    path("<int:list_id>/change/", views.resource_list_change, name="resource_list_change"),
    path("<int:list_id>/copy/", views.resource_list_copy, name="resource_list_copy"),
    path("<int:list_id>/remove/", views.resource_list_remove, name="resource_list_remove"),
    path("<int:list_id>/give/", curating.resource_list_give, name="resource_list_give"),
    path("<int:list_id>/topics/attach/", page_views.resource_list_attach, name="resource_list_attach"),
    path("<int:list_id>/topics/detach/", page_views.resource_list_detach, name="resource_list_detach"),
    path("<int:list_id>/links/again/", links.resource_list_look_again, name="resource_list_look_again"),
    path("<int:list_id>/publish/", publishing.resource_list_publish, name="resource_list_publish"),
    path("<int:list_id>/revoke/", publishing.resource_list_revoke, name="resource_list_revoke"),
    path("<int:list_id>/code.pdf", publishing.resource_list_qr, name="resource_list_qr"),
    path("<int:list_id>/curators/add/", curating.curator_add, name="curator_add"),
    path("<int:list_id>/curators/remove/", curating.curator_remove, name="curator_remove"),
    path("<int:list_id>/entries/add/", entries.list_entry_add, name="list_entry_add"),
    path("<int:list_id>/entries/<int:entry_id>/", entries.list_entry_change, name="list_entry_change"),
    path("<int:list_id>/entries/<int:entry_id>/move/", entries.list_entry_move, name="list_entry_move"),
    path("<int:list_id>/entries/<int:entry_id>/remove/", entries.list_entry_remove, name="list_entry_remove"),
    path("<int:list_id>/entries/<int:entry_id>/back/", entries.list_entry_put_back, name="list_entry_put_back"),
]
