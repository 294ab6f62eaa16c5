"""Addresses: visits."""

from django.urls import path

from campanello.staff.lab.visits import changing, listing, reading, recording

urlpatterns = [
    path("visite/", listing.page, name="visits"),
    path("visite/elenco.csv", listing.table, name="visits-csv"),
    path("visite/nuova/", recording.page, name="visit-new"),
    path("visite/chi/", recording.who, name="visit-who"),
    path("visite/<uuid:uid>/", reading.page, name="visit"),
    path("visite/<uuid:uid>/modifica/", changing.edit, name="visit-edit"),
    path("visite/<uuid:uid>/annulla/", changing.cancel, name="visit-cancel"),
    path("visite/<uuid:uid>/ripristina/", changing.restore, name="visit-restore"),
    path("visite/<uuid:uid>/passo/", changing.step, name="visit-step"),
    path("storia/<uuid:uid>/", reading.story, name="person-story"),
]
