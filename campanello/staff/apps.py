"""Makes the teams' pages' templates known to Django."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """The pages for the teams of a programme."""

    name = "campanello.staff"
