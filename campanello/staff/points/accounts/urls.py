"""Addresses: households' points."""

from django.urls import path

from campanello.staff.points.accounts import lists, paper, showing

urlpatterns = [
    path("", lists.page, name="point-accounts"),
    path("elenco.csv", lists.table, name="point-accounts-csv"),
    path("scadenze/", lists.lapsing, name="points-lapsing"),
    path("scadenze.csv", lists.lapsing_table, name="points-lapsing-csv"),
    path("<uuid:uid>/", showing.page, name="point-account"),
    path("<uuid:uid>/estratto.pdf", paper.page, name="point-statement"),
]
