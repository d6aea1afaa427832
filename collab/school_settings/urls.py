"""Addresses of the school's settings."""

from django.urls import path

from collab.school_settings import views
from collab.school_settings.lists import views as lists
from collab.school_settings.lists.kinds import KINDS
from collab.school_settings.terms import views as terms


def of_list(kind):
    """The addresses of one list, which hand its kind to the views."""
    about = {"kind": kind}
    return [
        path(f"{kind.slug}/", lists.rows, about, name=kind.name),
        path(f"{kind.slug}/add/", lists.row_add, about, name=f"{kind.one_name}_add"),
        path(f"{kind.slug}/<int:row_id>/", lists.row_change, about, name=f"{kind.one_name}_change"),
        path(f"{kind.slug}/<int:row_id>/remove/", lists.row_remove, about, name=f"{kind.one_name}_remove"),
    ]


urlpatterns = [
    path("", views.school_settings, name="school_settings"),
    path("logo/<slug:digest>/", views.school_logo, name="school_logo"),
    path("terms/", terms.terms, name="terms"),
    path("terms/add/", terms.term_add, name="term_add"),
    path("terms/next-year/", terms.terms_next_year, name="terms_next_year"),
    path("terms/<int:term_id>/", terms.term_change, name="term_change"),
    path("terms/<int:term_id>/remove/", terms.term_remove, name="term_remove"),
    *(address for kind in KINDS for address in of_list(kind)),
    path("year-levels/<int:row_id>/move/", lists.year_level_move, name="year_level_move"),
    path("classes/add-several/", lists.classes_add, name="classes_add"),
]
