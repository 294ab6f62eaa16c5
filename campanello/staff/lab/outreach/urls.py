"""Addresses: outreach lists."""

from django.urls import path

from campanello.staff.lab.outreach import lists

urlpatterns = [
    path("", lists.page, name="outreach"),
    path("elenco.csv", lists.table, name="outreach-csv"),
]
