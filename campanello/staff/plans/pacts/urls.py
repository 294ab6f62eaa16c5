"""Addresses: pacts."""

from django.urls import path

from campanello.staff.plans.pacts import keeping, lists, making, papers, showing, signing

urlpatterns = [
    path("", lists.page, name="pacts"),
    path("elenco.csv", lists.table, name="pacts-csv"),
    path("nuovo/", making.new, name="pact-new"),
    path("<uuid:uid>/", showing.page, name="pact"),
    path("<uuid:uid>/patto.pdf", papers.paper, name="pact-paper"),
    path("<uuid:uid>/modifica/", making.edit, name="pact-edit"),
    path("<uuid:uid>/condizioni/", making.terms, name="pact-terms"),
    path("<uuid:uid>/firma/", signing.sign, name="pact-sign"),
    path("<uuid:uid>/fine/", making.end, name="pact-end"),
    path("<uuid:uid>/verifiche/<int:review>/", keeping.review, name="pact-review"),
    path("<uuid:uid>/dato/", keeping.give, name="pact-give"),
    path("<uuid:uid>/dato/laboratorio/", keeping.take_over, name="pact-take-over"),
    path("<uuid:uid>/dato/<uuid:given>/annulla/", keeping.cancel, name="pact-given-cancel"),
]
