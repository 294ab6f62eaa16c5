"""Makes the lab's tables known to Django."""

from django.apps import AppConfig


class LabConfig(AppConfig):
    """The social lab."""

    name = "campanello.lab"
