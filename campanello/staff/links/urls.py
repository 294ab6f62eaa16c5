"""Addresses: pages on which two people decide whether two records are one person."""

from django.urls import path

from campanello.staff.links import deciding

urlpatterns = [
    path("", deciding.listing, name="pairs"),
    path("<int:pair>/", deciding.page, name="pair"),
    path("<int:pair>/perche.svg", deciding.chart, name="pair-chart"),
]
