"""The public pages' addresses."""

from django.urls import path

from campanello.public import activities, activities_feeds, health, home, site

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("privacy/", site.privacy, name="privacy"),
    path("note-legali/", site.legal, name="legal"),
    path("accessibilita/", site.accessibility, name="accessibility"),
    path("attivita/", activities.listing, name="activities"),
    path("attivita/calendario.ics", activities_feeds.ics, name="activities-ics"),
    path("attivita/rss.xml", activities_feeds.Rss(), name="activities-rss"),
    path("attivita/atom.xml", activities_feeds.Atom(), name="activities-atom"),
    path("attivita/<uuid:uid>/", activities.activity, name="activity"),
    path("salute/", health.page, name="health"),
    path("healthz", health.probe, name="probe"),
    path("robots.txt", site.robots, name="robots"),
    path("site.webmanifest", site.manifest, name="manifest"),
]
