"""Addresses: an application's requirements, checked again, and a fact noted with its evidence."""

from django.urls import path

from campanello.staff.plans.eligibility import noting, pages

urlpatterns = [
    path("<uuid:uid>/requisiti/", pages.page, name="eligibility"),
    path("<uuid:uid>/requisiti/di-nuovo/", pages.again, name="eligibility-again"),
    path("<uuid:uid>/requisiti/<str:fact>/", noting.page, name="eligibility-fact"),
]
