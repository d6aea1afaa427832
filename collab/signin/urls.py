"""Addresses of invitations, of the account, and of switching schools."""

from django.urls import path

from collab.signin import views

urlpatterns = [
    path("accounts/me/", views.account_me, name="account_me"),
    path("accounts/schools/", views.schools, name="schools"),
    path("join/<str:token>/", views.join, name="join"),
    path("join/<str:token>/code/", views.join_by_code, name="join_by_code"),
    path("<slug:school_slug>/people/<int:member_id>/invite/", views.invitation_send, name="invitation_send"),
    path("<slug:school_slug>/people/<int:member_id>/invite/link/", views.invitation_link, name="invitation_link"),
    path("<slug:school_slug>/people/<int:member_id>/invite/revoke/", views.invitation_revoke, name="invitation_revoke"),
]
