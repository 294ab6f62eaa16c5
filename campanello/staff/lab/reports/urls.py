"""Addresses: pages about reports, their photographs, and the replies that are written once."""

from django.urls import path

from campanello.staff.lab.reports import board, changing, listing, making, photos, replies, showing

urlpatterns = [
    path("", listing.listing, name="reports"),
    path("elenco.csv", listing.table, name="reports-csv"),
    path("bacheca/", board.page, name="report-board"),
    path("nuova/", making.page, name="report-new"),
    path("risposte/", replies.listing, name="reply-templates"),
    path("risposte/nuova/", replies.add, name="reply-template-add"),
    path("risposte/<int:key>/", replies.edit, name="reply-template"),
    path("risposte/<int:key>/elimina/", replies.delete, name="reply-template-delete"),
    path("foto/<uuid:uid>.jpg", photos.file, name="report-photo"),
    path("foto/<uuid:uid>/togli/", photos.remove, name="report-photo-remove"),
    path("<uuid:uid>/", showing.page, name="report"),
    path("<uuid:uid>/stato/", changing.move, name="report-move"),
    path("<uuid:uid>/risposta/", changing.answer, name="report-answer"),
    path("<uuid:uid>/unisci/", changing.join, name="report-join"),
    path("<uuid:uid>/ufficio/", changing.hand_on, name="report-hand-on"),
    path("<uuid:uid>/sollecito/", changing.remind, name="report-remind"),
    path("<uuid:uid>/verifica/", changing.follow_up, name="report-follow-up"),
    path("<uuid:uid>/correzione/", changing.edit, name="report-edit"),
    path("<uuid:uid>/foto/", photos.add, name="report-photo-add"),
]
