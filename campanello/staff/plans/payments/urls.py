"""Addresses: payment runs, payments, accounts."""

from django.urls import path

from campanello.staff.plans.payments import accounts, deciding, files, outcomes, proposing, runs

urlpatterns = [
    path("", runs.listing, name="payment-runs"),
    path("nuovo/", proposing.page, name="payment-run-new"),
    path("conti/", accounts.page, name="payment-accounts"),
    path("conti/enti/<int:key>/", accounts.body, name="body-account"),
    path("conti/progetti/<int:key>/", accounts.treasury, name="treasury"),
    path("conti/persone/<uuid:uid>/", accounts.person, name="person-account"),
    path("conti/persone/<uuid:uid>/chiudi/", accounts.end, name="person-account-end"),
    path("pagamento/<uuid:uid>/", outcomes.payment, name="payment"),
    path("pagamento/<uuid:uid>/trattieni/", outcomes.hold, name="payment-hold"),
    path("pagamento/<uuid:uid>/sblocca/", outcomes.release, name="payment-release"),
    path("<uuid:uid>/", runs.page, name="payment-run"),
    path("<uuid:uid>/righe.csv", files.lines, name="payment-lines-csv"),
    path("<uuid:uid>/approva/", deciding.approve, name="payment-run-approve"),
    path("<uuid:uid>/annulla/", deciding.void, name="payment-run-void"),
    path("<uuid:uid>/ordina/", deciding.order, name="payment-run-order"),
    path("<uuid:uid>/chiudi/", deciding.close, name="payment-run-close"),
    path("<uuid:uid>/morosita/", deciding.book, name="payment-run-book"),
    path("<uuid:uid>/esiti/", outcomes.told, name="payment-outcomes"),
    path("<uuid:uid>/banca-<int:part>.xml", files.order, name="payment-order-file"),
    path("<uuid:uid>/contabilita.csv", files.table, name="payment-table"),
    path("<uuid:uid>/proprietari/<int:key>.csv", files.statement, name="landlord-statement"),
]
