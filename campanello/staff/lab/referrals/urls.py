"""Addresses: referrals sent and received."""

from django.urls import path

from campanello.staff.lab.referrals import lists, moving, showing

urlpatterns = [
    path("", lists.page, name="referrals"),
    path("elenco.csv", lists.table, name="referrals-csv"),
    path("persone/<uuid:uid>/", showing.of_person, name="person-referrals"),
    path("persone/<uuid:uid>/nuovo/", moving.refer, name="referral-new"),
    path("<uuid:uid>/", showing.page, name="referral"),
    path("<uuid:uid>/<slug:deed>/", moving.move, name="referral-move"),
]
