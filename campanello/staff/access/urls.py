"""Addresses: a resident's access and delegates."""

from django.urls import path

from campanello.staff.access import delegating, opening

urlpatterns = [
    path("<uuid:uid>/", opening.page, name="person-access"),
    path("<uuid:uid>/lettera/", opening.letter, name="access-letter"),
    path("<uuid:uid>/telefono/", opening.present, name="access-present"),
    path("<uuid:uid>/porte/<int:key>/fine/", opening.revoke, name="access-revoke"),
    path("<uuid:uid>/deleghe/", delegating.give, name="delegation-new"),
    path("deleghe/<uuid:uid>/fine/", delegating.end, name="delegation-end"),
]
