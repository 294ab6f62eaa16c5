"""Addresses of the applications' pages."""

from django.urls import path

from campanello.staff.plans.applications import (
    calling,
    identifying,
    lapsing,
    listing,
    moving,
    papers,
    recording,
    showing,
)

urlpatterns = [
    path("", listing.page, name="applications"),
    path("elenco.csv", listing.table, name="applications-csv"),
    path("da-richiamare/", calling.page, name="applications-calls"),
    path("scadute/", lapsing.page, name="applications-lapsing"),
    path("nuova/", recording.page, name="application-new"),
    path("documenti/<uuid:uid>/", papers.judge, name="application-document-judge"),
    path("<uuid:uid>/", showing.page, name="application"),
    path("<uuid:uid>/persona/", identifying.page, name="application-person"),
    path("<uuid:uid>/telefonata/", calling.tried, name="application-try"),
    path("<uuid:uid>/da-richiamare/", calling.ask, name="application-call"),
    path("<uuid:uid>/documento/", papers.add, name="application-document"),
    path("<uuid:uid>/fare/<slug:deed>/", moving.move, name="application-move"),
]
