"""Addresses: pages to bring tables in and take them out."""

from django.urls import path, re_path

from campanello.staff.imports import bringing, following, taking

urlpatterns = [
    path("", bringing.start, name="imports"),
    re_path(r"^persone\.(?P<extension>csv|xlsx)$", taking.people, name="people-table"),
    re_path(r"^modelli/(?P<table>[a-z]+)\.(?P<extension>csv|xlsx)$", taking.template, name="import-template"),
    path("dati.zip", taking.dataset, name="dataset"),
    path("lavori/", following.listing, name="jobs"),
    path("lavori/<uuid:uid>/", following.page, name="job"),
    path("lavori/<uuid:uid>/errori.csv", following.problems, name="job-problems"),
    path("lavori/<uuid:uid>/ferma/", following.cancel, name="job-cancel"),
    path("lavori/<uuid:uid>/ricomincia/", following.begin_again, name="job-begin-again"),
    path("<uuid:uid>/", bringing.match, name="import-match"),
    path("<uuid:uid>/controllo/", bringing.check, name="import-check"),
    path("<uuid:uid>/controllo.csv", bringing.problems, name="import-problems"),
    path("<uuid:uid>/elimina/", bringing.discard, name="import-discard"),
]
