"""Addresses of the measures' pages."""

from django.urls import path

from campanello.staff.plans.measures import pages

urlpatterns = [
    path("", pages.page, name="measures"),
    path("nuova/", pages.make, name="measure-new"),
    path("<slug:code>/", pages.change, name="measure-change"),
]
