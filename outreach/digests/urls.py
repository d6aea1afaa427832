"""Addresses of digests as the library makes them."""

from django.urls import path

from outreach.digests import edition_views, highlight_views, preview_views

urlpatterns = [
    path("", edition_views.digest_editions, name="digest_editions"),
    path("prepare/", edition_views.digest_edition_prepare, name="digest_edition_prepare"),
    path("rules/", edition_views.digest_rules, name="digest_rules"),
    path("wishes/<int:wish_id>/done/", edition_views.digest_wish_done, name="digest_wish_done"),
    path("<int:edition_id>/", edition_views.digest_edition, name="digest_edition"),
    path("<int:edition_id>/hold/", edition_views.digest_edition_hold, name="digest_edition_hold"),
    path("<int:edition_id>/release/", edition_views.digest_edition_release, name="digest_edition_release"),
    path("<int:edition_id>/send/", edition_views.digest_edition_send, name="digest_edition_send"),
    path("<int:edition_id>/preview/<int:member_id>/", preview_views.digest_preview, name="digest_preview"),
    path(
        "<int:edition_id>/preview/<int:member_id>/html/", preview_views.digest_preview_html, name="digest_preview_html"
    ),
    path("<int:edition_id>/highlights/add/", highlight_views.highlight_add, name="highlight_add"),
    path("highlights/<int:highlight_id>/remove/", highlight_views.highlight_remove, name="highlight_remove"),
    path("highlights/<int:highlight_id>/move/", highlight_views.highlight_move, name="highlight_move"),
]
