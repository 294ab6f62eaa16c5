"""Addresses: antennas, and calls that wait."""

from django.urls import path

from campanello.staff.lab.antennas import calling, lists, mandates

urlpatterns = [
    path("", lists.page, name="antennas"),
    path("elenco.csv", lists.table, name="antennas-csv"),
    path("persone/<uuid:uid>/nuova/", mandates.give, name="antenna-new"),
    path("<uuid:uid>/modifica/", mandates.edit, name="antenna-edit"),
    path("<uuid:uid>/termina/", mandates.end, name="antenna-end"),
    path("chiamate/", calling.page, name="calls"),
    path("chiamate/nuova/", calling.add, name="call-new"),
    path("chiamate/<uuid:uid>/risposta/", calling.answer, name="call-answer"),
    path("chiamate/<uuid:uid>/riapri/", calling.reopen, name="call-reopen"),
]
