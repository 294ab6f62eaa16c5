"""Makes the points' tables known to Django."""

from django.apps import AppConfig


class PointsConfig(AppConfig):
    """Points that pay the rent."""

    name = "campanello.points"
