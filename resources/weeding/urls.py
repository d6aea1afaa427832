"""Addresses of weeding."""

from django.urls import path

from resources.advice.views import weeding_advice_ask
from resources.weeding import many_views, views

urlpatterns = [
    path("", views.weedings, name="weedings"),
    path("download/", views.weedings_download, name="weedings_download"),
    path("candidates/", views.weeding_candidates, name="weeding_candidates"),
    path("add/", views.weeding_add, name="weeding_add"),
    path("add/many/", many_views.weeding_add_many, name="weeding_add_many"),
    path("<int:weeding_id>/", views.weeding, name="weeding"),
    path("<int:weeding_id>/move/", views.weeding_move, name="weeding_move"),
    path("<int:weeding_id>/ask/", weeding_advice_ask, name="weeding_advice_ask"),
]
