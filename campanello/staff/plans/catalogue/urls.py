"""Addresses: the catalogue of services, and what their hours are worth."""

from django.urls import path

from campanello.staff.plans.catalogue import keeping, listing, valuing

urlpatterns = [
    path("", listing.page, name="services"),
    path("nuovo/", keeping.add, name="service-add"),
    path("programma/", keeping.start, name="services-start"),
    path("<int:key>/", listing.one, name="service"),
    path("<int:key>/modifica/", keeping.edit, name="service-edit"),
    path("<int:key>/offerta/", keeping.offer, name="service-offer"),
    path("<int:key>/valori/", valuing.put, name="service-value"),
    path("<int:key>/valori/<int:value>/togli/", valuing.drop, name="service-value-drop"),
]
