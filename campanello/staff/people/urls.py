"""Addresses: pages about one person: register, read, edit, history."""

from django.urls import path

from campanello.staff.people import parts, reading, registering

urlpatterns = [
    path("nuova/", registering.register, name="person-register"),
    path("<uuid:uid>/", reading.person, name="person"),
    path("<uuid:uid>/storia/", reading.history, name="person-history"),
    path("<uuid:uid>/<slug:part>/", parts.edit, name="person-edit"),
]
