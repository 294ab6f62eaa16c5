"""Addresses: the lab's first page, and what leads on from it. One `include` line a topic."""

from django.urls import include, path

from campanello.staff.lab import first

urlpatterns = [
    path("", first.page, name="lab"),
    path("attivita/", include("campanello.staff.lab.activities.urls")),
    path("segnalazioni/", include("campanello.staff.lab.reports.urls")),
    path("", include("campanello.staff.lab.visits.urls")),
    path("", include("campanello.staff.lab.shifts.urls")),
    path("", include("campanello.staff.lab.work.urls")),
    path("cortili/", include("campanello.staff.lab.findings.urls")),
    path("invii/", include("campanello.staff.lab.referrals.urls")),
    path("antenne/", include("campanello.staff.lab.antennas.urls")),
    path("cercare/", include("campanello.staff.lab.outreach.urls")),
    path("messaggi/", include("campanello.staff.lab.messages.urls")),
    path("consegna/", include("campanello.staff.lab.handover.urls")),
    path("", include("campanello.staff.lab.dashboard.urls")),
    path("senza-rete/", include("campanello.staff.lab.offline.urls")),
]
