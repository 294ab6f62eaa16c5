"""Addresses: pages about users, roles, invitations and sessions."""

from django.urls import path

from campanello.staff.accounts import keys, views

urlpatterns = [
    path("", views.listing, name="users"),
    path("utenti.csv", views.table, name="users-csv"),
    path("programmi/", keys.everybodys, name="keys"),
    path("programmi/<int:key>/fine/", keys.end_anybodys, name="key-end"),
    path("invita/", views.invite, name="user-invite"),
    path("<int:key>/", views.one, name="user"),
    path("<int:key>/ruolo/", views.assign, name="user-assign"),
    path("<int:key>/invita/", views.invite_again, name="user-invite-again"),
    path("<int:key>/disattiva/", views.deactivate, name="user-deactivate"),
    path("<int:key>/riattiva/", views.reactivate, name="user-reactivate"),
    path("<int:key>/accessi/", views.end_sessions, name="user-end-sessions"),
    path("<int:key>/sblocca/", views.unlock, name="user-unlock"),
    path("<int:key>/secondo-fattore/", views.remove_second_factor, name="user-remove-second-factor"),
    path("ruoli/<int:key>/fine/", views.end_assignment, name="assignment-end"),
    path("inviti/<int:key>/revoca/", views.revoke_invitation, name="invitation-revoke"),
]
