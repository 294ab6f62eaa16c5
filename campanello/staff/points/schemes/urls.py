"""Addresses of the pages on which points are set up."""

from django.urls import path

from campanello.staff.points.schemes import pages, tariffs, worths

urlpatterns = [
    path("schemi/", pages.page, name="point-schemes"),
    path("schemi/nuovo/<int:project>/", pages.make, name="point-scheme-new"),
    path("schemi/<uuid:uid>/", pages.scheme, name="point-scheme"),
    path("schemi/<uuid:uid>/modifica/", pages.change, name="point-scheme-edit"),
    path("schemi/<uuid:uid>/tariffa/", tariffs.tariff, name="tariff-new"),
    path("schemi/<uuid:uid>/creditori/", tariffs.terms, name="creditor-terms-new"),
    path("schemi/<uuid:uid>/creditori/<int:key>/", tariffs.terms_edit, name="creditor-terms-edit"),
    path("attivita/", worths.without, name="activities-without-worth"),
    path("attivita/<uuid:uid>/", worths.worth, name="activity-worth"),
]
