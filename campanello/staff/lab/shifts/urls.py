"""Addresses: shifts at the desk and opening hours."""

from django.urls import path

from campanello.staff.lab.shifts import hours, own, place

urlpatterns = [
    path("turni/", own.page, name="shifts"),
    path("turni/inizio/", own.start, name="shift-start"),
    path("turni/fine/", own.end, name="shift-end"),
    path("turni/aggiungi/", own.add, name="shift-add"),
    path("turni/<uuid:uid>/", own.correct, name="shift-correct"),
    path("turni/<uuid:uid>/togli/", own.strike, name="shift-strike"),
    path("orari/", hours.page, name="opening-hours"),
    path("dove/", place.page, name="lab-place"),
]
