"""Addresses of the seals."""

from django.urls import path

from campanello.staff.points.seals import pages

urlpatterns = [
    path("", pages.listing, name="seals"),
]
