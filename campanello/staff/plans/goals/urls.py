"""Addresses: goals, tasks, hours for the common good."""

from django.urls import path

from campanello.staff.plans.goals import common_good, lists, person, setting, tasks

urlpatterns = [
    path("", lists.page, name="goals"),
    path("elenco.csv", lists.table, name="goals-csv"),
    path("persone/<uuid:uid>/", person.page, name="person-goals"),
    path("persone/<uuid:uid>/nuovo/", setting.add, name="goal-new"),
    path("persone/<uuid:uid>/ore/", common_good.record, name="common-good-new"),
    path("ore/<uuid:uid>/annulla/", common_good.cancel, name="common-good-cancel"),
    path("compiti/<uuid:uid>/fatto/", tasks.tick, name="task-done"),
    path("compiti/<uuid:uid>/riprendi/", tasks.untick, name="task-undo"),
    path("<uuid:uid>/modifica/", setting.edit, name="goal-edit"),
    path("<uuid:uid>/chiudi/", setting.close, name="goal-close"),
    path("<uuid:uid>/riapri/", setting.reopen, name="goal-reopen"),
    path("<uuid:uid>/compito/", tasks.add, name="task-new"),
]
