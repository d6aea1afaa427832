"""Addresses of the leaders' page, of single figures, and of reports that are written and published."""

from django.urls import include, path

from outreach.reports import file_views, views
from outreach.reports.programme import views as programme_views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:figure>/", views.figure, name="figure"),
    path("figures/<slug:figure>/behind/", views.figure_behind, name="figure_behind"),
    path("figures/<slug:figure>/csv/", file_views.figure_csv, name="figure_csv"),
    path("figures/<slug:figure>/xlsx/", file_views.figure_xlsx, name="figure_xlsx"),
    path("figures/<slug:figure>/svg/", file_views.chart_svg, name="chart_svg"),
    path("figures/<slug:figure>/png/", file_views.chart_png, name="chart_png"),
    path("written/", include("outreach.reports.drafts.urls")),
    path("written/", include("outreach.reports.published.urls")),
    path("programme/", programme_views.programme, name="programme"),
    path("programme/<path:year>/", programme_views.programme_place, name="programme_place"),
]
