"""Addresses: how people are after their plans."""

from django.urls import path

from campanello.staff.plans.results import figures, lists, recording

urlpatterns = [
    path("", lists.page, name="results"),
    path("elenco.csv", lists.table, name="results-csv"),
    path("cifre/", figures.page, name="results-figures"),
    path("<uuid:plan>/<slug:moment>/", recording.page, name="result"),
    path("<uuid:plan>/<slug:moment>/tentativo/", recording.tried, name="result-try"),
    path("<uuid:plan>/<slug:moment>/stato/", recording.status, name="result-status"),
]
