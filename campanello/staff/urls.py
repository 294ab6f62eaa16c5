"""The teams' pages' addresses."""

from django.urls import include, path, re_path

from campanello.staff import evaluation, reconciliation
from campanello.staff.doors import for_figures
from campanello.staff.search import home

app_name = "staff"
urlpatterns = [
    path("inizio/", home.page, name="home"),
    path("persone/", include("campanello.staff.people.urls")),
    path("famiglie/", include("campanello.staff.households.urls")),
    path("cerca/", include("campanello.staff.search.urls")),
    path("case/", include("campanello.staff.homes.urls")),
    path("tabelle/", include("campanello.staff.imports.urls")),
    path("laboratorio/", include("campanello.staff.lab.urls")),
    path("piani/", include("campanello.staff.plans.urls")),
    path("punti/", include("campanello.staff.points.urls")),
    path("lettere/", include("campanello.staff.letters.urls")),
    path("utenti/", include("campanello.staff.accounts.urls")),
    path("accessi/", include("campanello.staff.access.urls")),
    path("registro/", include("campanello.staff.audit.urls")),
    path("coppie/", include("campanello.staff.links.urls")),
    path("verifica/", for_figures(reconciliation.page), name="reconciliation"),
    path("verifica/risultato.json", for_figures(reconciliation.result), name="reconciliation-result"),
    path("verifica/cifre.json", for_figures(reconciliation.figures), name="reconciliation-figures"),
    path("valutazioni/", for_figures(evaluation.listing), name="evaluation"),
    path("valutazioni/confronto/", for_figures(evaluation.comparison), name="evaluation-comparison"),
    path("valutazioni/<str:name>/", for_figures(evaluation.dashboard), name="evaluation-dashboard"),
    path(
        "valutazioni/<str:name>/definizioni/",
        for_figures(evaluation.definitions),
        name="evaluation-definitions",
    ),
    path(
        "valutazioni/<str:name>/definizioni/<str:code>/",
        for_figures(evaluation.definition),
        name="evaluation-definition",
    ),
    re_path(
        r"^valutazioni/(?P<name>[^/]+)/dati\.(?P<extension>csv|xlsx|json)$",
        for_figures(evaluation.data),
        name="evaluation-data",
    ),
    re_path(
        r"^valutazioni/(?P<name>[^/]+)/rapporto\.(?P<extension>html|pdf|docx|xlsx)$",
        for_figures(evaluation.report),
        name="evaluation-report",
    ),
]
