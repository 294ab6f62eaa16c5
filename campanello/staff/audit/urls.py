"""Addresses: pages about who did and saw what, and what people ask for under their rights."""

from django.urls import path, re_path

from campanello.staff.audit import rights, trail

urlpatterns = [
    path("", trail.page, name="audit"),
    path("registro.csv", trail.table, name="audit-csv"),
    path("persona/<uuid:uid>/", trail.person, name="person-audit"),
    path("diritti/<uuid:uid>/", rights.page, name="person-rights"),
    re_path(
        r"^diritti/(?P<uid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/dati\.(?P<extension>json|pdf)$",
        rights.copy,
        name="person-data",
    ),
    path("diritti/<uuid:uid>/limita/", rights.restrict, name="person-restrict"),
    path("diritti/<uuid:uid>/richiesta/", rights.note, name="rights-request"),
    path("diritti/richieste/<uuid:uid>/risposta/", rights.answer, name="rights-answer"),
    path("diritti/<uuid:uid>/cancella/", rights.erase, name="person-erase"),
]
