"""Addresses of a report for people without an account."""

from django.urls import path

from outreach.reports.published import chart_views, public_views

urlpatterns = [
    path("<str:token>/", public_views.shared_report, name="shared_report"),
    path("<str:token>/pdf/", public_views.shared_report_pdf, name="shared_report_pdf"),
    path("<str:token>/picture/<slug:digest>/", public_views.shared_report_picture, name="shared_report_picture"),
    path("<str:token>/<slug:figure>/svg/", chart_views.shared_report_chart, {"kind": "svg"}, "shared_report_svg"),
    path("<str:token>/<slug:figure>/png/", chart_views.shared_report_chart, {"kind": "png"}, "shared_report_png"),
]
