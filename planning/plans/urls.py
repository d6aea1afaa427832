"""Addresses of a plan as a whole, and of its stages."""

from django.urls import path

from planning.plans import removal_views, stage_views, views

urlpatterns = [
    path("new/", views.plan_start, name="plan_start"),
    path("<int:plan_id>/", views.plan, name="plan"),
    path("<int:plan_id>/head/", views.plan_head, name="plan_head"),
    path("<int:plan_id>/level/", views.plan_level, name="plan_level"),
    path("<int:plan_id>/share/", views.plan_share, name="plan_share"),
    path("<int:plan_id>/close/", views.plan_close, name="plan_close"),
    path("<int:plan_id>/reopen/", views.plan_reopen, name="plan_reopen"),
    path("<int:plan_id>/remove/", removal_views.plan_remove, name="plan_remove"),
    path("<int:plan_id>/stages/<int:number>/", stage_views.stage, name="stage"),
    path("<int:plan_id>/stages/<int:number>/complete/", stage_views.stage_complete, name="stage_complete"),
    path("<int:plan_id>/stages/<int:number>/reopen/", stage_views.stage_reopen, name="stage_reopen"),
]
