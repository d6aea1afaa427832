"""Addresses of reports as they are published and read."""

from django.urls import path

from outreach.reports.published import chart_views, publishing_views, views

urlpatterns = [
    path("<int:report_id>/", views.report, name="report"),
    path("<int:report_id>/preview/", views.report_preview, name="report_preview"),
    path("<int:report_id>/publish/", publishing_views.report_publish, name="report_publish"),
    path("<int:report_id>/withdraw/", publishing_views.report_withdraw, name="report_withdraw"),
    path("<int:report_id>/address/", views.report_link, name="report_link"),
    path("<int:report_id>/address/revoke/", views.report_link_revoke, name="report_link_revoke"),
    path("<int:report_id>/<int:number>/", views.report_version, name="report_version"),
    path("<int:report_id>/<int:number>/pdf/", views.report_pdf, name="report_pdf"),
    path("<int:report_id>/<int:number>/picture/<slug:digest>/", views.report_picture, name="report_picture"),
    path("<int:report_id>/<int:number>/workbook/", views.report_workbook, name="report_workbook"),
    path("<int:report_id>/<int:number>/<slug:key>/csv/", views.report_table, name="report_table"),
    path("<int:report_id>/<int:number>/<slug:key>/svg/", chart_views.report_chart, {"kind": "svg"}, "report_svg"),
    path("<int:report_id>/<int:number>/<slug:key>/png/", chart_views.report_chart, {"kind": "png"}, "report_png"),
]
