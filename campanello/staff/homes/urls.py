"""Addresses: pages about neighbourhoods, buildings with their doorbells, dwellings, tenancies and arrears."""

from django.urls import path

from campanello.staff.homes import buildings, dwellings, panel, recording, statements, tenancies

urlpatterns = [
    path("", buildings.listing, name="buildings"),
    path("elenco.csv", buildings.table, name="buildings-csv"),
    path("nuovo/", recording.add_building, name="building-add"),
    path("quartieri/nuovo/", recording.add_neighbourhood, name="neighbourhood-add"),
    path("alloggi/<uuid:uid>/", dwellings.page, name="dwelling"),
    path("alloggi/<uuid:uid>/modifica/", recording.edit_dwelling, name="dwelling-edit"),
    path("alloggi/<uuid:uid>/ingresso/", tenancies.start, name="tenancy-start"),
    path("contratti/<uuid:uid>/uscita/", tenancies.end, name="tenancy-end"),
    path("contratti/<uuid:uid>/titolo/", tenancies.change_tenure, name="tenancy-tenure"),
    path("contratti/<uuid:uid>/subentro/", tenancies.transfer, name="tenancy-transfer"),
    path("contratti/<uuid:uid>/morosita/", statements.add, name="statement-add"),
    path("morosita/<uuid:uid>/correzione/", statements.correct, name="statement-correct"),
    path("<uuid:uid>/", panel.page, name="building"),
    path("<uuid:uid>/competenze/", panel.skills, name="building-skills"),
    path("<uuid:uid>/alloggi.csv", panel.table, name="building-csv"),
    path("<uuid:uid>/modifica/", recording.edit_building, name="building-edit"),
    path("<uuid:uid>/alloggi/nuovo/", recording.add_dwelling, name="dwelling-add"),
]
