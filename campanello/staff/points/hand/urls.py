"""Addresses: awards by hand."""

from django.urls import path

from campanello.staff.points.hand import deciding, lists, proposing

urlpatterns = [
    path("", lists.page, name="hand-awards"),
    path("elenco.csv", lists.table, name="hand-awards-csv"),
    path("nuovo/", proposing.new, name="hand-award-new"),
    path("<uuid:uid>/", deciding.page, name="hand-award"),
    path("<uuid:uid>/firma/", deciding.approve, name="hand-award-approve"),
    path("<uuid:uid>/rifiuta/", deciding.refuse, name="hand-award-refuse"),
    path("<uuid:uid>/ritira/", deciding.withdraw, name="hand-award-withdraw"),
    path("movimenti/<uuid:uid>/storna/", deciding.take_back, name="points-take-back"),
]
