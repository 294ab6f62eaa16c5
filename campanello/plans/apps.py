"""Makes the plans' tables known to Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Personal plans."""

    name = "campanello.plans"
