"""Addresses of what the library prepares: each folder has its own."""

from django.urls import include, path

urlpatterns = [
    path("topics/", include("resources.topics.urls")),
    path("topics/board/", include("resources.term_board.urls")),
    path("topics/map/", include("resources.curriculum_map.urls")),
    path("library/", include("resources.catalogue.urls")),
    path("library/imports/", include("resources.catalogue_import.urls")),
    path("library/boxes/", include("resources.boxes.urls")),
    path("library/boxes/", include("resources.bookings.box_urls")),
    path("library/loans/", include("resources.bookings.urls")),
    path("library/lists/", include("resources.lists.urls")),
    path("library/purchases/", include("resources.purchases.urls")),
    path("library/purchases/from-loans/", include("resources.from_loans.urls")),
    path("library/weeding/", include("resources.weeding.urls")),
    path("library/advice/", include("resources.advice.urls")),
    path("library/budgets/", include("resources.budgets.urls")),
]
