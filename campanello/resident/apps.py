"""Makes the residents' pages' templates known to Django."""

from django.apps import AppConfig


class ResidentConfig(AppConfig):
    """The pages for residents who log in."""

    name = "campanello.resident"
