"""Addresses: the plans' first page, and what leads on from it. One `include` line a topic."""

from django.urls import path

from campanello.staff.plans import first

urlpatterns = [
    path("", first.page, name="plans"),
]
