"""The public pages' addresses."""

from django.urls import path

from campanello.public import health, home, site

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("privacy/", site.privacy, name="privacy"),
    path("note-legali/", site.legal, name="legal"),
    path("accessibilita/", site.accessibility, name="accessibility"),
    path("salute/", health.page, name="health"),
    path("healthz", health.probe, name="probe"),
    path("robots.txt", site.robots, name="robots"),
    path("site.webmanifest", site.manifest, name="manifest"),
]
