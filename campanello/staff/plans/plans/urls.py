"""Addresses: plans, their services, acts, signatures and paper."""

from django.urls import path

from campanello.staff.plans.plans import acting, drafting, lists, printing, serving, showing, signing

urlpatterns = [
    path("", lists.page, name="plan-list"),
    path("elenco.csv", lists.table, name="plan-list-csv"),
    path("nuovo/", drafting.new, name="plan-new"),
    path("<uuid:uid>/", showing.page, name="plan"),
    path("<uuid:uid>/modifica/", drafting.edit, name="plan-edit"),
    path("<uuid:uid>/servizi/", serving.put, name="plan-service"),
    path("<uuid:uid>/servizi/<int:service>/togli/", serving.drop, name="plan-service-drop"),
    path("<uuid:uid>/versione/", serving.amend, name="plan-amend"),
    path("<uuid:uid>/firma/<slug:by>/", signing.sign, name="plan-sign"),
    path("<uuid:uid>/piano.pdf", printing.paper, name="plan-pdf"),
    path("<uuid:uid>/atti/<slug:deed>/", acting.act, name="plan-act"),
]
