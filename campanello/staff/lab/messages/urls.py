"""Addresses: messages and their templates."""

from django.urls import path

from campanello.staff.lab.messages import composing, log, templates

urlpatterns = [
    path("", log.page, name="messages"),
    path("elenco.csv", log.table, name="messages-csv"),
    path("scrivi/", composing.page, name="message-compose"),
    path("invia/", log.send, name="messages-send"),
    path("modelli/", templates.page, name="message-templates"),
    path("modelli/nuovo/", templates.add, name="message-template-new"),
    path("modelli/<int:key>/", templates.edit, name="message-template"),
    path("modelli/<int:key>/elimina/", templates.delete, name="message-template-delete"),
    path("<uuid:uid>/", log.message, name="message"),
    path("<uuid:uid>/stato/", log.mark, name="message-mark"),
]
