"""Addresses: indirect work."""

from django.urls import path

from campanello.staff.lab.work import entering, listing

urlpatterns = [
    path("lavoro/", entering.page, name="work"),
    path("lavoro/elenco/", listing.page, name="work-list"),
    path("lavoro/elenco.csv", listing.table, name="work-csv"),
    path("lavoro/<uuid:uid>/", entering.edit, name="work-edit"),
    path("lavoro/<uuid:uid>/togli/", entering.strike, name="work-strike"),
]
