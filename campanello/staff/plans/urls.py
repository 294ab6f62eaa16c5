"""Addresses: the plans' first page, and what leads on from it. One `include` line a topic."""

from django.urls import include, path

from campanello.staff.plans import first

urlpatterns = [
    path("", first.page, name="plans"),
    path("piani/", include("campanello.staff.plans.plans.urls")),
    path("catalogo/", include("campanello.staff.plans.catalogue.urls")),
    path("domande/", include("campanello.staff.plans.eligibility.urls")),
    path("carte/", include("campanello.staff.plans.papers.urls")),
    path("domande/", include("campanello.staff.plans.applications.urls")),
    path("misure/", include("campanello.staff.plans.measures.urls")),
    path("documenti/", include("campanello.staff.plans.documents.urls")),
    path("valutazioni/", include("campanello.staff.plans.assessments.urls")),
    path("obiettivi/", include("campanello.staff.plans.goals.urls")),
    path("esiti/", include("campanello.staff.plans.results.urls")),
    path("patti/", include("campanello.staff.plans.pacts.urls")),
    path("pagamenti/", include("campanello.staff.plans.payments.urls")),
    path("registri/", include("campanello.staff.plans.registers.urls")),
    path("", include("campanello.staff.plans.placements.urls")),
]
