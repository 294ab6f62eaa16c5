"""Addresses: hand-over packs."""

from django.urls import path

from campanello.staff.lab.handover import pages

urlpatterns = [
    path("", pages.labs, name="hand-over"),
    path("laboratorio/<int:key>/", pages.lab, name="hand-over-lab"),
    path("persone/<uuid:uid>/", pages.person, name="hand-over-person"),
]
