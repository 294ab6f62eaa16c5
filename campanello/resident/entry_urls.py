"""The addresses of the residents' way in, below `/entra/`."""

from django.urls import path, re_path

from campanello.resident import entry

urlpatterns = [
    path("", entry.known_door, name="door"),
    path("dimentica/", entry.forget, name="door-forget"),
    re_path(r"^(?P<secret>[\w-]{20,100})/$", entry.door, name="door-key"),
]
