"""Addresses: courtyard findings by neighbourhood and street number."""

from django.urls import path

from campanello.staff.lab.findings import building, lists, recording

urlpatterns = [
    path("", lists.page, name="findings"),
    path("elenco.csv", lists.table, name="findings-csv"),
    path("quartieri/<uuid:uid>/", lists.neighbourhood, name="findings-map"),
    path("quartieri/<uuid:uid>/progettisti.xlsx", lists.designers, name="findings-designers"),
    path("edifici/<uuid:uid>/", building.page, name="building-findings"),
    path("edifici/<uuid:uid>/foglio/", building.sheet, name="findings-sheet"),
    path("edifici/<uuid:uid>/nuovo/", recording.add, name="finding-add"),
    path("<uuid:uid>/mani/", recording.vote, name="finding-vote"),
    path("<uuid:uid>/modifica/", recording.edit, name="finding-edit"),
    path("<uuid:uid>/ritira/", recording.withdraw, name="finding-withdraw"),
    path("<uuid:uid>/rimetti/", recording.restore, name="finding-restore"),
]
