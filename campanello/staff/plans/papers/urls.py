"""Addresses: a plan's forms, and a person's whole case."""

from django.urls import path

from campanello.staff.plans.papers import pages

urlpatterns = [
    path("piani/<uuid:uid>/<slug:kind>.<slug:extension>", pages.annex, name="paper"),
    path("persone/<uuid:uid>/fascicolo.pdf", pages.case, name="case-folder"),
]
