"""Addresses of budgets."""

from django.urls import path

from resources.budgets import views

urlpatterns = [
    path("", views.budgets, name="budgets"),
    path("download/", views.budgets_download, name="budgets_download"),
    path("set/", views.budget_set, name="budget_set"),
]
