"""Addresses: assessments, and the team around a person."""

from django.urls import path

from campanello.staff.plans.assessments import person, team, writing

urlpatterns = [
    path("persone/<uuid:uid>/", person.page, name="person-assessments"),
    path("persone/<uuid:uid>/nuova/", writing.start, name="assessment-new"),
    path("persone/<uuid:uid>/equipe/", team.add, name="team-add"),
    path("equipe/<int:member>/fine/", team.end, name="team-end"),
    path("<uuid:uid>/", person.one, name="assessment"),
    path("<uuid:uid>/scrivi/", writing.edit, name="assessment-edit"),
    path("<uuid:uid>/firma/", writing.sign, name="assessment-sign"),
    path("<uuid:uid>/butta/", writing.discard, name="assessment-discard"),
]
