"""Addresses of boxes."""

from django.urls import path

from resources.boxes import filling_views, item_views, keeping_views, picture_views, serving_views, version_views, views
from resources.boxes.papers import views as paper_views

urlpatterns = [
    path("", views.boxes, name="boxes"),
    path("download/", views.boxes_download, name="boxes_download"),
    path("add/", keeping_views.box_add, name="box_add"),
    path("<int:box_id>/", filling_views.box, name="box"),
    path("<int:box_id>/change/", keeping_views.box_change, name="box_change"),
    path("<int:box_id>/retire/", keeping_views.box_retire, name="box_retire"),
    path("<int:box_id>/restore/", keeping_views.box_restore, name="box_restore"),
    path("<int:box_id>/proposals/", filling_views.box_proposals, name="box_proposals"),
    path("<int:box_id>/items/find/", filling_views.box_item_find, name="box_item_find"),
    path("<int:box_id>/items/dismiss/", filling_views.box_item_dismiss, name="box_item_dismiss"),
    path("<int:box_id>/items/pick/", filling_views.box_item_pick, name="box_item_pick"),
    path("<int:box_id>/items/name/", filling_views.box_item_name, name="box_item_name"),
    path("<int:box_id>/items/back/", item_views.box_item_put_back, name="box_item_put_back"),
    path("<int:box_id>/items/<int:item_id>/", item_views.box_item_change, name="box_item_change"),
    path("<int:box_id>/items/<int:item_id>/remove/", item_views.box_item_remove, name="box_item_remove"),
    path("<int:box_id>/serve/", serving_views.box_serve, name="box_serve"),
    path("<int:box_id>/serve-no-more/", serving_views.box_serve_no_more, name="box_serve_no_more"),
    path("<int:box_id>/versions/<int:number>/", version_views.box_version, name="box_version"),
    path("<int:box_id>/picture/", picture_views.box_picture, name="box_picture"),
    path("<int:box_id>/picture/change/", picture_views.box_picture_change, name="box_picture_change"),
    path("<int:box_id>/picture/remove/", picture_views.box_picture_remove, name="box_picture_remove"),
    path("<int:box_id>/label.pdf", paper_views.box_label, name="box_label"),
    path("<int:box_id>/sheet.pdf", paper_views.box_sheet, name="box_sheet"),
]
