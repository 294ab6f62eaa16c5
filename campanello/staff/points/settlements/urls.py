"""Addresses: settlements with landlords, what leaves of them, differences with the next statement."""

from django.urls import path

from campanello.staff.points.settlements import deciding, differences, files, lists

urlpatterns = [
    path("", lists.listing, name="settlements"),
    path("nuova/", deciding.choose, name="settlement-new"),
    path("nuova/<int:project>/<int:creditor>/", deciding.propose, name="settlement-propose"),
    path("<uuid:uid>/", lists.page, name="settlement"),
    path("<uuid:uid>/approva/", deciding.approve, name="settlement-approve"),
    path("<uuid:uid>/ordina/", deciding.order, name="settlement-order"),
    path("<uuid:uid>/conferma/", deciding.confirm, name="settlement-confirm"),
    path("<uuid:uid>/annulla/", deciding.void, name="settlement-void"),
    path("<uuid:uid>/banca.xml", files.order, name="settlement-order-file"),
    path("<uuid:uid>/contabilita.csv", files.office, name="settlement-office"),
    path("<uuid:uid>/estratto.csv", files.statement_csv, name="settlement-statement-csv"),
    path("<uuid:uid>/estratto.pdf", files.statement_pdf, name="settlement-statement-pdf"),
    path("<uuid:uid>/differenze/", differences.page, name="settlement-differences"),
    path("<uuid:uid>/differenze.csv", differences.table, name="settlement-differences-csv"),
    path("<uuid:uid>/differenze/<uuid:tenancy>/", differences.settle, name="settlement-difference"),
]
