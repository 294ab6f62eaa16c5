"""Addresses: the points' first page, and what leads on from it. One `include` line a topic."""

from django.urls import include, path

from campanello.staff.points import first

urlpatterns = [
    path("", first.page, name="points"),
    path("", include("campanello.staff.points.awards.urls")),
    path("", include("campanello.staff.points.schemes.urls")),
    path("liquidazioni/", include("campanello.staff.points.settlements.urls")),
    path("a-mano/", include("campanello.staff.points.hand.urls")),
    path("nuclei/", include("campanello.staff.points.accounts.urls")),
    path("sigilli/", include("campanello.staff.points.seals.urls")),
    path("", include("campanello.staff.points.spending.urls")),
]
