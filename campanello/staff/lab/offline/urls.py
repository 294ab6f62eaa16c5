"""Addresses of what works without a network."""

from django.urls import path

from campanello.staff.lab.offline import pages

urlpatterns = [
    path("", pages.page, name="offline"),
    path("custode.js", pages.worker, name="offline-worker"),
    path("app.webmanifest", pages.manifest, name="manifest"),
]
