"""Addresses: the points' first page, and what leads on from it. One `include` line a topic."""

from django.urls import path

from campanello.staff.points import first

urlpatterns = [
    path("", first.page, name="points"),
]
