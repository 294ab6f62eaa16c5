"""Addresses: the lab in figures."""

from django.urls import path

from campanello.staff.lab.dashboard import pages

urlpatterns = [
    path("cifre/", pages.page, name="lab-dashboard"),
    path("cifre/tabella.csv", pages.table, name="lab-dashboard-csv"),
    path("cifre/mese.pdf", pages.paper, name="lab-month"),
]
