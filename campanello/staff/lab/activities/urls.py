"""Addresses: the calendar, activities, their sessions, sign-ups and registers."""

from django.urls import path

from campanello.staff.lab.activities import looking, posters, recording, signing
from campanello.staff.lab.registers import door, papers, sheet

urlpatterns = [
    path("", looking.calendar, name="activities"),
    path("elenco/", looking.listing, name="activity-list"),
    path("elenco.csv", looking.table, name="activity-list-csv"),
    path("nuova/", recording.add_activity, name="activity-add"),
    path("<uuid:uid>/", looking.activity, name="activity"),
    path("<uuid:uid>/modifica/", recording.edit_activity, name="activity-edit"),
    path("<uuid:uid>/date/nuova/", recording.add_session, name="session-add"),
    path("<uuid:uid>/locandina.pdf", posters.poster, name="activity-poster"),
    path("date/<uuid:uid>/", signing.page, name="session"),
    path("date/<uuid:uid>/modifica/", recording.edit_session, name="session-edit"),
    path("date/<uuid:uid>/annulla/", recording.cancel_session, name="session-cancel"),
    path("date/<uuid:uid>/ripristina/", recording.restore_session, name="session-restore"),
    path("date/<uuid:uid>/iscrivi/", signing.add, name="sign-up-add"),
    path("iscrizioni/<uuid:uid>/annulla/", signing.cancel, name="sign-up-cancel"),
    path("iscrizioni/<uuid:uid>/ripristina/", signing.undo, name="sign-up-undo"),
    path("date/<uuid:uid>/registro/", sheet.page, name="register"),
    path("date/<uuid:uid>/registro/aggiungi/", sheet.add, name="register-add"),
    path("date/<uuid:uid>/registro/firma/", sheet.sign, name="register-sign"),
    path("date/<uuid:uid>/registro/correggi/<uuid:person>/", sheet.correct, name="register-correct"),
    path("date/<uuid:uid>/registro.csv", papers.table, name="register-csv"),
    path("date/<uuid:uid>/registro/foglio/", papers.sheet, name="register-paper"),
    path("date/<uuid:uid>/porta/", door.page, name="door"),
    path("date/<uuid:uid>/porta/codice/", door.code, name="door-code"),
    path("date/<uuid:uid>/porta/<slug:code>/", door.check_in, name="check-in"),
]
