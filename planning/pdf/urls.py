"""Address of a plan's PDF."""

from django.urls import path

from planning.pdf import views

urlpatterns = [
    path("<int:plan_id>/plan.pdf", views.plan_pdf, name="plan_pdf"),
]
