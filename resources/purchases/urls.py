"""Addresses of purchases."""

from django.urls import path

from resources.advice.views import advice_ask
from resources.purchases import arrival_views, list_views, undoing_views, views

urlpatterns = [
    path("", list_views.purchases, name="purchases"),
    path("download/", list_views.purchases_download, name="purchases_download"),
    path("add/", views.purchase_add, name="purchase_add"),
    path("<int:purchase_id>/", views.purchase, name="purchase"),
    path("<int:purchase_id>/change/", views.purchase_change, name="purchase_change"),
    path("<int:purchase_id>/move/", views.purchase_move, name="purchase_move"),
    path("<int:purchase_id>/available/", arrival_views.purchase_available, name="purchase_available"),
    path("<int:purchase_id>/available/undo/", undoing_views.purchase_undo, name="purchase_undo"),
    path("<int:purchase_id>/ask/", advice_ask, name="advice_ask"),
]
