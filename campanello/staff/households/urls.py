"""Addresses: pages about households, consents and skills, and about records that are one person."""

from django.urls import path

from campanello.staff.households import changing, consents, editing, household, merging, opening, skills

urlpatterns = [
    path("nuova/<uuid:uid>/", opening.open_household, name="household-open"),
    path("consensi/<uuid:uid>/", consents.page, name="person-consents"),
    path("consensi/<uuid:uid>/<slug:purpose>/revoca/", consents.withdraw, name="consent-withdraw"),
    path("consensi/<uuid:uid>/<slug:purpose>/modulo/", consents.printed, name="consent-form"),
    path("competenze/<uuid:uid>/", skills.page, name="person-skills"),
    path("unione/<uuid:uid>/", merging.page, name="person-merge"),
    path("unione/annulla/<int:merge>/", merging.undo, name="person-unmerge"),
    path("<uuid:uid>/", household.page, name="household"),
    path("<uuid:uid>/modifica/", editing.page, name="household-edit"),
    path("<uuid:uid>/entra/", changing.move_in, name="household-move-in"),
    path("<uuid:uid>/esce/", changing.move_out, name="household-move-out"),
    path("<uuid:uid>/ruoli/", changing.roles, name="household-roles"),
    path("<uuid:uid>/divide/", changing.split, name="household-split"),
    path("<uuid:uid>/unisce/", changing.join, name="household-join"),
    path("<uuid:uid>/chiude/", changing.close, name="household-close"),
]
