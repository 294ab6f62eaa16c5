"""Addresses: sessions of the plans' services, their registers, who is near a cap."""

from django.urls import path

from campanello.staff.plans.registers import caps, correcting, listing, making, papers, sheet

urlpatterns = [
    path("", listing.page, name="plan-sessions"),
    path("elenco.csv", listing.table, name="plan-sessions-csv"),
    path("nuovo/", making.new, name="plan-session-new"),
    path("massimali/", caps.page, name="near-caps"),
    path("massimali.csv", caps.table, name="near-caps-csv"),
    path("<uuid:uid>/", sheet.page, name="plan-register"),
    path("<uuid:uid>/modifica/", making.edit, name="plan-session-edit"),
    path("<uuid:uid>/annulla/", making.cancel, name="plan-session-cancel"),
    path("<uuid:uid>/ripristina/", making.restore, name="plan-session-restore"),
    path("<uuid:uid>/aggiungi/", making.add, name="plan-register-add"),
    path("<uuid:uid>/togli/<uuid:plan>/", making.leave_out, name="plan-register-leave-out"),
    path("<uuid:uid>/firma/", sheet.sign, name="plan-register-sign"),
    path("<uuid:uid>/correggi/<uuid:plan>/", correcting.page, name="plan-register-correct"),
    path("<uuid:uid>/registro.csv", papers.table, name="plan-register-csv"),
    path("<uuid:uid>/foglio/", papers.sheet, name="plan-register-paper"),
]
