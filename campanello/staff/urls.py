"""The teams' pages' addresses."""

from django.urls import path, re_path

from campanello.staff import evaluation, reconciliation

app_name = "staff"
urlpatterns = [
    path("verifica/", reconciliation.page, name="reconciliation"),
    path("verifica/risultato.json", reconciliation.result, name="reconciliation-result"),
    path("verifica/cifre.json", reconciliation.figures, name="reconciliation-figures"),
    path("valutazioni/", evaluation.listing, name="evaluation"),
    path("valutazioni/confronto/", evaluation.comparison, name="evaluation-comparison"),
    path("valutazioni/<str:name>/", evaluation.dashboard, name="evaluation-dashboard"),
    path("valutazioni/<str:name>/definizioni/", evaluation.definitions, name="evaluation-definitions"),
    path(
        "valutazioni/<str:name>/definizioni/<str:code>/", evaluation.definition, name="evaluation-definition"
    ),
    re_path(
        r"^valutazioni/(?P<name>[^/]+)/dati\.(?P<extension>csv|xlsx|json)$",
        evaluation.data,
        name="evaluation-data",
    ),
    re_path(
        r"^valutazioni/(?P<name>[^/]+)/rapporto\.(?P<extension>html|pdf|docx|xlsx)$",
        evaluation.report,
        name="evaluation-report",
    ),
]
