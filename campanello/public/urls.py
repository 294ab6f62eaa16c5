"""The public pages' addresses."""

from django.urls import path

from campanello.public import (
    activities,
    activities_feeds,
    applying,
    applying_after,
    applying_steps,
    health,
    home,
    labs,
    receipts,
    site,
)

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("privacy/", site.privacy, name="privacy"),
    path("note-legali/", site.legal, name="legal"),
    path("accessibilita/", site.accessibility, name="accessibility"),
    path("laboratorio-sociale/", labs.what, name="lab-what"),
    path("laboratori/", labs.listing, name="labs"),
    path("laboratori/<str:code>/", labs.page, name="lab"),
    path("come-funzionano-i-punti/", labs.points, name="points"),
    path("risultati/", labs.results, name="results"),
    path("sitemap.xml", labs.sitemap, name="sitemap"),
    path("attivita/", activities.listing, name="activities"),
    path("attivita/calendario.ics", activities_feeds.ics, name="activities-ics"),
    path("attivita/rss.xml", activities_feeds.Rss(), name="activities-rss"),
    path("attivita/atom.xml", activities_feeds.Atom(), name="activities-atom"),
    path("attivita/<uuid:uid>/", activities.activity, name="activity"),
    path("domanda/", applying.listing, name="apply"),
    path("domanda/misura/<slug:measure>/", applying.start, name="apply-start"),
    path("domanda/codice/", applying.code, name="apply-code"),
    path("domanda/passo/<slug:slug>/", applying_steps.step, name="apply-step"),
    path("domanda/documenti/", applying_after.documents, name="apply-document"),
    path("domanda/riepilogo/", applying_steps.review, name="apply-review"),
    path("domanda/inviata/", applying_steps.sent, name="apply-sent"),
    path("domanda/riprendi/", applying.come_back, name="apply-return"),
    path("domanda/stato/", applying_after.status, name="apply-status"),
    path("domanda/ritira/", applying_after.withdraw, name="apply-withdraw"),
    path("domanda/esci/", applying.leave, name="apply-leave"),
    path("ricevuta/", receipts.check, name="receipt-check"),
    path("ricevuta/<str:code>/", receipts.receipt, name="receipt"),
    path("ricevuta/<str:code>/pdf/", receipts.pdf, name="receipt-pdf"),
    path("sigilli/", receipts.sealed, name="seals"),
    path("salute/", health.page, name="health"),
    path("healthz", health.probe, name="probe"),
    path("robots.txt", site.robots, name="robots"),
    path("site.webmanifest", site.manifest, name="manifest"),
]
